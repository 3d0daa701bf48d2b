"""`./tongban import-register KEY FILE`: take the records of a register in, as its provider sends them."""

import argparse
import pathlib

from tongban.cli.arguments import bytes_of
from tongban.cli.environment import CommandTrouble, opened

NAME = "import-register"
HELP = "take the records of a register in, all of them or none: .csv, .xlsx or .json"
NEEDS_CITY = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", metavar="KEY", help="the register, as registers.toml names it: legal-persons")
    parser.add_argument(
        "file",
        type=pathlib.Path,
        metavar="FILE",
        help="a table with the columns subject, object, object_name, as_of, row_guid and the register's data elements",
    )
    parser.add_argument("--preview", action="store_true", help="say what would change, and change nothing")


def run(args: argparse.Namespace) -> int:
    """Import and say what changed; what is wrong is told with its row and field, and nothing is changed."""
    data = bytes_of(args.file)
    with opened(args):
        from tqdm import tqdm

        from tongban.kernel.clock import now
        from tongban.kernel.errors import Refusal
        from tongban.parties.rules.actor import SYSTEM
        from tongban.sharing.actions import import_file

        try:
            with tqdm(desc=NAME, unit=" rows", leave=False, disable=None) as bar:
                done = import_file(
                    register=args.key,
                    data=data,
                    name=args.file.name,
                    actor=SYSTEM,
                    at=now(),
                    preview=args.preview,
                    said=bar.update,
                )
        except Refusal as refused:
            raise CommandTrouble(refused.reason) from refused
    counts = f"新增 {done.created}，变更 {done.changed}，未变 {done.unchanged}"
    print(f"将{counts}；没有写入" if args.preview else f"✓ {args.key}：{counts}")
    return 0
