"""`./tongban export-log FILE.xes`: write matters as an event log that other programs read (IEEE 1849 XES)."""

import argparse
import pathlib

from tongban.cli.arguments import day
from tongban.cli.environment import CommandTrouble, opened

NAME = "export-log"
HELP = "write matters as an event log in XES, for process mining and for moving to another system"
NEEDS_CITY = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=pathlib.Path, metavar="FILE.xes")
    parser.add_argument("--kind", default="case", help="kind of matter (default: case)")
    parser.add_argument("--source", help="write the histories that were brought in under this name, as they stood")
    parser.add_argument("--from", dest="first", type=day, help="opened on or after this day")
    parser.add_argument("--to", dest="last", type=day, help="opened on or before this day")


def run(args: argparse.Namespace) -> int:
    """Write the file whole or not at all; nobody is named in it but by number."""
    with opened(args):
        from tqdm import tqdm

        from tongban.matters.lifecycle import KINDS
        from tongban.matters.queries.logs import histories, traces
        from tongban.matters.rules.xes import write_xes

        if args.kind not in KINDS:
            raise CommandTrouble(f"--kind {args.kind}: unknown; there are {', '.join(sorted(KINDS))}")
        found = (
            histories(args.source) if args.source else traces(args.kind, opened_from=args.first, opened_to=args.last)
        )
        fresh = args.file.with_name(args.file.name + ".part")
        try:
            with fresh.open("wb") as file:
                count = write_xes(tqdm(found, desc="export-log", unit=" traces", leave=False, disable=None), file)
            fresh.replace(args.file)
        except OSError as error:
            raise CommandTrouble(f"{args.file} cannot be written: {error}") from error
        finally:
            fresh.unlink(missing_ok=True)
    print(f"✓ {args.file}：{count}")
    return 0
