"""A house of its own for a benchmark: a fresh home with an embedded database that commits durably."""

from __future__ import annotations

import contextlib
import os
import pathlib
import shutil
import tempfile
from collections.abc import Iterator

from tongban.cli.environment import House, start_django
from tongban.cli.postgres import EmbeddedPostgres


@contextlib.contextmanager
def fresh_home() -> Iterator[pathlib.Path]:
    """Make a home that the database's user can enter, tell it to every process, and remove it at the end."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="tongban-bench-", dir=os.environ.get("TONGBAN_BENCH_INSIDE")))
    folder.chmod(0o755)
    before = {name: os.environ.pop(name, None) for name in ("TONGBAN_HOME", "DATABASE_URL")}
    os.environ["TONGBAN_HOME"] = str(folder)
    try:
        yield folder
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def fresh_house(settings: str = "tongban.settings") -> Iterator[House]:
    """Open a migrated house in a fresh home; Django is loaded with the named settings. Once a process."""
    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    with fresh_home() as home, EmbeddedPostgres(home, durable=True) as database:
        os.environ["DATABASE_URL"] = database.url
        start_django()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", interactive=False, verbosity=0)
        try:
            yield House(home=home, url=database.url, database=database)
        finally:
            connections.close_all()
