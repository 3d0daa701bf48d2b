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
        known = 'x: error: unrecognized parameter "new"\nCommand was: SET new = 0;\n'
        end = "x: warning: errors ignored on restore: "

        run_program(program(f"{known}{end}1\n", 1), environment={}, passed_over='"new"')
        # Parallel workers complain too, uncounted.
        run_program(program(f"{known * 4}{end}2\n", 1), environment={}, passed_over='"new"')

        for said, code, told in [
            (f"{known}x: error: no room left\n{end}2\n", 1, "x: error: no room left"),
            (f"{known}out of memory\n", 1, "out of memory"),
            (f"{known}{end}2\n", 1, f"{end}2"),
            (f"{known}{end}1\nout of memory\n", 1, "out of memory"),
            (f"{known}{end}1\n", 2, f"{end}1"),
            (known, 1, "Command was: SET new = 0;"),
            ("gone\n", 1, "gone"),
        ]:
            with pytest.raises(PostgresTrouble, match=f"failed: {told}$"):
                run_program(program(said, code), environment={}, passed_over='"new"')
