"""The shape of a database, as PostgreSQL itself writes it down, to be held against that of another."""

import re
import subprocess

from tongban.cli.postgres import DATABASE, EmbeddedPostgres
from tongban.cli.postgres_cluster import SUPERUSER
from tongban.cli.postgres_programs import clean_environment

SCRATCH = "read_again"


def shape(database: EmbeddedPostgres) -> list[str]:
    """Return the lines of the schema without what is different in each dump."""
    return [line for line in _dumped(database, DATABASE).splitlines() if line and not _passing(line)]


def shape_read_again(database: EmbeddedPostgres) -> list[str]:
    """Return the same when PostgreSQL has read its own words once more.

    The second time it writes a condition in one way, whether it came from a statement, from a dump, or was worked out
    anew when a column changed its type.
    """
    with database.connect() as connection:
        connection.execute(f"CREATE DATABASE {SCRATCH} TEMPLATE template0")
        try:
            _run(database, "psql", "--set=ON_ERROR_STOP=1", "--quiet", SCRATCH, read=_dumped(database, DATABASE))
            again = _dumped(database, SCRATCH)
        finally:
            connection.execute(f"DROP DATABASE {SCRATCH}")
    return [line for line in again.splitlines() if line and not _passing(line)]


def _passing(line: str) -> bool:
    return re.match(r"--|\\(un)?restrict", line) is not None


def _dumped(database: EmbeddedPostgres, name: str) -> str:
    return _run(database, "pg_dump", "--schema-only", name)


def _run(database: EmbeddedPostgres, program: str, *arguments: str, read: str | None = None) -> str:
    where = [f"--host={database.places.sockets}", f"--username={SUPERUSER}"]
    return subprocess.run(
        [database.places.program(program), *where, *arguments],
        env=clean_environment(),
        input=read,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
