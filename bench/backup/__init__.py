"""A backup of the city and its way back, against the same database copied from server to server by PostgreSQL alone."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys

from bench.result import Result, median, median_ratio, timed

NAME = "backup"
HELP = "back up and restore the city, against pg_dump piped into psql"

ROUNDS = 5
# Much of the city takes minutes each time; one round tells whether it takes twice as long as another.
ROUNDS_OF_MUCH = 1
GOAL = 2.0


def run(quick: bool, part: int) -> Result:
    """Take a backup once, then restore it and copy the bare database by turns, each into a server of its own."""
    from bench.city_house import city_house
    from bench.home import fresh_home

    result = Result(NAME)
    restored: list[float] = []
    copied: list[float] = []
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
