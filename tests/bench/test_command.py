"""The command finds the benchmarks and refuses what it does not know."""

import pathlib

import pytest

from tongban.cli.__main__ import main
from tongban.cli.commands import bench


class TestBench:
    def test_finds_the_benchmarks(self) -> None:
        assert {"steps", "pages", "faults", "inbox", "sweep", "catalogue", "licences"} <= set(bench.names())

    def test_refuses_an_unknown_name_with_the_list(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["bench", "nothing"]) == 2

        told = capsys.readouterr().err
        assert "no benchmark nothing" in told
        assert "steps" in told

    def test_refuses_a_file_in_no_folder_before_it_measures(
        self, tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["bench", "steps", "--json", str(tmp_path / "none" / "found.json")]) == 2

        assert "does not exist" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("held", "arguments", "code"), [(False, [], 0), (False, ["--strict"], 1), (True, ["--strict"], 0)]
    )
    def test_exits_by_whether_it_ran_and_only_strictly_by_the_goals(
        self, held: bool, arguments: list[str], code: int, monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path
    ) -> None:
        said = {"bench": "steps", "figures": [], "ratios": [{"name": "a", "value": 1, "goal": 1, "held": held}]}
        monkeypatch.setattr(bench, "measure", lambda name, quick, inside: said)

        assert main(["bench", "steps", "--json", str(tmp_path / "found.json"), *arguments]) == code

        assert '"bench": "steps"' in (tmp_path / "found.json").read_text()
