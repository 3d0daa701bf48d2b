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
from tongban.kernel.home import home_folder

NAME = "bench"
HELP = "measure how fast it is, as ratios within one run; see bench/"

FOLDER = REPOSITORY / "bench"
# Percent of the city, as in bench/growth.py.
PARTS = (1, 10, 100)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", help=f"one of {', '.join(names())}; all of them when none is named")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds: each ends within 50 s")
    parser.add_argument(
        "--part", type=int, choices=PARTS, help="percent of the city to measure on (default: 10, with --quick 1)"
    )
    parser.add_argument(
        "--growth",
        type=int,
        nargs="?",
        const=PARTS[-1],
        choices=PARTS[1:],
        metavar="MOST",
        help="measure on 1, 10 and 100 %% of the city (or up to MOST) and print the exponent of each cost",
    )
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="also write what was found to a file")
    parser.add_argument("--page", action="store_true", help="write docs/reference/performance.md from the kept runs")
    parser.add_argument("--strict", action="store_true", help="exit code 1 when a goal is not held")


def run(args: argparse.Namespace) -> int:
    """Run one benchmark, or all; 0 when they ran, 2 for an unknown name, 1 with --strict when a goal is missed.

    Each runs in a process of its own, in a home that is removed afterwards (inside --home where that is given); the
    city that others share stays under `bench/` of the home, and so does the last run of each, which the next one is
    compared with. The file holds one object for one run, a list of them for several. --page measures nothing unless
    a benchmark is named with it.
    """
    known = names()
    if args.name is not None and args.name not in known:
        raise CommandTrouble(f"there is no benchmark {args.name}: choose {', '.join(known)}")
    if args.json is not None and not args.json.absolute().parent.is_dir():
        raise CommandTrouble(f"the folder of {args.json} does not exist")
    kept = runs_folder(args.home)
    found = []
    for name in [args.name] if args.name else [] if args.page else known:
        said = _measured(name, args, kept)
        if said is None:
            print(f"tongban: the benchmark {name} did not end well: the lines above say why", file=sys.stderr)
            return 1
        found += said
    if args.json is not None:
        written = found[0] if len(found) == 1 and args.name else found
        args.json.write_text(json.dumps(written, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if args.page:
        print(f"✓ {_bench('page').write(kept, known)}")
    missed = any(not ratio["held"] for said in found for ratio in said["ratios"])
    return 1 if missed and args.strict else 0


def _measured(name: str, args: argparse.Namespace, kept: pathlib.Path) -> list[dict[str, Any]] | None:
    """Run a benchmark at the sizes asked for, tell and keep each run, and tell how cost grows; None when it failed."""
    default = PARTS[0] if args.quick else PARTS[1]
    parts = [part for part in PARTS if part <= args.growth] if args.growth else [args.part or default]
    found: list[dict[str, Any]] = []
    for part in parts:
        started = time.monotonic()
        said = measure(name, quick=args.quick, part=part, inside=args.home)
        if said is None:
            return None
        said = _bench("runs").compared(said, _bench("runs").read(kept, name))
        print(f"{_bench('result').table(said)}\n  {time.monotonic() - started:.0f} s", flush=True)
        _bench("runs").keep(kept, said)
        found.append(said)
        if said["part"] is None:
            break  # The city has no say in it.
    if args.growth and found[0]["part"] is not None:
        grown = _bench("growth").growths(found)
        print(_bench("growth").table(name, grown), flush=True)
        # How often the database is asked is the same in any city; the largest part says whether that held.
        found[-1]["ratios"] += _bench("growth").held(grown)
        _bench("runs").keep(kept, found[-1])
    return found


def runs_folder(home: pathlib.Path | None) -> pathlib.Path:
    """Return where the last run of each benchmark is kept."""
    return (home or home_folder()) / "bench" / "runs"


def names() -> list[str]:
    """List the benchmarks: the packages in bench/."""
    return sorted(each.name for each in pkgutil.iter_modules([str(FOLDER)]) if each.ispkg)


def measure(name: str, *, quick: bool, part: int, inside: pathlib.Path | None) -> dict[str, Any] | None:
    """Run a benchmark in its own process and return its result as JSON; None when it failed."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "src")])}
    if inside is not None:
        inside.mkdir(parents=True, exist_ok=True)
        environment["TONGBAN_BENCH_INSIDE"] = str(inside.resolve())
    with tempfile.NamedTemporaryFile(suffix=".json") as answer:
        command = [sys.executable, "-m", "bench", name, "--part", str(part), "--json", answer.name]
        ended = subprocess.run(
            [*command, *(["--quick"] if quick else [])], cwd=REPOSITORY, env=environment, check=False
        )
        if ended.returncode:
            return None
        said: dict[str, Any] = json.loads(pathlib.Path(answer.name).read_text(encoding="utf-8"))
        return said


def _bench(module: str) -> Any:
    """Return a module of `bench`, which lies beside the source, so that it is found only now."""
    if str(REPOSITORY) not in sys.path:
        sys.path.insert(0, str(REPOSITORY))
    return importlib.import_module(f"bench.{module}")
