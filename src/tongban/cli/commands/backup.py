"""`./tongban backup`: the whole installation in one file."""

import argparse
import datetime as dt
import pathlib

from tongban.cli.archive import write_archive
from tongban.cli.environment import CommandTrouble, database_of, name_home
from tongban.cli.postgres_places import find_binaries

NAME = "backup"
HELP = "write the database, the files and the keys into one file; it holds secrets, keep it safe"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=pathlib.Path, help="default: tongban-<time>.tar here")


def run(args: argparse.Namespace) -> int:
    """Back up while the site runs; refuses to overwrite a file."""
    named = f"tongban-{dt.datetime.now(dt.UTC):%Y%m%d-%H%M%SZ}.tar"
    target = (args.file or pathlib.Path(named)).resolve()
    if target.exists():
        raise CommandTrouble(f"{target} exists already: name another file")
    if not target.parent.is_dir():
        raise CommandTrouble(f"there is no folder {target.parent}")
    with database_of(name_home(args)) as house:
        binaries = house.database.places.binaries if house.database else find_binaries()
        size = write_archive(target, house.home, house.url, binaries)
    print(f"{target} ({size / 1e6:.1f} MB)")
    return 0
