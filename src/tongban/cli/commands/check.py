"""`./tongban check`: what has to hold before the tests: format, lint, types, layers, migrations, words."""

import argparse
import concurrent.futures
import os
import subprocess
import sys
import time

from tongban.cli.environment import REPOSITORY

NAME = "check"
HELP = "format, lint, types, layers, migrations, glossary"

PYTHON = sys.executable
CHECKS: tuple[tuple[str, list[str]], ...] = (
    ("format", [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."]),
    ("lint", [PYTHON, "-m", "ruff", "check", "--quiet", "."]),
    (
        "layers",
        [PYTHON, "-c", "import sys; from importlinter.cli import lint_imports_command as c; sys.exit(c())"],
    ),
    ("types", [PYTHON, "-m", "mypy"]),
    ("migrations", [PYTHON, "-W", "ignore", "-m", "django", "makemigrations", "--check", "--dry-run"]),
    ("words and architecture", [PYTHON, "-m", "pytest", "tests/architecture", "-q"]),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fix", action="store_true", help="first format and mend what ruff can mend")


def run(args: argparse.Namespace) -> int:
    """Run every check, two at a time, and fail at the end if any failed."""
    if args.fix:
        for mending in (["format"], ["check", "--fix"]):
            subprocess.run([PYTHON, "-m", "ruff", *mending, "--quiet", "."], cwd=REPOSITORY, check=False)
    failed = []
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for (name, _), (good, seconds, words) in zip(
            CHECKS, pool.map(_call, (command for _, command in CHECKS)), strict=True
        ):
            print(f"{'✓' if good else '✗'} {name:<24}{seconds:5.1f} s", flush=True)
            if not good:
                failed.append(name)
                print("\n".join(f"    {line}" for line in words.strip().splitlines()), flush=True)
    if failed:
        print(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


def _call(command: list[str]) -> tuple[bool, float, str]:
    started = time.monotonic()
    home = REPOSITORY / "var" / "check-home"
    environment = {
        **os.environ,
        "TONGBAN_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "tongban.settings",
        "NO_COLOR": "1",
    }
    answer = subprocess.run(
        command,
        cwd=REPOSITORY,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return answer.returncode == 0, time.monotonic() - started, answer.stdout
