"""`./tongban import-items FOLDER`: take item files into the catalogue, all of them or none."""

import argparse
import pathlib

from tongban.cli.environment import CommandTrouble, opened

NAME = "import-items"
HELP = "take the item files (*.toml) of a folder into the catalogue, all of them or none"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=pathlib.Path, metavar="FOLDER", help="folder with one item a file")


def run(args: argparse.Namespace) -> int:
    """Import and say what changed; a bad file is told with its row and field, and nothing is changed."""
    if not args.folder.is_dir():
        raise CommandTrouble(f"{args.folder} is not a folder")
    with opened(args):
        from tongban.catalogue.actions import import_items
        from tongban.kernel.clock import now
        from tongban.kernel.errors import BadInput

        try:
            report = import_items(args.folder, at=now())
        except BadInput as refused:
            raise CommandTrouble(refused.reason) from refused
    print(f"✓ 事项：新增 {report.created}，变更 {report.changed}，未变 {report.unchanged}")
    return 0
