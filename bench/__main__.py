"""Run one benchmark in this process: `python -m bench <name> --json FILE`; `./tongban bench` does so."""

import argparse
import importlib
import inspect
import sys

from bench.growth import PARTS
from bench.result import Result
from tongban.cli.environment import CommandTrouble


def main() -> None:
    """Run the benchmark named, on a part of the city where it asks for one, and write what it found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("name")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--part", type=int, choices=PARTS, default=PARTS[0])
    parser.add_argument("--json", required=True)
    args = parser.parse_args()
    run = importlib.import_module(f"bench.{args.name}").run
    on_city = "part" in inspect.signature(run).parameters
    try:
        result: Result = run(args.quick, args.part) if on_city else run(args.quick)
    except CommandTrouble as trouble:
        sys.exit(f"tongban: {trouble}")
    result.quick, result.part = args.quick, args.part if on_city else None
    result.write(args.json)


if __name__ == "__main__":
    main()
