"""Making the data folder of the embedded PostgreSQL, and what must be true of any database of ours."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

from tongban.cli.postgres_places import Places, PostgresTrouble, major_version, say
from tongban.cli.postgres_programs import clean_environment, run_program

if TYPE_CHECKING:
    import psycopg

SUPERUSER = "tongban"


def make_cluster(places: Places, *, durable: bool) -> None:
    """Make the data folder where there is none, under another name first: it is never found half made.

    Raises PostgresTrouble when another version of PostgreSQL made the one that is there.
    """
    major = major_version(places.binaries)
    data = places.data
    if data.exists():
        held = (data / "PG_VERSION").read_text().strip()
        if held != major:
            raise PostgresTrouble(
                f"{data} was made by PostgreSQL {held}, this is {major}: "
                "back it up with the old version and restore it into an empty home"
            )
        return
    fresh = data.with_name("database.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    places.own(fresh)
    say(f"making the database in {data}")
    command = [places.program("initdb"), "-D", str(fresh), "-U", SUPERUSER, "--auth=trust"]
    command += ["--encoding=UTF8", "--locale-provider=libc", "--locale=C", "--lc-ctype=C.UTF-8"]
    command += ["--data-checksums"] + ([] if durable else ["--no-sync"])
    run_program(command, environment=clean_environment(), cwd="/", **places.run_as())
    fresh.rename(data)
    parent = os.open(data.parent, os.O_RDONLY)  # the new name itself must outlive a power failure
    os.fsync(parent)
    os.close(parent)


def check_trigrams(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    """Hold that pg_trgm sees Chinese letters; under ctype C it finds none and search goes blind."""
    connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    row = connection.execute("SELECT show_trgm('道路')").fetchone()
    if row is None or not row[0]:
        raise PostgresTrouble(
            "this database has no trigrams for Chinese: make it anew with LC_CTYPE C.UTF-8 or zh_CN.UTF-8"
        )
