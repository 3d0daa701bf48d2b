"""`./tongban backup`: the whole installation in one file."""

import argparse
import contextlib
import datetime as dt
import os
import pathlib
import shutil
import tempfile
from collections.abc import Iterator

from tongban.cli.archive import DUMP, FOLDERS, write_archive
from tongban.cli.dump import dump, held_still
from tongban.cli.environment import CommandTrouble, House, database_of, name_home
from tongban.cli.postgres_places import find_binaries, say

NAME = "backup"
HELP = "write the database, the files and the keys into one file; it holds secrets, keep it safe"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=pathlib.Path, help="default: tongban-<time>.tar here")
    parser.add_argument("--without-keys", action="store_true", help="leave the keys out: keep them in another place")


def run(args: argparse.Namespace) -> int:
    """Back up while the site runs; refuses to overwrite a file."""
    named = f"tongban-{dt.datetime.now(dt.UTC):%Y%m%d-%H%M%SZ}.tar"
    target = (args.file or pathlib.Path(named)).resolve()
    if target.exists():
        raise CommandTrouble(f"{target} exists already: name another file")
    if not target.parent.is_dir():
        raise CommandTrouble(f"there is no folder {target.parent}")
    with database_of(name_home(args)) as house:
        size = back_up(house, target, keys=not args.without_keys)
    print(f"{target} ({size / 1e6:.1f} MB)")
    return 0


def back_up(house: House, target: pathlib.Path, *, keys: bool = True) -> int:
    """Write the backup of a house and return its size in bytes.

    All of it is as it was at one moment: whatever the database names then is in the store before (a file is put before
    its row) and after (it is held by a second name), though the site goes on and drops what nobody names any more.
    """
    binaries = house.database.places.binaries if house.database else find_binaries()
    with contextlib.ExitStack() as stack:
        working = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(dir=target.parent, prefix=".tongban-")))
        files = stack.enter_context(_files_held(house.home))
        with held_still(house.url) as (snapshot, told):
            files.hold()
            say("dumping the database")
            dump(house.url, working / DUMP, binaries, snapshot=snapshot)
        folders = [files.folder, house.home] if keys else [files.folder]
        members = {path.relative_to(working).as_posix(): path for path in sorted((working / DUMP).iterdir())}
        for folder, name in zip(folders, FOLDERS, strict=False):
            members |= {path.relative_to(folder).as_posix(): path for path in _files_in(folder / name)}
        return write_archive(target, members, {"made_at": dt.datetime.now(dt.UTC).isoformat(), **told})


class _Held:
    """A second name for each file of the store, under which it stays when the first is dropped."""

    def __init__(self, home: pathlib.Path, folder: pathlib.Path) -> None:
        self.home, self.folder = home, folder

    def hold(self) -> None:
        """Hold what is in the store now and was not held yet."""
        for path in _files_in(self.home / "files"):
            name = self.folder / path.relative_to(self.home)
            if not name.exists():
                name.parent.mkdir(parents=True, exist_ok=True)
                with contextlib.suppress(FileNotFoundError):
                    os.link(path, name)


@contextlib.contextmanager
def _files_held(home: pathlib.Path) -> Iterator[_Held]:
    folder = pathlib.Path(tempfile.mkdtemp(dir=home, prefix=".held-for-backup-"))
    try:
        held = _Held(home, folder)
        held.hold()
        yield held
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _files_in(folder: pathlib.Path) -> list[pathlib.Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
