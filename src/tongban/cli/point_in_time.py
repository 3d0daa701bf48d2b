"""Going back to any moment: a copy of the running database as a base, and the write-ahead log that came since.

For the embedded database; of one that DATABASE_URL names, its own keeper does this (docs/howto/back-to-a-moment.md).
"""

import datetime as dt
import os
import pathlib
import shlex
import shutil

from tongban.cli.archive import ADDRESSES, KEYS
from tongban.cli.dump import check_journal, newest_checkpoint
from tongban.cli.environment import CommandTrouble
from tongban.cli.postgres import DATABASE, PORT, EmbeddedPostgres
from tongban.cli.postgres_cluster import SUPERUSER
from tongban.cli.postgres_places import Places, PostgresTrouble, find_places, make_folder, say
from tongban.cli.postgres_programs import clean_environment, run_program

# What a base holds: the database's files, and the keys, without which nothing is signed or read.
DATABASE_FOLDER = "database"
RECOVERY = ("restore_command", "recovery_target_time", "recovery_target_action", "hot_standby")
A_DAY = 86400.0
UNREACHED = "recovery ended before configured recovery target was reached"
# When a base was whole: it cannot give a moment before.
WHOLE_AT = "whole-at"


def take_base(database: EmbeddedPostgres, home: pathlib.Path, target: pathlib.Path) -> None:
    """Copy the running database and the keys into a new folder, and hold the copy against its own list of hashes.

    Raises CommandTrouble when the folder holds anything, or when the log is not archived: a base alone is one moment.
    """
    with database.connect() as connection:
        row = connection.execute("SHOW archive_mode").fetchone()
    if row != ("on",):
        raise CommandTrouble("the log is not archived: set TONGBAN_WAL_ARCHIVE to a folder and start Tongban again")
    if target.exists() and any(target.iterdir()):
        raise CommandTrouble(f"{target} is not empty: name a new folder")
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy = target / DATABASE_FOLDER
    where = ["-h", str(database.places.sockets), "-p", str(PORT), "-U", SUPERUSER]
    copying = [database.places.program("pg_basebackup"), *where, "-D", str(copy)]
    run_program([*copying, "--checkpoint=fast", "--wal-method=stream"], environment=clean_environment())
    run_program([database.places.program("pg_verifybackup"), "--quiet", str(copy)], environment=clean_environment())
    (target / WHOLE_AT).write_text(f"{dt.datetime.now(dt.UTC).isoformat()}\n")
    if (home / KEYS).exists():
        shutil.copytree(home / KEYS, target / KEYS, ignore=_addresses)


def recover(
    home: pathlib.Path, base: pathlib.Path, log: pathlib.Path, until: dt.datetime, *, keys: pathlib.Path | None = None
) -> EmbeddedPostgres:
    """Make the database of an empty home as it was at a moment, and return it running.

    Every transaction that was committed until then is there and none that came later; the journal's newest checkpoint
    is worked out anew. `keys` are a later copy of the keys than the base has. Raises CommandTrouble where the home
    holds a database or keys, or where the log does not reach the moment; then the home is left as empty as it was.
    """
    whole_at = _when_whole(base)
    if until < whole_at:
        raise CommandTrouble(
            f"{base} was made at {whole_at.isoformat()}, after {until.isoformat()}: take an older base"
        )
    make_folder(home)
    places = find_places(home)
    if places.data.exists():
        raise CommandTrouble(f"{home} has a database already: name an empty folder with --home")
    if any((home / KEYS).glob("*")):
        raise CommandTrouble(
            f"{home / KEYS} is not empty: name an empty folder with --home, and those keys with --keys"
        )
    fresh = _lay_out(base, places, log, until)
    kept = keys or base / KEYS
    if kept.exists():
        shutil.copytree(kept, home / KEYS, dirs_exist_ok=True, ignore=_addresses)
    fresh.rename(places.data)
    say(f"going through the log until {until.isoformat()}")
    database = EmbeddedPostgres(home)
    try:
        _go_through(database)
    except BaseException as error:
        database.stop()
        for left in (places.data, home / KEYS):
            shutil.rmtree(left, ignore_errors=True)
        if isinstance(error, PostgresTrouble) and UNREACHED in _last_words(places.log):
            raise CommandTrouble(
                f"no step of {until.isoformat()} or later is in {log}: the log ends before; name an earlier moment"
            ) from None
        raise
    return database


def _when_whole(base: pathlib.Path) -> dt.datetime:
    """Return from when on a base can give a moment; raises CommandTrouble for what is no base."""
    if not (base / DATABASE_FOLDER / "PG_VERSION").exists() or not (base / WHOLE_AT).exists():
        raise CommandTrouble(f"{base} is no base that ./tongban base-backup made")
    return dt.datetime.fromisoformat((base / WHOLE_AT).read_text().strip())


def _lay_out(base: pathlib.Path, places: Places, log: pathlib.Path, until: dt.datetime) -> pathlib.Path:
    """Copy the base beside where the database will lie, told to go through the log, and return its folder."""
    fresh = places.data.with_name("database.recovering")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(base / DATABASE_FOLDER, fresh)
    with (fresh / "postgresql.auto.conf").open("a") as settings:
        # Nobody may look in before the moment is reached: what the first glance shows must be what stays.
        values = (f"cp {_in_command(log)}/%f %p", until.isoformat(), "promote", "off")
        settings.writelines(f"{name} = {_quoted(value)}\n" for name, value in zip(RECOVERY, values, strict=True))
    (fresh / "recovery.signal").touch()
    for folder, _folders, names in os.walk(fresh):
        for each in [pathlib.Path(folder), *(pathlib.Path(folder, name) for name in names)]:
            places.own(each, 0o700 if each.is_dir() else 0o600)
    return fresh


def _go_through(database: EmbeddedPostgres) -> None:
    """Start the server and wait until it has come to the moment; hold its journal against what was signed."""
    database.join(wait_seconds=A_DAY)
    with database.connect(DATABASE) as connection:
        for name in RECOVERY:
            connection.execute(f"ALTER SYSTEM RESET {name}")
        signed = newest_checkpoint(connection)
    if signed is not None:
        check_journal(database.url, signed)


def _last_words(log: pathlib.Path) -> str:
    """Return what the server said last."""
    return "".join(log.read_text(errors="replace").splitlines(keepends=True)[-20:])


def _in_command(path: pathlib.Path) -> str:
    """Return the path as the server's shell takes it; the server itself reads a percent sign as its own."""
    return shlex.quote(str(path)).replace("%", "%%")


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _addresses(folder: str, names: list[str]) -> set[str]:
    """Name what is not copied: where the old house's database is."""
    return {name for name in names if f"{KEYS}/{name}" in ADDRESSES}
