"""`./tongban restore`: an installation from a backup, into an empty home."""

import argparse
import os
import pathlib

import psycopg

from tongban.cli.archive import FOLDERS, check_archive, read_archive
from tongban.cli.environment import CommandTrouble, database_of, name_home
from tongban.cli.postgres_places import find_binaries, find_places

NAME = "restore"
HELP = "restore a backup into an empty home"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=pathlib.Path)


def run(args: argparse.Namespace) -> int:
    """Check the whole backup, then load it; refuses a home or a database that holds anything."""
    count = check_archive(args.file)
    home = name_home(args)
    for folder in FOLDERS:
        if any((home / folder).glob("*")):
            raise CommandTrouble(f"{home / folder} is not empty: name an empty folder with --home")
    if not os.environ.get("DATABASE_URL") and find_places(home).data.exists():
        raise CommandTrouble(f"{home} has a database already: name an empty folder with --home")
    with database_of(home) as house:
        with psycopg.connect(house.url) as connection:
            row = connection.execute(
                "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace "
                "WHERE relkind IN ('r', 'p') AND nspname NOT IN ('pg_catalog', 'information_schema') LIMIT 1"
            ).fetchone()
        if row is not None:
            raise CommandTrouble(f"the database holds the table {row[0]}: restore into an empty one")
        binaries = house.database.places.binaries if house.database else find_binaries()
        read_archive(args.file, home, house.url, binaries)
    print(f"restored {count} files into {home}; now run ./tongban doctor and ./tongban verify-journal")
    return 0
