"""`./tongban bench`: measure, each time as ratios within one run, on a database of its own with durable commits."""

import argparse
import importlib
import json
import os
import pathlib
import pkgutil
import subprocess
import sys
import tempfile
import time
from typing import Any

from tongban.cli.environment import REPOSITORY, CommandTrouble

NAME = "bench"
HELP = "measure how fast it is, as ratios within one run; see bench/"

FOLDER = REPOSITORY / "bench"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", help=f"one of {', '.join(names())}; all of them when none is named")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds: each ends within 50 s")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="also write what was found to a file")
    parser.add_argument("--strict", action="store_true", help="exit code 1 when a goal is not held")


def run(args: argparse.Namespace) -> int:
    """Run one benchmark, or all; 0 when they ran, 2 for an unknown name, 1 with --strict when a goal is missed.

    Each runs in a process of its own, in a home that is removed afterwards (inside --home where that is given); those
    with big tables keep theirs under `bench/` of the home. The file holds one object for one benchmark, a list of them
    for all.
    """
    known = names()
    if args.name is not None and args.name not in known:
        raise CommandTrouble(f"there is no benchmark {args.name}: choose {', '.join(known)}")
    if args.json is not None and not args.json.absolute().parent.is_dir():
        raise CommandTrouble(f"the folder of {args.json} does not exist")
    found = []
    for name in [args.name] if args.name else known:
        started = time.monotonic()
        said = measure(name, quick=args.quick, inside=args.home)
        if said is None:
            print(f"tongban: the benchmark {name} did not end well: the lines above say why", file=sys.stderr)
            return 1
        print(f"{table(said)}\n  {time.monotonic() - started:.0f} s", flush=True)
        found.append(said)
    if args.json is not None:
        written = found[0] if args.name else found
        args.json.write_text(json.dumps(written, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    missed = any(not ratio["held"] for said in found for ratio in said["ratios"])
    return 1 if missed and args.strict else 0


def names() -> list[str]:
    """List the benchmarks: the packages in bench/."""
    return sorted(each.name for each in pkgutil.iter_modules([str(FOLDER)]) if each.ispkg)


def measure(name: str, *, quick: bool, inside: pathlib.Path | None) -> dict[str, Any] | None:
    """Run a benchmark in its own process and return its result as JSON; None when it failed."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "src")])}
    if inside is not None:
        inside.mkdir(parents=True, exist_ok=True)
        environment["TONGBAN_BENCH_INSIDE"] = str(inside.resolve())
    with tempfile.NamedTemporaryFile(suffix=".json") as answer:
        command = [sys.executable, "-m", "bench", name, "--json", answer.name, *(["--quick"] if quick else [])]
        ended = subprocess.run(command, cwd=REPOSITORY, env=environment, check=False)
        if ended.returncode:
            return None
        said: dict[str, Any] = json.loads(pathlib.Path(answer.name).read_text(encoding="utf-8"))
        return said


def table(said: dict[str, Any]) -> str:
    """Return a result as a table; `bench` lies beside the source, so it is found only now."""
    if str(REPOSITORY) not in sys.path:
        sys.path.insert(0, str(REPOSITORY))
    text: str = importlib.import_module("bench.result").table(said)
    return text
