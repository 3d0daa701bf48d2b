"""Running PostgreSQL's own programs, each to its end; what one complains of is told in its telling line."""

import os
import pathlib
import subprocess
from collections.abc import Mapping
from typing import Any

from tongban.cli.postgres_places import PostgresTrouble

TELLING = ("error:", "FATAL:", "PANIC:")


def run_program(
    command: list[str], *, environment: Mapping[str, str], passed_over: str | None = None, **how: Any
) -> None:
    """Run a program; `how` goes to subprocess. Raises PostgresTrouble with the line that says why it failed.

    Complaints with the words `passed_over` are none; a program that was killed failed all the same.
    """
    answer = subprocess.run(command, capture_output=True, text=True, check=False, env=dict(environment), **how)
    if answer.returncode == 0:
        return
    said = answer.stderr.strip() or answer.stdout.strip()
    if passed_over is not None and passed_over in said:
        said = "\n".join(line for line in said.splitlines() if passed_over not in line)
        if answer.returncode > 0 and not any(word in said for word in TELLING):
            return
    raise PostgresTrouble(f"{pathlib.Path(command[0]).name} failed: {telling_line(said, TELLING)}")


def telling_line(said: str, words: tuple[str, ...]) -> str:
    """Return the first line with one of the words, for what follows it follows from it; else the last."""
    lines = said.strip().splitlines() or ["no message"]
    return next((line for line in lines if any(word in line for word in words)), lines[-1]).strip()


def clean_environment() -> dict[str, str]:
    """Return our environment without libpq's variables, which would lead the server's programs astray."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}
