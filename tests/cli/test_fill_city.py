"""A city that is filled: lawful in every row, the same after any death, open to its people and to nobody else."""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.cli.conftest import new_folder, take_away
from tongban.cli.environment import REPOSITORY
from tongban.cli.postgres import EmbeddedPostgres

# The steps in which a filling dies, one after the other, and after how many pieces of them.
DEATHS: tuple[tuple[str, int], ...] = (("件办件", 2), ("日志树", 2))
if os.environ.get("TONGBAN_LONG_TESTS"):
    DEATHS = (("件办件", 2), ("张证照", 4), ("日志树", 0), ("日志树", 2), ("约束", 0), ("序列", 0))


def asked(module: str, *words: str, dies: bool = False) -> str:
    """Run a module on a home and return what it printed."""
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "TONGBAN_HOME")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    ran = subprocess.run(
        [sys.executable, "-m", module, *words], cwd=REPOSITORY, env=environment, capture_output=True, text=True
    )
    assert ran.returncode == (-9 if dies else 0), ran.stderr[-3000:]
    return ran.stdout


@dataclasses.dataclass(frozen=True)
class Filled:
    """Two homes with the same foundation: one filled in one go, the other by processes that were killed.

    `shape` is what the indexes and constraints came to before.
    """

    whole: pathlib.Path
    broken: pathlib.Path
    shape: str


@pytest.fixture(scope="module")
def filled(made_home: pathlib.Path) -> Iterator[Filled]:
    whole, broken = new_folder(), new_folder()
    subprocess.run(["cp", "-a", str(made_home / "database"), str(whole)], check=True)
    shape = asked("tests.cli.city_filling", str(whole), "fill", "抽取库", dies=True).strip()
    EmbeddedPostgres(whole, durable=False).stop()
    for name in ("database", "keys"):
        subprocess.run(["cp", "-a", str(whole / name), str(broken)], check=True)
    asked("tests.cli.city_filling", str(whole), "fill")
    for step, pieces in DEATHS:
        asked("tests.cli.city_filling", str(broken), "fill", step, str(pieces), dies=True)
    asked("tests.cli.city_filling", str(broken), "fill")
    yield Filled(whole, broken, shape)
    take_away(whole)
    take_away(broken)


@pytest.fixture(scope="module")
def answers(filled: Filled) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(asked("tests.cli.city_asked", str(filled.broken)))
    return found


class TestFillCity:
    def test_ends_as_the_same_city_with_every_index_and_constraint_whenever_it_was_killed(self, filled: Filled) -> None:
        homes = filled.whole, filled.broken

        whole, broken = (json.loads(asked("tests.cli.city_filling", str(home), "digest")) for home in homes)

        assert broken == whole
        assert broken["shape"] == filled.shape

    def test_moves_every_case_by_the_table_and_reckons_every_day_as_the_engine_does(
        self, answers: dict[str, Any]
    ) -> None:
        assert answers["limits"] == {"unlawful": [], "days": ""}

    def test_journal_verifies(self, answers: dict[str, Any]) -> None:
        assert answers["journal"] == []

    def test_has_work_in_every_stage(self, answers: dict[str, Any]) -> None:
        states = answers["states"]

        assert sum(states.values()) == 1780
        assert {"draft", "submitted", "received", "correcting", "accepted", "reviewing", "deciding"} < set(states)
        assert states["closed"] > 1500

    def test_gives_true_check_characters(self, answers: dict[str, Any]) -> None:
        assert answers["checked"] == [] == answers["identifiers"]

    def test_changes_nothing_when_it_is_run_again(self, answers: dict[str, Any]) -> None:
        assert answers["again"] == 0

    def test_opens_cases_to_their_people_alone(self, answers: dict[str, Any]) -> None:
        doors = answers["doors"]

        assert {who: codes for who, codes in doors.items() if "clerk" in who or "applicant" in who} == {
            f"{state} {who}": [200, 200] for state in ("closed", "reviewing") for who in ("clerk", "applicant")
        }
        assert {who: codes for who, codes in doors.items() if "other" in who or "stranger" in who} == {
            f"{state} {who}": [404, 404] for state in ("closed", "reviewing") for who in ("other", "stranger")
        }


class TestDoctor:
    def test_finds_nothing_wrong_with_a_filled_city(self, answers: dict[str, Any]) -> None:
        assert answers["well"] == []

    @pytest.mark.parametrize("fault", ["clock", "version", "state", "entry"])
    def test_names_the_number_that_is_wrong(self, answers: dict[str, Any], fault: str) -> None:
        number = answers["faults"]["number"][0]

        assert number in " ".join(answers["faults"][fault])

    @pytest.mark.parametrize(
        ("fault", "said"),
        [
            ("leaf", "gap from its entry 8 on"),
            ("sequence", "sequence of matters_matter is behind"),
            ("constraint", "doubtful of matters_clock is not valid"),
            ("dropped", "1 indexes and constraints are missing"),
            ("licence", "in their index"),
        ],
    )
    def test_finds_what_else_was_planted(self, answers: dict[str, Any], fault: str, said: str) -> None:
        assert said in " ".join(answers["faults"][fault])
