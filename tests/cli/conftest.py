"""Homes of their own for tests that kill databases."""

import pathlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator

import pytest

from tests.memory import memory
from tongban.cli.postgres import EmbeddedPostgres


@pytest.fixture(scope="session")
def made_home() -> Iterator[pathlib.Path]:
    """A home whose database was made and stopped; making one anew for each test would take minutes."""
    folder = new_folder()
    with EmbeddedPostgres(folder, durable=False):
        pass
    yield folder
    take_away(folder)


@pytest.fixture
def home(made_home: pathlib.Path) -> Iterator[pathlib.Path]:
    """A home that the database's user can enter, taken away again with its database."""
    folder = new_folder()
    subprocess.run(["cp", "-a", str(made_home / "database"), str(folder)], check=True)
    yield folder
    take_away(folder)


def new_folder() -> pathlib.Path:
    """Make a folder that others may pass through."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="tongban-test-", dir=memory()))
    folder.chmod(0o755)
    return folder


def take_away(folder: pathlib.Path) -> None:
    """Stop the database of a home and remove every folder that it used."""
    database = EmbeddedPostgres(folder, durable=False)
    database.stop()
    shutil.rmtree(database.places.sockets, ignore_errors=True)
    shutil.rmtree(database.places.data.parent, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
