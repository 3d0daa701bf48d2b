"""The database's part of a backup: one consistent dump and what its journal comes to, and the way back."""

import contextlib
import os
import pathlib
from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from tongban.cli.environment import CommandTrouble
from tongban.cli.postgres_programs import run_program
from tongban.cli.releases import held_release
from tongban.kernel.database import address_parts
from tongban.kernel.rules.tiles import Edge

JOBS = min(4, os.cpu_count() or 1)
BATCH = 20_000
# Indexes are built when all rows are there, and a restore that broke off is begun anew.
FOR_LOADING = "-c maintenance_work_mem=512MB -c synchronous_commit=off"
# What pg_restore 17 and later sets first, to what it is anyway, and servers before 17 do not know.
UNKNOWN_BEFORE_17 = '"transaction_timeout"'


@contextlib.contextmanager
def held_still(url: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Hold one view of the database while others write, and yield its name and what the manifest says of it.

    Its release is None where nobody used it yet.
    """
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        (name,) = _row(connection, "SELECT pg_export_snapshot()")
        yield name, {"release": held_release(connection), "journal": newest_checkpoint(connection)}


def dump(url: str, folder: pathlib.Path, binaries: pathlib.Path, *, snapshot: str) -> None:
    """Write the database as it was in the snapshot, several tables at a time."""
    command = [str(binaries / "pg_dump"), "--format=directory", f"--jobs={JOBS}", "--compress=1"]
    _run_on(url, [*command, f"--snapshot={snapshot}", f"--file={folder}"])


def load(url: str, dumped: pathlib.Path, binaries: pathlib.Path) -> None:
    """Fill an empty database from a dump, be its server older than the one that was dumped."""
    command = [str(binaries / "pg_restore"), "--no-owner", f"--jobs={JOBS}"]
    _run_on(url, [*command, str(dumped)], options=FOR_LOADING, passed_over=UNKNOWN_BEFORE_17)


def check_journal(url: str, told: dict[str, Any]) -> None:
    """Work the journal's root out from the entries that came back, and hold it against what was told of it.

    Raises CommandTrouble where an entry is missing, changed its place or its hash.
    """
    with psycopg.connect(url) as connection, connection.cursor(name="leaves") as leaves:
        leaves.itersize = BATCH
        leaves.execute(
            "SELECT e.leaf_hash FROM matters_tree_leaf l JOIN matters_journal_entry e ON e.id = l.entry_id"
            " WHERE l.index < %s ORDER BY l.index",
            [told["size"]],
        )
        edge = Edge()
        while batch := leaves.fetchmany(BATCH):
            edge.append([bytes(value) for (value,) in batch])
    if (edge.size, edge.root().hex()) != (told["size"], told["root"]):
        raise CommandTrouble(
            f"the journal that came back has {edge.size} entries with the root {edge.root().hex()}, backed up were "
            f"{told['size']} with {told['root']}"
        )


def newest_checkpoint(connection: psycopg.Connection[Any]) -> dict[str, Any] | None:
    """Return size, root (hexadecimal) and note of the newest checkpoint; None while there is none."""
    if _row(connection, "SELECT to_regclass('matters_checkpoint')")[0] is None:
        return None
    newest = "SELECT size, root, note FROM matters_checkpoint ORDER BY size DESC LIMIT 1"
    row = connection.execute(newest).fetchone()
    return None if row is None else {"size": row[0], "root": bytes(row[1]).hex(), "checkpoint": row[2]}


def first_table(url: str) -> str | None:
    """Return the name of some table of the database; None for an empty one."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace "
            "WHERE relkind IN ('r', 'p') AND nspname NOT IN ('pg_catalog', 'information_schema') LIMIT 1"
        ).fetchone()
    return None if row is None else str(row[0])


def empty(url: str) -> None:
    """Take everything out of a database that was empty before we began to fill it."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def _row(connection: psycopg.Connection[Any], question: str) -> tuple[Any, ...]:
    row: tuple[Any, ...] | None = connection.execute(question).fetchone()
    assert row is not None
    return row


def _run_on(url: str, command: list[str], *, options: str = "", passed_over: str | None = None) -> None:
    """Run a program on the database; the password goes by the environment, which `ps` does not show."""
    parts = address_parts(url)
    password = parts.pop("password", None)
    # What the address says of options would hide what PGOPTIONS says.
    if options:
        parts["options"] = f"{parts.get('options', '')} {options}".strip()
    # In the C locale, for what they complain of is read.
    environment = {**os.environ, "LC_ALL": "C", **({"PGPASSWORD": password} if password else {})}
    dbname = f"--dbname={make_conninfo('', **parts)}"
    run_program([*command, dbname], environment=environment, passed_over=passed_over)
