"""Which release a database is of, asked without Django: a backup asks before anything of ours is loaded."""

from typing import Any

import psycopg

from tongban.kernel.rules.release import RELEASES


def held_release(connection: psycopg.Connection[Any]) -> str | None:
    """Return the release that the database is of; None for one that nobody used yet.

    The first release did not write down what it was: a database with accounts and nothing written is its own. A first
    migration that was killed has no accounts.
    """
    if _there(connection, "kernel_release"):
        row = connection.execute("SELECT version FROM kernel_release ORDER BY id DESC LIMIT 1").fetchone()
        if row is not None:
            return str(row[0])
    if _there(connection, "parties_account"):
        row = connection.execute("SELECT EXISTS (SELECT FROM parties_account)").fetchone()
        if row == (True,):
            return RELEASES[0]
    return None


def _there(connection: psycopg.Connection[Any], table: str) -> bool:
    row = connection.execute("SELECT to_regclass(%s::text) IS NOT NULL", [table]).fetchone()
    return row == (True,)
