"""`./tongban test`: the whole suite, or what is named after it."""

import argparse
import os
import pathlib
import subprocess
import sys

from tongban.cli.chromium import chromium_or_trouble
from tongban.cli.debian import MACHINES, install, lacking
from tongban.cli.environment import REPOSITORY, CommandTrouble
from tongban.cli.postgres_places import say

NAME = "test"
HELP = "run the tests, browser journeys included; further arguments go to pytest"
PASSES_ON = True

JOURNEYS = REPOSITORY / "tests" / "journeys"
OF_MACHINES = REPOSITORY / "tests" / "machines"
# Two at a time, each with a database of its own; the tests of a file stay together (tests/side_by_side.py), and the
# packages in their order, so that what a package shares (a city) is made once or twice and not for every file.
SIDE_BY_SIDE = ("-n", "2", "--dist", "loadscope", "--no-loadscope-reorder")
OF_JOURNEYS = "--no-skipped-journeys"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything but --home is pytest's."""


def run(args: argparse.Namespace) -> int:
    """Run pytest on a database of its own and return its exit code."""
    environment = keeping_what_is_compiled()
    if environment.get("TONGBAN_LONG_TESTS") != "1":  # else than there, each run meets the same chances
        environment.setdefault("PYTHONHASHSEED", "0")
    if args.home:
        environment["TONGBAN_HOME"] = str(args.home)
    else:  # never the home of a living installation
        environment["TONGBAN_HOME"] = str(REPOSITORY / "var" / "test-home")
    if reaches(args.rest, JOURNEYS):
        environment["TONGBAN_CHROMIUM"] = chromium_or_trouble()
    missing = lacking(MACHINES) if reaches(args.rest, OF_MACHINES) else []
    if missing:
        try:
            install(missing, "the tests of several machines need more of Debian")
        except CommandTrouble as trouble:
            say(f"{trouble}; until then these tests are skipped")
    codes = [
        subprocess.run([sys.executable, "-m", "pytest", *part], cwd=REPOSITORY, env=environment, check=False).returncode
        for part in parts(args.rest)
    ]
    return max(map(abs, codes))  # less than zero where a signal ended it


def keeping_what_is_compiled() -> dict[str, str]:
    """Return our environment for processes we start, none of which is to compile all modules for itself alone."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def parts(arguments: list[str]) -> list[list[str]]:
    """Return the runs of pytest: all but the journeys two at a time, then the journeys; what is named, in one."""
    if any(not argument.startswith("-") for argument in arguments):
        return [arguments]
    beside = [argument for argument in arguments if argument != OF_JOURNEYS]
    return [[*SIDE_BY_SIDE, "--ignore", str(JOURNEYS), *beside], [str(JOURNEYS), *arguments]]


def reaches(arguments: list[str], folder: pathlib.Path) -> bool:
    """Say whether these arguments of pytest may reach a test of the folder."""
    named = [REPOSITORY / argument.split("::")[0] for argument in arguments if not argument.startswith("-")]
    paths = [path.resolve() for path in named if path.exists()]
    return not paths or any(_overlap(path, folder) for path in paths)


def _overlap(one: pathlib.Path, other: pathlib.Path) -> bool:
    return one == other or one in other.parents or other in one.parents
