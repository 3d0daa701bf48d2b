"""`./tongban export-archive`: write the package of a closed case to a file."""

import argparse
import pathlib

from tongban.cli.environment import CommandTrouble, opened

NAME = "export-archive"
HELP = "write the package of a closed case (data, documents, journal, signatures) to a file"
NEEDS_CITY = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", help="number of the case")
    parser.add_argument("file", type=pathlib.Path, help="where to write the ZIP")


def run(args: argparse.Namespace) -> int:
    """Write the package, making it when no job has yet; refuses to overwrite a file."""
    if args.file.exists():
        raise CommandTrouble(f"{args.file} exists already: name another file")
    if not args.file.resolve().parent.is_dir():
        raise CommandTrouble(f"there is no folder {args.file.resolve().parent}")
    with opened(args):
        from tongban.cases.actions.archive_case import archive_case
        from tongban.cases.queries.archives import archive_file
        from tongban.cases.queries.reading import read_case
        from tongban.kernel.clock import now
        from tongban.parties.rules.actor import SYSTEM

        archive_case(matter_id=read_case(args.number, SYSTEM).matter.pk, at=now())
        data = archive_file(SYSTEM, args.number).data
    args.file.write_bytes(data)
    print(f"✓ {args.file}（{len(data) / 1e6:.1f} MB）")
    return 0
