"""`./tongban migrate` on a home, killed on its way when it has come so far."""

from __future__ import annotations

import os
import pathlib
import signal
import subprocess
import sys
import time
from typing import Any

import psycopg

from tests.faults.harness.house import environment
from tests.shape import shape
from tongban.cli.environment import REPOSITORY
from tongban.cli.postgres import EmbeddedPostgres

PATIENCE_SECONDS = 600.0
FEWEST_STEPS = "SELECT count(*) >= %s FROM django_migrations"


class Migrating:
    """The database of a home on its way to its newest shape; `more` goes into the environment of the command."""

    def __init__(self, home: pathlib.Path, **more: str) -> None:
        self.home = home
        self.database = EmbeddedPostgres(home)
        self._more = more

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Begin to migrate, or to do what another command says."""
        with (self.home / "migrate.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "tongban.cli", *(arguments or ["migrate"]), "--home", str(self.home)],
                cwd=REPOSITORY,
                env=environment(self.home, **self._more),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def finish(self, *arguments: str) -> None:
        """Migrate to the end, or do what another command says."""
        if self.start(*arguments).wait(PATIENCE_SECONDS):
            raise RuntimeError(f"migrate failed:\n{(self.home / 'migrate.log').read_text()[-3000:]}")

    def kill_when(self, query: str, *values: object, database_too: bool = False) -> None:
        """Migrate until the query says yes, and kill it there; the database too, if asked for."""
        process = self.start()
        give_up = time.monotonic() + PATIENCE_SECONDS
        while self.ask(query, *values) != [(True,)]:
            if process.poll() is not None or time.monotonic() > give_up:
                raise RuntimeError(f"migrate was over before:\n{(self.home / 'migrate.log').read_text()[-3000:]}")
            time.sleep(0.02)
        victims = [process.pid, self.database.pid] if database_too else [process.pid]
        for victim in victims:
            if victim is not None:
                os.kill(victim, signal.SIGKILL)
        process.wait()

    def ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows of a query, none while there is nothing to ask."""
        try:
            with self.database.connect() as connection:
                return connection.execute(query, values).fetchall()
        except psycopg.Error:
            return []

    def shape(self) -> list[str]:
        """Return the lines of the schema as PostgreSQL itself dumps it."""
        return shape(self.database)

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return what migrating itself writes: its own steps, and the names of what there is and what may be done."""
        return {
            query: self.ask(query)
            for query in (
                "SELECT app, name FROM django_migrations ORDER BY app, name",
                "SELECT app_label, model FROM django_content_type ORDER BY 1, 2",
                "SELECT codename, count(*) FROM auth_permission GROUP BY 1 ORDER BY 1",
                "SELECT key, count(*) FROM kernel_parameter WHERE shipped GROUP BY 1 ORDER BY 1",
                "SELECT version FROM kernel_release ORDER BY id",
            )
        }
