"""The city that benchmarks share: a part of it in a house of its own, filled once, found again by every run."""

from __future__ import annotations

import contextlib
import os
import pathlib
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

from tongban.cli.environment import REPOSITORY, House, start_django
from tongban.cli.postgres import DATABASE, EmbeddedPostgres
from tongban.cli.postgres_places import say
from tongban.kernel.home import home_folder

FILLED = "filled"
OWN = "bench_"
# How long a copy waits for those who are connected to what it copies.
PATIENCE_SECONDS = 60.0


@contextlib.contextmanager
def city_house(part: int, *, own: bool = False, settings: str = "tongban.settings") -> Iterator[House]:
    """Open `part` percent of the city under TONGBAN_HOME (or --home), filled on first use; once a process.

    The database is shared by all benchmarks: read it, or roll back. Who writes asks for a copy of its `own`, which is
    thrown away at the end.
    """
    folder = _folder(part)
    folder.mkdir(parents=True, exist_ok=True)
    folder.resolve().chmod(0o755)  # the database may run as another user, who has to enter
    if not is_filled(part):
        _fill(folder, part)
    os.environ["TONGBAN_HOME"], os.environ["DJANGO_SETTINGS_MODULE"] = str(folder.resolve()), settings
    os.environ.pop("DATABASE_URL", None)
    with EmbeddedPostgres(folder) as database, _copied(database) if own else contextlib.nullcontext(DATABASE) as name:
        url = database.url.replace(f"/{DATABASE}?", f"/{quote(name)}?")
        os.environ["DATABASE_URL"] = url
        start_django()
        from django.db import connections

        from tongban.cli.preparation import prepare

        house = House(home=folder.resolve(), url=url, database=database)
        try:
            prepare(house)
            yield house
        finally:
            connections.close_all()


def is_filled(part: int) -> bool:
    """Tell whether so much of the city is there, or would be filled first."""
    return (_folder(part) / FILLED).exists()


def _folder(part: int) -> pathlib.Path:
    inside = os.environ.get("TONGBAN_BENCH_INSIDE")
    return (pathlib.Path(inside) if inside else home_folder()) / "bench" / f"city-{part}"


def _fill(folder: pathlib.Path, part: int) -> None:
    """Fill the house in a process of its own, as anybody does; one that was broken off goes on where it was."""
    say(f"filling {folder} with {part} % of the city: once, later runs find it")
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = [
        sys.executable,
        "-m",
        "tongban.cli",
        "seed",
        "--size",
        "city",
        "--part",
        str(part),
        "--home",
        str(folder),
    ]
    subprocess.run(command, cwd=REPOSITORY, env=environment, stdout=sys.stderr, check=True)
    (folder / FILLED).touch()


@contextlib.contextmanager
def _copied(database: EmbeddedPostgres) -> Iterator[str]:
    """Copy the database, file by file, and drop the copy at the end; yields its name, which is this process's own."""
    name = f"{OWN}{os.getpid()}"
    with database.connect("postgres") as connection:
        _drop_left(connection)
        copy, original = sql.Identifier(name), sql.Identifier(DATABASE)
        make = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(copy, original)
        give_up = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                connection.execute(make)
                break
            except psycopg.errors.ObjectInUse:
                if time.monotonic() > give_up:
                    raise
                time.sleep(0.5)
    try:
        yield name
    finally:
        with database.connect("postgres") as connection:
            _drop(connection, name)


def _drop_left(connection: psycopg.Connection[Any]) -> None:
    """Drop the copies of processes that were killed."""
    for (name,) in connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [OWN]):
        if not psutil.pid_exists(int(name.removeprefix(OWN))):
            _drop(connection, name)


def _drop(connection: psycopg.Connection[Any], name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
