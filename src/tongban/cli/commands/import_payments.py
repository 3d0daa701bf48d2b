"""`./tongban import-payments FILE.csv`: reconcile what was paid with the bank's list."""

import argparse
import pathlib

from tongban.cli.arguments import text_of
from tongban.cli.environment import CommandTrouble, opened

NAME = "import-payments"
HELP = "reconcile fees with a bank's list (CSV: voucher,amount,paid_at,bank_reference)"
NEEDS_CITY = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=pathlib.Path, metavar="FILE", help="CSV in UTF-8, amounts in yuan")


def run(args: argparse.Namespace) -> int:
    """Import the list; exit code 2 names every wrong row and field, and then nothing is changed."""
    text = text_of(args.file)
    with opened(args):
        from tongban.cases.actions import import_payments
        from tongban.kernel.clock import now
        from tongban.kernel.errors import BadInput

        try:
            done = import_payments(text, name=args.file.name, at=now())
        except BadInput as refused:
            raise CommandTrouble(refused.reason) from refused
    print(f"✓ 入账 {done.taken}，确认 {done.confirmed}，此前已核对 {done.unchanged}")
    for line in done.unmatched:
        print(f"  找不到对应的缴费通知 {line}")
    for line in done.different:
        print(f"  金额不符 {line}")
    return 0
