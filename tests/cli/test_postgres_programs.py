"""A program of PostgreSQL that fails is told by the line that says why."""

import sys

import pytest

from tongban.cli.postgres_places import PostgresTrouble
from tongban.cli.postgres_programs import run_program


def program(said: str, code: int) -> list[str]:
    return [sys.executable, "-c", f"import sys; sys.stderr.write({said!r}); sys.exit({code})"]


class TestRunProgram:
    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ("making it\nx: error: no room left\nx: removing the folder\n", "x: error: no room left"),
            ("one\nFATAL:  no such role\nlast\n", "FATAL:  no such role"),
            ("one\nthe last line\n", "the last line"),
            ("", "no message"),
        ],
    )
    def test_tells_the_telling_line(self, said: str, told: str) -> None:
        with pytest.raises(PostgresTrouble, match=f"failed: {told}$"):
            run_program(program(said, 1), environment={})

    def test_says_nothing_of_what_went_well(self) -> None:
        run_program(program("x: error: passed over", 0), environment={})

    def test_passes_over_one_complaint_and_no_other(self) -> None:
        known = 'x: error: unrecognized parameter "new"\nCommand was: SET new = 0;\nx: warning: errors ignored: 1\n'

        run_program(program(known, 1), environment={}, passed_over='"new"')

        for said, told in [(f"{known}x: error: no room left\n", "x: error: no room left"), ("gone\n", "gone")]:
            with pytest.raises(PostgresTrouble, match=f"failed: {told}$"):
                run_program(program(said, 1), environment={}, passed_over='"new"')
