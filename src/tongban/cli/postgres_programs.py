"""Running PostgreSQL's own programs, each to its end; what one complains of is told in its telling line."""

import os
import pathlib
import re
import subprocess
from collections.abc import Mapping
from typing import Any

from tongban.cli.postgres_places import PostgresTrouble

TELLING = ("error:", "FATAL:", "PANIC:")
# The last line of a pg_restore that came to its end.
IGNORED = re.compile(r": warning: errors ignored on restore: (\d+)$")


def run_program(
    command: list[str], *, environment: Mapping[str, str], passed_over: str | None = None, **how: Any
) -> None:
    """Run a program; `how` goes to subprocess. Raises PostgresTrouble with the line that says why it failed.

    Complaints with the words `passed_over` are none, where pg_restore says that it came to its end and met no others.
    """
    answer = subprocess.run(command, capture_output=True, text=True, check=False, env=dict(environment), **how)
    if answer.returncode == 0:
        return
    said = answer.stderr.strip() or answer.stdout.strip()
    if passed_over is not None and passed_over in said:
        lines = said.splitlines()
        others = [line for line in lines if passed_over not in line]
        if answer.returncode == 1 and _all_told(others, most=len(lines) - len(others)):
            return
        said = "\n".join(others)
    raise PostgresTrouble(f"{pathlib.Path(command[0]).name} failed: {telling_line(said, TELLING)}")


def _all_told(lines: list[str], *, most: int) -> bool:
    """Tell whether pg_restore came to its end, told no other error, and counted no more than `most`.

    It may count fewer than it tells: each of its parallel workers complains, and only the parent's complaints count.
    """
    counted = IGNORED.search(lines[-1]) if lines else None
    return (
        counted is not None and int(counted[1]) <= most and not any(word in line for line in lines for word in TELLING)
    )


def telling_line(said: str, words: tuple[str, ...]) -> str:
    """Return the first line with one of the words, for what follows it follows from it; else the last."""
    lines = said.strip().splitlines() or ["no message"]
    return next((line for line in lines if any(word in line for word in words)), lines[-1]).strip()


def clean_environment() -> dict[str, str]:
    """Return our environment without libpq's variables, which would lead the server's programs astray."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}
