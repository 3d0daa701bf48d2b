"""`./tongban base-backup`: a base from which, with the archived log, any later moment can be had again."""

import argparse
import pathlib

from tongban.cli.environment import CommandTrouble, database_of, name_home
from tongban.cli.point_in_time import take_base

NAME = "base-backup"
HELP = "copy the running embedded database and the keys into a folder, to go back to any moment after it"
NEEDS_CITY = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=pathlib.Path)


def run(args: argparse.Namespace) -> int:
    """Take the base while the site runs; 2 where the log is not archived or the folder is in use."""
    home = name_home(args)
    with database_of(home) as house:
        if house.database is None:
            raise CommandTrouble("DATABASE_URL names the database: let its keeper take the base (pg_basebackup)")
        take_base(house.database, home, args.folder.resolve())
    print(f"✓ {args.folder.resolve()}：请与归档的日志放在一起，并另行复制文件夹 {home / 'files'}")
    return 0
