"""Run one benchmark in this process: `python -m bench <name> [--quick] --json FILE`; `./tongban bench` does so."""

import argparse
import importlib

from bench.result import Result


def main() -> None:
    """Run the benchmark named and write what it found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("name")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", required=True)
    args = parser.parse_args()
    result: Result = importlib.import_module(f"bench.{args.name}").run(args.quick)
    result.write(args.json)


if __name__ == "__main__":
    main()
