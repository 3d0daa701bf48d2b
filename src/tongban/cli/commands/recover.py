"""`./tongban recover`: an installation as it was at a moment, into an empty home."""

import argparse
import os
import pathlib
import shutil

from tongban.cli.arguments import HERE, moment
from tongban.cli.environment import CommandTrouble, name_home, start_django
from tongban.cli.held_keys import missing_keys
from tongban.cli.point_in_time import recover
from tongban.cli.postgres import EmbeddedPostgres

NAME = "recover"
HELP = "make an installation as it was at a moment, from a base and the archived log, in an empty home"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--base", type=pathlib.Path, required=True, metavar="DIR", help="made by base-backup")
    parser.add_argument("--log", type=pathlib.Path, required=True, metavar="DIR", help="what TONGBAN_WAL_ARCHIVE named")
    parser.add_argument("--until", type=moment, required=True, metavar="TIME", help="2026-03-09T14:05:00, of Shanghai")
    parser.add_argument("--files", type=pathlib.Path, metavar="DIR", help="a copy of the folder files, to be copied in")
    parser.add_argument(
        "--keys", type=pathlib.Path, metavar="DIR", help="a later copy of the folder keys than the base has"
    )


def run(args: argparse.Namespace) -> int:
    """Recover and tell the last step that is there; 2 where the log does not reach, and the home is left empty."""
    if os.environ.get("DATABASE_URL"):
        raise CommandTrouble("DATABASE_URL names the database: its keeper brings it back to a moment")
    for folder in filter(None, (args.log, args.files, args.keys)):
        if not folder.is_dir():
            raise CommandTrouble(f"there is no folder {folder}")
    home = name_home(args)
    database = recover(home, args.base.resolve(), args.log.resolve(), args.until, keys=args.keys)
    try:
        if args.files is not None:
            shutil.copytree(args.files, home / "files", dirs_exist_ok=True)
        with database.connect() as connection:
            row = connection.execute("SELECT max(recorded_at), count(*) FROM matters_journal_entry").fetchone()
        missing = _missing_keys(database)
    finally:
        database.leave()
    last, count = row or (None, 0)
    told = f"，最后一条记于 {last.astimezone(HERE):%Y-%m-%d %H:%M:%S}" if last else ""
    print(f"✓ 已恢复到 {home}：日志 {count:,} 条{told}")
    for line in missing:
        print(f"✗ {line}", flush=True)
    if missing:
        return 1
    print("请运行 ./tongban doctor 和 ./tongban verify-journal")
    return 0


def _missing_keys(database: EmbeddedPostgres) -> list[str]:
    """Return what is said of keys that were in use at the moment and are not among those that were copied."""
    os.environ["DATABASE_URL"] = database.url
    start_django()
    from django.db import connections

    try:
        return [missing.zh for missing in missing_keys()]
    finally:
        connections.close_all()
