"""Bring the database, the static files and the translations to what this version of the code needs."""

import hashlib
import pathlib
from collections.abc import Iterator

from tongban.cli.environment import House
from tongban.cli.messages import compile_messages
from tongban.cli.postgres_cluster import check_trigrams
from tongban.cli.postgres_places import say

MIGRATION_LOCK = 7_460_001  # any number, the same in every process


def prepare(house: House) -> None:
    """Do all of it, as far as it is not done; call it inside `opened`."""
    compile_messages()
    migrate()
    collect_static()


def pending_migrations() -> list[str]:
    """Return the migrations that the database lacks, as `app.name`."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate() -> int:
    """Apply the pending migrations, one process at a time, and return how many there were.

    Afterwards the database has every parameter that comes with this version.
    """
    from django.core.management import call_command
    from django.db import connection

    from tongban.kernel.actions.load_parameters import load_parameters

    connection.ensure_connection()
    check_trigrams(connection.connection)
    if not pending_migrations():
        load_parameters()
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            pending = len(pending_migrations())
            if pending:
                say(f"migrating the database: {pending} steps")
                call_command("migrate", interactive=False, verbosity=0)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])
    return pending


def collect_static() -> bool:
    """Collect the static files when any of them changed; returns whether it did."""
    from django.conf import settings
    from django.core.management import call_command

    stamp = pathlib.Path(settings.STATIC_ROOT) / ".collected"
    wanted = hashlib.sha256("\n".join(_static_files()).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    say("collecting the static files")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted)
    return True


def _static_files() -> Iterator[str]:
    """Yield what tells whether a static file changed: its name, size and time."""
    from django.contrib.staticfiles.finders import get_finders

    for finder in get_finders():
        for name, storage in finder.list([]):
            found = pathlib.Path(storage.path(name)).stat()
            yield f"{name} {found.st_size} {found.st_mtime_ns}"
