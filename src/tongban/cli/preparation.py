"""Bring the database and the static files to what this version of the code needs."""

import hashlib
import pathlib
from collections.abc import Iterator

from tongban.cli.environment import CommandTrouble, House
from tongban.cli.held_keys import refuse_missing_keys
from tongban.cli.postgres_cluster import check_trigrams
from tongban.cli.postgres_places import say
from tongban.cli.releases import held_release
from tongban.kernel.rules.release import VERSION, upgrade_refusal

MIGRATION_LOCK = 7_460_001  # any number, the same in every process


def prepare(house: House) -> None:
    """Do both, as far as it is not done; call it inside `opened`."""
    migrate()
    collect_static()


def pending_migrations() -> list[str]:
    """Return the migrations that the database lacks, as `app.name`."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def refuse_wrong_release() -> None:
    """Raise CommandTrouble where a release was skipped on the way to this one, or a newer one was here.

    So too where another release left a city half filled: only that one knows how the rest of it is drawn, and its
    tables lack what our migrations change.
    """
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    from tongban.cli.city_scale import progress

    loader = MigrationLoader(connection)
    ours = {name for name, _step in loader.disk_migrations}
    applied = {step for step in loader.applied_migrations if step[0] in ours}
    unknown = sorted(applied - set(loader.disk_migrations))
    if unknown:
        raise CommandTrouble(
            f"the database has the step {'.'.join(unknown[0])}, which this Tongban {VERSION} does not know: "
            "a newer one was here; install it, or restore a backup of this release into an empty home"
        )
    held = held_release(connection.connection)
    refusal = upgrade_refusal(held)
    if refusal:
        raise CommandTrouble(refusal)
    if held not in (None, VERSION) and progress.is_half_done():
        raise CommandTrouble(
            f"a city is half filled here, by Tongban {held}: end it with that release (./tongban seed --size city) and "
            f"come back to {VERSION}, or fill a new one in an empty home (--home DIR)"
        )


def migrate() -> int:
    """Apply the pending migrations, one process at a time, and return how many there were.

    Afterwards the database has every parameter that comes with this version, and says which release it is of. Raises
    CommandTrouble, and changes nothing, where a release was skipped.
    """
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from tongban.kernel.actions.load_parameters import load_parameters
    from tongban.kernel.actions.note_release import note_release
    from tongban.kernel.actions.note_sealing_keys import note_sealing_keys
    from tongban.kernel.clock import now

    connection.ensure_connection()
    check_trigrams(connection.connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            refuse_wrong_release()
            refuse_missing_keys()
            executor = MigrationExecutor(connection)
            pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
            if pending:
                held = held_release(connection.connection)
                upgrade = f" from {held} to {VERSION}" if held not in (None, VERSION) else ""
                say(f"migrating the database{upgrade}: {pending} steps")
                call_command("migrate", interactive=False, verbosity=0)
            else:
                # Who came by the chain of migrations has the squashed ones too, for when the chain is gone (ADR 0030).
                executor.check_replacements()
                load_parameters()
            note_release(VERSION)
            note_sealing_keys(at=now())
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
