"""What tests of several machines stand on: programs of Debian, and a database that was migrated and filled once."""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import json
import os
import pathlib
import shutil
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest

from tests.machines.app import Machine
from tests.machines.hosts import can_make_namespaces
from tests.machines.postgres import Server
from tests.memory import memory
from tongban.cli.commands.demo import CITY
from tongban.cli.debian import MACHINES, find_program

# The long set: every way of failing, and PostgreSQL 18 migrated from nothing.
LONG = os.environ.get("TONGBAN_LONG_TESTS") == "1"


@dataclasses.dataclass(frozen=True)
class House:
    """The demo city in a cluster of PostgreSQL 15 that is stopped, its shared folders, and what its clients need."""

    server: Server
    share: pathlib.Path
    static: pathlib.Path
    script: dict[str, Any]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, with one clear line, what needs a program or a right that this machine does not have."""
    for item in items:
        needed = next(item.iter_markers("needs"), None)
        lacking = [name for name in (needed.args if needed else ()) if not _has(name)]
        if lacking:
            item.add_marker(pytest.mark.skip(reason=f"needs {', '.join(lacking)}: ./tongban test as root brings them"))
        if any(item.iter_markers("long")) and not LONG:
            item.add_marker(pytest.mark.skip(reason="of the long set: TONGBAN_LONG_TESTS=1"))


def _has(name: str) -> bool:
    if name == "namespaces":
        return can_make_namespaces()
    program = next(program for program, package in MACHINES.items() if name in (program, package))
    return find_program(program) is not None


@pytest.fixture(scope="session")
def ground() -> Iterator[pathlib.Path]:
    """A folder that all processes of this run share and databases can reach; the last one out takes it away."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:12]
    folder = pathlib.Path(memory() or tempfile.gettempdir()) / f"tongban-m-{run}"
    folder.mkdir(mode=0o755, exist_ok=True)
    with (folder / "joined").open("a") as joined:
        fcntl.flock(joined, fcntl.LOCK_SH)
        yield folder
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(joined, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def folder(ground: pathlib.Path) -> Iterator[pathlib.Path]:
    """A folder of its own for a test."""
    made = pathlib.Path(tempfile.mkdtemp(dir=ground, prefix=""))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="session")
def house(ground: pathlib.Path) -> House:
    """The demo city on PostgreSQL 15, migrated over TCP by who is no superuser; made once, to be copied."""
    server, share, script = Server(ground / "house"), ground / "share", ground / "script.json"
    with (ground / "making").open("a") as making:
        fcntl.flock(making, fcntl.LOCK_EX)
        if not script.exists():
            server.make()
            machine = Machine(ground / "maker", share, server.address)
            try:
                machine.run("tongban.cli", "init", str(CITY))
                told = machine.last_line("tests.machines.script")
                shutil.move(machine.home / "static", ground / "static")
            finally:
                machine.remove()
                server.stop()
            script.write_text(json.dumps(told))
    return House(server, share, ground / "static", json.loads(script.read_text()))


def moved_in(house: House, folder: pathlib.Path) -> tuple[Server, pathlib.Path]:
    """Return a running server with the house's data, and shared folders with its files, for one test to change."""
    server = Server(folder / "db")
    server.copy(house.server)
    server.start()
    shutil.copytree(house.share, folder / "share")
    return server, folder / "share"
