"""A backup of the city and its way back, against the same database copied from server to server by PostgreSQL alone."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from bench.result import Result, median, median_ratio, timed
from tongban.cli.environment import CommandTrouble
from tongban.cli.postgres_places import say

NAME = "backup"
HELP = "back up and restore the city, against pg_dump piped into psql"

ROUNDS = 5
# Much of the city takes minutes each time; one round tells whether it takes twice as long as another.
ROUNDS_OF_MUCH = 1
GOAL = 2.0
# What one percent of a city takes. Beside the city there is its backup, some sixth of it, and one copy of the city at a
# time with the backup unpacked; a server that is filled keeps a log, and sorts, besides (max_wal_size, and some more).
PERCENT_BYTES, BACKUP, LOG_BYTES = 210_000_000, 0.2, 4_000_000_000


def run(quick: bool, part: int) -> Result:
    """Take a backup once, then restore it and copy the bare database by turns, each into a server of its own.

    A copy is removed before the next is made. Raises CommandTrouble, before anything is measured, where the disk has
    not the room.
    """
    from bench.city_house import city_house, is_filled
    from bench.home import fresh_home

    result = Result(NAME)
    restored: list[float] = []
    copied: list[float] = []
    _refuse_a_small_disk(part, filled=is_filled(part))
    with city_house(part) as house, fresh_home() as home:
        from tongban.cli.commands.backup import back_up
        from tongban.cli.postgres import EmbeddedPostgres

        archive = home / "city.tar"
        backing_up = timed(lambda: back_up(house, archive))
        for turn in range(ROUNDS_OF_MUCH if part == 100 or (quick and part > 1) else ROUNDS):
            ways = [(restored, lambda: _restore(archive, home / "restored")), (copied, lambda: _copy(house.url, home))]
            for times, way in ways[:: 1 if turn % 2 else -1]:
                times.append(way())
                for name in ("restored", "copied"):
                    if (home / name).exists():
                        EmbeddedPostgres(home / name).stop()
                        shutil.rmtree(home / name)
        result.figure("backup", backing_up, "s")
        result.figure("backup, size", archive.stat().st_size / 1e6, "MB")
        result.figure("database, size", _size(house.url) / 1e6, "MB")
    result.figure("restore", median(restored), "s")
    result.figure("bare copy", median(copied), "s")
    result.ratio("restore/bare copy", median_ratio(restored, copied), GOAL, at_most=True)
    result.notes.append("a restore checks every hash, makes the server, and works the journal's root out anew")
    return result


def _refuse_a_small_disk(part: int, *, filled: bool) -> None:
    """Say how much room is needed where homes are made. Raises CommandTrouble where less is free."""
    place = os.environ.get("TONGBAN_BENCH_INSIDE") or tempfile.gettempdir()
    city = part * PERCENT_BYTES
    needed = (0 if filled else city) + city * (1 + 2 * BACKUP) + LOG_BYTES
    free = shutil.disk_usage(place).free
    need = f"{part} % of a city needs {needed / 1e9:.1f} GB for its backup and one copy at a time"
    need += "" if filled else ", and for itself, for it is not filled yet"
    if free < needed:
        raise CommandTrouble(f"{need}: {place} has {free / 1e9:.1f} GB free")
    say(f"{need}; {place} has {free / 1e9:.1f} GB free")


def _restore(archive: pathlib.Path, home: pathlib.Path) -> float:
    command = [sys.executable, "-m", "tongban.cli", "restore", str(archive), "--home", str(home)]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return timed(lambda: subprocess.run(command, env=environment, check=True, capture_output=True))


def _copy(url: str, home: pathlib.Path) -> float:
    """Copy the database as its keeper would, into a server that runs already."""
    from tongban.cli.postgres import EmbeddedPostgres

    with EmbeddedPostgres(home / "copied") as target:
        programs = target.places.binaries

        def pipe() -> None:
            with subprocess.Popen([programs / "pg_dump", f"--dbname={url}"], stdout=subprocess.PIPE) as dumping:
                into = [programs / "psql", "--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={target.url}"]
                subprocess.run(into, stdin=dumping.stdout, stdout=subprocess.DEVNULL, check=True)
            if dumping.returncode:
                raise RuntimeError("pg_dump did not end well")

        return timed(pipe)


def _size(url: str) -> int:
    import psycopg

    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    assert row is not None
    return int(row[0])
