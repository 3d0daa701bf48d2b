"""`./tongban test`: the whole suite, or what is named after it."""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from tongban.cli.chromium import chromium_or_trouble
from tongban.cli.environment import REPOSITORY

NAME = "test"
HELP = "run the tests, browser journeys included; further arguments go to pytest"
PASSES_ON = True

NO_SKIPPED = "--no-skipped-journeys"
# What pytest answers when an option such as -k leaves nothing of a half.
NOTHING_COLLECTED = 5
JOURNEYS = REPOSITORY / "tests" / "journeys"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything but --home is pytest's."""


def run(args: argparse.Namespace) -> int:
    """Run pytest on a database of its own and return its exit code."""
    environment = dict(os.environ)
    if args.home:
        environment["TONGBAN_HOME"] = str(args.home)
    else:  # never the home of a living installation
        environment["TONGBAN_HOME"] = str(REPOSITORY / "var" / "test-home")
    if needs_browser(args.rest):
        environment["TONGBAN_CHROMIUM"] = chromium_or_trouble()
    if named(args.rest):
        return subprocess.run(_pytest(args.rest), cwd=REPOSITORY, env=environment, check=False).returncode
    return side_by_side(args.rest, environment)


def side_by_side(options: list[str], environment: dict[str, str]) -> int:
    """Run the journeys beside all else, each with a home of its own; return the worse exit code.

    A browser waits much and pytest uses one core, so the two together take little longer than the longer one. What
    the journeys say is printed after the rest.
    """
    theirs = {**environment, "TONGBAN_HOME": f"{environment['TONGBAN_HOME']}-journeys"}
    ours = [each for each in options if each != NO_SKIPPED]
    with tempfile.TemporaryFile() as said:
        walking = subprocess.Popen(
            _pytest([*options, str(JOURNEYS)]), cwd=REPOSITORY, env=theirs, stdout=said, stderr=subprocess.STDOUT
        )
        try:
            rest = subprocess.run(
                _pytest([*ours, f"--ignore={JOURNEYS}"]), cwd=REPOSITORY, env=environment, check=False
            ).returncode
            journeys = walking.wait()
        finally:
            walking.terminate()
        said.seek(0)
        print("\njourneys:", flush=True)
        shutil.copyfileobj(said, sys.stdout.buffer)
        sys.stdout.flush()
    found = [code for code in (rest, journeys) if code != NOTHING_COLLECTED]
    return max(found, default=NOTHING_COLLECTED)


def _pytest(arguments: list[str]) -> list[str]:
    return [sys.executable, "-m", "pytest", *arguments]


def needs_browser(arguments: list[str]) -> bool:
    """Say whether these arguments of pytest may reach a browser journey."""
    paths = named(arguments)
    return not paths or any(_overlap(path, JOURNEYS) for path in paths)


def named(arguments: list[str]) -> list[pathlib.Path]:
    """Return the files and folders that the arguments name."""
    places = [REPOSITORY / argument.split("::")[0] for argument in arguments if not argument.startswith("-")]
    return [place.resolve() for place in places if place.exists()]


def _overlap(one: pathlib.Path, other: pathlib.Path) -> bool:
    return one == other or one in other.parents or other in one.parents
