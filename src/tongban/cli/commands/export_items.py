"""`./tongban export-items FILE`: write the items in force to a workbook, CSV tables, JSON or JSON-LD."""

import argparse
import pathlib
import tempfile

from tongban.cli.environment import CommandTrouble, opened

NAME = "export-items"
HELP = "write the items in force to a file, by its ending: .xlsx, .zip (CSV tables), .json, .jsonld (CPSV-AP)"
NEEDS_CITY = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=pathlib.Path, metavar="FILE", help="the file to write")


def run(args: argparse.Namespace) -> int:
    """Write all of it, beside the file first: one that is broken off leaves none behind."""
    if not args.file.parent.is_dir():
        raise CommandTrouble(f"{args.file.parent} is not a folder")
    with opened(args):
        from tongban.catalogue.queries.exported import FORMS, count_in_force, export

        form = args.file.suffix.lower().lstrip(".")
        if form not in FORMS:
            raise CommandTrouble(
                f"{args.file.name}: the ending must be one of {', '.join(f'.{each}' for each in FORMS)}"
            )
        from tqdm import tqdm

        with tempfile.NamedTemporaryFile(dir=args.file.parent, prefix=f".{args.file.name}-", delete=False) as out:
            beside = pathlib.Path(out.name)
            try:
                with tqdm(desc="export-items", total=count_in_force(), unit=" items", leave=False, disable=None) as bar:
                    count = export(form, out, said=bar.update)
            except BaseException:
                beside.unlink()
                raise
        beside.chmod(0o644)
        beside.replace(args.file)
    print(f"✓ {args.file}：{count} 个事项")
    return 0
