"""`./tongban backup`: the whole installation in one file."""

import argparse
import contextlib
import datetime as dt
import os
import pathlib
import shutil
import tempfile
import time
from collections.abc import Iterator

from tongban.cli.archive import ADDRESSES, DUMP, FILES, KEYS, write_archive
from tongban.cli.dump import dump, held_still
from tongban.cli.environment import CommandTrouble, House, database_of, name_home
from tongban.cli.postgres_places import find_binaries, say
from tongban.kernel.secrets import secret_file

NAME = "backup"
HELP = "write the database, the files and the keys into one file; it holds secrets, keep it safe"
NEEDS_CITY = True

HELD = ".held-for-backup-"
# A backup takes hours at most; what is older was left by one that was killed.
FORGOTTEN_SECONDS = 2 * 86400


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
    print(f"✓ {target}（{size / 1e6:.1f} MB）")
    return 0


def back_up(house: House, target: pathlib.Path, *, keys: bool = True) -> int:
    """Write the backup of a house and return its size in bytes.

    All of it is as it was at one moment: whatever the database names then is in the store before (a file is put before
    its row) and after (it is held by a second name), though the site goes on and drops what nobody names any more.
    """
    binaries = house.database.places.binaries if house.database else find_binaries()
    with contextlib.ExitStack() as stack:
        working = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(dir=target.parent, prefix=".tongban-")))
        held = stack.enter_context(_held(house.home / FILES))
        with held_still(house.url) as (snapshot, told):
            if told["release"] is None:
                raise CommandTrouble(f"{house.home} holds no city, there is nothing to back up: is --home right?")
            held.hold()
            say("dumping the database")
            dump(house.url, working / DUMP, binaries, snapshot=snapshot)
        members = {f"{DUMP}/{path.name}": path for path in sorted((working / DUMP).iterdir())}
        members |= {f"{FILES}/{name}": path for name, path in _files_in(held.folder)}
        if keys:
            members |= {f"{KEYS}/{name}": path for name, path in _files_in(house.home / KEYS)}
            _tell_of_keys_elsewhere(house.home)
        members = {name: path for name, path in members.items() if name not in ADDRESSES}
        return write_archive(target, members, {"made_at": dt.datetime.now(dt.UTC).isoformat(), **told})


class _Held:
    """A second name for each file of the store, under which it stays when the first is dropped."""

    def __init__(self, store: pathlib.Path, folder: pathlib.Path) -> None:
        self.store, self.folder = store, folder

    def hold(self) -> None:
        """Hold what is in the store now and was not held yet; a store that knows no second names has it copied."""
        for name, path in _files_in(self.store):
            held = self.folder / name
            if held.exists():
                continue
            held.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileNotFoundError):
                try:
                    os.link(path, held)
                except FileNotFoundError:
                    raise
                except OSError:
                    shutil.copyfile(path, held)


@contextlib.contextmanager
def _held(store: pathlib.Path) -> Iterator[_Held]:
    """Hold the store's files within the store itself, which may be a mount that several machines share."""
    store = store.resolve()
    store.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in store.glob(f"{HELD}*"):
        if time.time() - left.stat().st_mtime > FORGOTTEN_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    folder = pathlib.Path(tempfile.mkdtemp(dir=store, prefix=HELD))
    try:
        held = _Held(store, folder)
        held.hold()
        yield held
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _files_in(folder: pathlib.Path) -> Iterator[tuple[str, pathlib.Path]]:
    """Yield the files below a folder by their names in it; what has a dot before it is still being made."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not path.is_symlink() and not any(part.startswith(".") for part in name.parts):
            yield name.as_posix(), path


def _tell_of_keys_elsewhere(home: pathlib.Path) -> None:
    """Say where a backup with keys lacks those without which nobody can read what is sealed."""
    held = secret_file("TONGBAN_SEALING_KEYS", home, "sealing-keys")
    if os.environ.get("TONGBAN_SEALING_KEYS") or held.parent != home / KEYS:
        say("the sealing keys are not in the home and not in this backup: keep a copy of them in another place")
