"""`./tongban import-licences FILE`: enter the licences that an authority issued before this system."""

import argparse
import pathlib
import time

from tongban.cli.environment import CommandTrouble, opened

NAME = "import-licences"
HELP = "enter existing licences (CSV, Excel, or a ZIP or folder with a table and its scans)"
NEEDS_CITY = True
SHOWN = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        type=pathlib.Path,
        metavar="FILE",
        help="first row: national names (certificate_number, holder_code …) or 证照编号, 持证主体代码 …",
    )
    parser.add_argument("--preview", action="store_true", help="say what would be entered, and change nothing")
    parser.add_argument(
        "--level", choices=("B", "C", "D"), default="B", help="trust of rows that say none (default: B; D is a scan)"
    )
    parser.add_argument("--authority", default="", metavar="KEY", help="who issued them, where rows do not say it")


def run(args: argparse.Namespace) -> int:
    """Import the file; exit code 2 names every wrong row and field, and then nothing is changed."""
    with opened(args):
        from tongban.kernel.clock import now
        from tongban.kernel.errors import BadInput
        from tongban.licences.actions.stock import import_stock
        from tongban.licences.rules.stock_files import read_stock
        from tongban.parties.rules.actor import SYSTEM

        began = time.monotonic()
        try:
            report = import_stock(
                file=read_stock(args.file),
                level=args.level,
                authority=args.authority,
                actor=SYSTEM,
                at=now(),
                preview=args.preview,
            )
        except BadInput as refused:
            raise CommandTrouble(_cut(refused.reason.splitlines())) from refused
    if report.problems:
        raise CommandTrouble(_cut([str(each) for each in report.problems]))
    for name, count in sorted(report.by_type.items(), key=lambda each: -each[1]):
        print(f"  {count:>9,} {name}")
    verb = "将新增" if args.preview else "✓ 新增"
    print(f"{verb} {report.created:,} 份，已有 {report.unchanged:,} 份（{time.monotonic() - began:.1f} 秒）")
    return 0


def _cut(lines: list[str]) -> str:
    more = [f"… {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return "\n".join([*lines[:SHOWN], *more])
