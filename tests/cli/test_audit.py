"""Known vulnerabilities stop a change, an answer that does not come stops nothing, and what is ignored runs out."""

import datetime as dt
import json
import pathlib

import pytest

from tongban.cli import audit
from tongban.cli.__main__ import main
from tongban.cli.environment import REPOSITORY, CommandTrouble

DAY = dt.date(2026, 6, 1)
# Packages of other systems, which are not installed here, and two that carry their licence as a file alone.
UNSAID = {"colorama", "tzdata", "zen-engine", "combine-errors"}
WEAK = audit.Vulnerability("sample", "1.0", frozenset({"PYSEC-2026-1", "CVE-2026-1"}), "1.1")


def answer_of_pip_audit(*vulns: dict[str, object]) -> str:
    return json.dumps(
        {
            "dependencies": [
                {"name": "sample", "version": "1.0", "vulns": list(vulns)},
                {"name": "private", "skip_reason": "not found"},
            ],
            "fixes": [],
        }
    )


class TestAnswers:
    def test_of_pip_audit_are_read(self) -> None:
        told = {"id": "PYSEC-2026-1", "aliases": ["CVE-2026-1"], "fix_versions": ["1.1"], "description": "…"}

        assert audit.read_pip_audit(answer_of_pip_audit(told)) == [WEAK]
        assert audit.read_pip_audit(answer_of_pip_audit()) == []

    def test_of_npm_are_read(self) -> None:
        via = {"source": 1, "url": "https://github.com/advisories/GHSA-aaaa-bbbb-cccc", "title": "…"}
        answer = json.dumps({"vulnerabilities": {"sample": {"via": [via, "other"], "range": "<2"}}})

        (found,) = audit.read_npm_audit(answer, {"node_modules/sample": {"version": "1.0"}})

        assert (found.package, found.version, found.names) == ("sample", "1.0", frozenset({"GHSA-aaaa-bbbb-cccc"}))

    @pytest.mark.parametrize(
        "answer", ["", "no connection", "{}", '{"dependencies": [{"name": "a", "skip_reason": "not found"}]}']
    )
    def test_that_are_none_are_not_taken_for_all_is_well(self, answer: str) -> None:
        with pytest.raises(audit.Unreachable):
            audit.read_pip_audit(answer)

    def test_that_npm_refuses_are_not_taken_for_all_is_well(self) -> None:
        with pytest.raises(audit.Unreachable):
            audit.read_npm_audit('{"message": "405 Method Not Allowed", "statusCode": 405}', {})


class TestJudgement:
    def test_fails_on_what_nobody_ignores(self) -> None:
        assert audit.judge([WEAK, WEAK], [], DAY) == ([WEAK], [])

    def test_lets_pass_what_is_ignored_under_any_of_its_names_until_its_day(self) -> None:
        reason = audit.Ignored("CVE-2026-1", "we never call that function", DAY)

        assert audit.judge([WEAK], [reason], DAY)[0] == []
        bad, said = audit.judge([WEAK], [reason], DAY + dt.timedelta(days=1))
        assert bad == [WEAK]
        assert said == ["no longer ignored since 2026-06-01: CVE-2026-1"]

    @pytest.mark.parametrize(
        "row",
        [
            'id = "CVE-1"\nuntil = 2026-01-01',
            'id = "CVE-1"\nreason = "short"\nuntil = 2026-01-01',
            'id = "CVE-1"\nreason = "we never call that function"',
            'id = "CVE-1"\nreason = "we never call that function"\nuntil = "soon"',
            'id = "CVE-1"\nreason = "we never call that function"\nuntil = 2026-01-01\nwhy = "x"',
        ],
    )
    def test_takes_no_exception_without_a_reason_and_a_day(self, row: str, tmp_path: pathlib.Path) -> None:
        (tmp_path / "pyproject.toml").write_text(f"[[tool.tongban.audit.ignore]]\n{row}\n")

        with pytest.raises(CommandTrouble, match="ignore 1"):
            audit.ignored(tmp_path / "pyproject.toml")

    def test_has_exceptions_that_can_be_read(self) -> None:
        audit.ignored(REPOSITORY / "pyproject.toml")


class TestCommand:
    def test_says_at_the_end_that_nothing_was_checked_and_lets_it_pass(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def nobody(root: pathlib.Path, lock: str) -> list[audit.Vulnerability]:
            raise audit.Unreachable

        monkeypatch.setattr(audit, "vulnerabilities", nobody)

        assert main(["audit"]) == 0
        assert capsys.readouterr().out.splitlines()[-1].startswith("? NOTHING was checked")


class TestList:
    def test_names_every_pin_of_both_locks_with_a_licence(self) -> None:
        listed = audit.sbom(REPOSITORY)

        named = {each["purl"] for each in listed["components"]}
        lock = json.loads((REPOSITORY / "package-lock.json").read_text())["packages"]
        assert len(named) == len(audit.pins(REPOSITORY / "requirements.lock")) + len(lock) - 1
        assert any(purl.startswith("pkg:npm/%40tabler/core@") for purl in named)
        assert {each["name"] for each in listed["components"] if "licenses" not in each} <= UNSAID
        assert audit.sbom(REPOSITORY) == listed
