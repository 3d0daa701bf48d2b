"""`./tongban restore`: an installation from a backup, into an empty home."""

import argparse
import hashlib
import os
import pathlib
import shutil
import tempfile

from tongban.cli.archive import DUMP, FILES, FOLDERS, KEYS, Contents, check_archive, unpack
from tongban.cli.dump import check_journal, empty, first_table, load
from tongban.cli.environment import UNFINISHED, CommandTrouble, House, database_of, name_home
from tongban.cli.postgres_places import find_binaries, find_places, make_folder, say
from tongban.kernel.rules.release import VERSION, upgrade_refusal

NAME = "restore"
HELP = "restore a backup into an empty home"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=pathlib.Path)


def run(args: argparse.Namespace) -> int:
    """Check the whole backup, then load it; refuses a home or a database that holds anything.

    What fails on the way leaves home and database as empty as they were. What is killed on the way leaves a mark, by
    which every other command refuses the home, and this one begins anew.
    """
    from tongban.kernel.whole_files import keep

    contents = check_archive(args.file)
    if refusal := upgrade_refusal(contents.release):
        raise CommandTrouble(f"{args.file}: {refusal}")
    home = name_home(args, unfinished=True)
    mark = home / UNFINISHED
    again = mark.exists()
    whose = hashlib.sha256(os.environ.get("DATABASE_URL", "").encode()).hexdigest()
    if not again:
        _refuse_a_full_home(home)
    elif mark.read_text().splitlines()[1:] != [whose]:
        raise CommandTrouble("the restore that was broken off filled another database: name the same in DATABASE_URL")
    with database_of(home) as house:
        if again:
            say(f"an earlier restore into {home} was broken off: beginning anew")
            _clear(house)
        elif (table := first_table(house.url)) is not None:
            raise CommandTrouble(f"the database holds the table {table}: restore into an empty one")
        make_folder(home)
        # All of it or none: every other command reads what a kill leaves.
        keep(mark, f"{args.file.resolve()}\n{whose}\n".encode())
        try:
            _fill(house, args.file, contents)
        except BaseException:
            _clear(house)
            mark.unlink()
            raise
        mark.unlink()
    print(f"✓ 已恢复到 {home}：{contents.members} 个部分，备份于 {contents.made_at or '0.1.0 版'}")
    if not contents.keys:
        print(f"! 备份里没有密钥：提供服务前，请把这套系统的密钥放入 {home / 'keys'}")
    if contents.release != VERSION:
        print(f"! 备份出自 {contents.release} 版：请运行 ./tongban migrate 升级到 {VERSION}")
    print("请运行 ./tongban doctor 和 ./tongban verify-journal")
    return 0


def _refuse_a_full_home(home: pathlib.Path) -> None:
    for folder in FOLDERS:
        if any((home / folder).glob("*")):
            raise CommandTrouble(f"{home / folder} is not empty: name an empty folder with --home")
    if not os.environ.get("DATABASE_URL") and find_places(home).data.exists():
        raise CommandTrouble(f"{home} has a database already: name an empty folder with --home")


def _fill(house: House, source: pathlib.Path, contents: Contents) -> None:
    binaries = house.database.places.binaries if house.database else find_binaries()
    with tempfile.TemporaryDirectory(dir=house.home, prefix=".restore-") as folder:
        unpack(source, DUMP, pathlib.Path(folder))
        unpack(source, FILES, house.home)
        say("loading the database")
        load(house.url, pathlib.Path(folder) / DUMP, binaries)
    if contents.journal is not None:
        say(f"working the journal's root out from {contents.journal['size']:,} entries")
        check_journal(house.url, contents.journal)
    unpack(source, KEYS, house.home)


def _clear(house: House) -> None:
    """Take everything out again; a folder that leads elsewhere is emptied there."""
    empty(house.url)
    for name in FOLDERS:
        for inside in (house.home / name).resolve().glob("*"):
            if inside.is_dir():
                shutil.rmtree(inside)
            else:
                inside.unlink()
    for left in house.home.glob(".restore-*"):
        shutil.rmtree(left, ignore_errors=True)
