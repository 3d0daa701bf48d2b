"""`./tongban import-deliveries FILE.csv`: record what the courier's list says was signed for."""

import argparse
import pathlib

from tongban.cli.arguments import text_of
from tongban.cli.environment import CommandTrouble, opened

NAME = "import-deliveries"
HELP = "record deliveries from a courier's list (CSV: tracking_number,status,at,signed_by)"
NEEDS_CITY = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=pathlib.Path, metavar="FILE", help="CSV in UTF-8; status is signed, in_transit or returned"
    )


def run(args: argparse.Namespace) -> int:
    """Import the list; exit code 2 names every wrong row and field, and then nothing is changed."""
    text = text_of(args.file)
    with opened(args):
        from tongban.cases.actions import import_deliveries
        from tongban.kernel.clock import now
        from tongban.kernel.errors import BadInput

        try:
            done = import_deliveries(text, name=args.file.name, at=now())
        except BadInput as refused:
            raise CommandTrouble(refused.reason) from refused
    print(f"✓ 送达 {done.delivered}，在途 {done.on_the_way}，此前已核对 {done.unchanged}")
    for line in done.returned:
        print(f"  退回 {line}")
    for line in done.unmatched:
        print(f"  找不到对应的邮件 {line}")
    return 0
