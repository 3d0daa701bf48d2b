"""What a command stands on: the home, the database and Django, opened in that order."""

import argparse
import contextlib
import dataclasses
import os
import pathlib
from collections.abc import Iterator

from tongban.cli.postgres import EmbeddedPostgres
from tongban.cli.postgres_places import PostgresTrouble, has_database
from tongban.kernel.database import UnreadableAddress, address_parts
from tongban.kernel.home import home_folder
from tongban.kernel.secrets import secret

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
SOURCE = REPOSITORY / "src" / "tongban"


# In a home whose restore was broken off; only another restore may go on with it.
UNFINISHED = "restore-unfinished"


class CommandTrouble(Exception):
    """What the person who typed the command has to know; one line, exit code 2."""


@dataclasses.dataclass(frozen=True)
class House:
    """The opened house; `database` is None where DATABASE_URL names a database that is not ours."""

    home: pathlib.Path
    url: str
    database: EmbeddedPostgres | None


def name_home(args: argparse.Namespace, *, unfinished: bool = False) -> pathlib.Path:
    """Settle on --home, TONGBAN_HOME or the default, and tell it to every process we start.

    Raises CommandTrouble for a home whose restore was broken off, unless `unfinished` says that it may be, and for one
    without a database where the command needs a city.
    """
    if getattr(args, "home", None):
        os.environ["TONGBAN_HOME"] = str(args.home)
    home = home_folder()
    os.environ["TONGBAN_HOME"] = str(home)
    if not unfinished and (home / UNFINISHED).exists():
        raise CommandTrouble(
            f"a restore into {home} was broken off: run it again, ./tongban restore "
            f"{(home / UNFINISHED).read_text().splitlines()[0]}"
        )
    # So that every process which we start, and all that asks whose the database is, sees it at its one place.
    if address := secret("DATABASE_URL", home, "database-url", ""):
        os.environ["DATABASE_URL"] = address
    elif _needs_city(args) and not has_database(home):
        raise CommandTrouble(
            f"{home} holds no city: name the folder of one with --home, or its database in DATABASE_URL; "
            "./tongban init makes a new one"
        )
    return home


def _needs_city(args: argparse.Namespace) -> bool:
    said = getattr(args, "needs_city", False)
    return bool(said(args) if callable(said) else said)


@contextlib.contextmanager
def database_of(home: pathlib.Path) -> Iterator[House]:
    """Set DATABASE_URL, starting or joining the embedded server where nobody named another."""
    for name in ("DATABASE_URL", "DATABASE_REPLICA_URL"):
        try:
            address_parts(os.environ.get(name, ""))
        except UnreadableAddress as error:
            raise CommandTrouble(f"{name} is no address of a database that libpq reads: {error}") from None
    given = os.environ.get("DATABASE_URL")
    if given:
        yield House(home=home, url=given, database=None)
        return
    with EmbeddedPostgres(home) as database:
        os.environ["DATABASE_URL"] = database.url
        try:
            yield House(home=home, url=database.url, database=database)
        finally:
            del os.environ["DATABASE_URL"]


@contextlib.contextmanager
def opened(args: argparse.Namespace) -> Iterator[House]:
    """Open the house for a command: home, database, Django. Import models only inside."""
    home = name_home(args)
    with database_of(home) as house:
        start_django()
        try:
            yield house
        finally:
            from django.db import connections

            connections.close_all()


def start_django() -> None:
    """Load the settings and the apps; the home and the database must be settled before.

    Raises CommandTrouble for a variable of the environment that is not what it has to be.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise CommandTrouble(f"a setting is wrong (docs/reference/settings.md has their forms): {error}") from error


__all__ = ["REPOSITORY", "CommandTrouble", "House", "PostgresTrouble", "database_of", "name_home", "opened"]
