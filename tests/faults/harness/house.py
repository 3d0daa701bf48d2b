"""Homes to strike: the demo city, prepared once in a process and copied for each who needs one."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

from tests.memory import memory
from tongban.cli.environment import REPOSITORY
from tongban.cli.postgres import EmbeddedPostgres

SCRIPT = "ordeal.json"


def environment(home: pathlib.Path, **more: str) -> dict[str, str]:
    """Return the environment of a process that works in the home, whatever ours says."""
    ours = ("DATABASE_URL", "TONGBAN_DEMO", "TONGBAN_DEMO_CLOCK")
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    path = os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "src")])
    said = {"TONGBAN_HOME": str(home), "PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "tongban.settings"}
    return {**kept, **said, **more}


def run(module: str, home: pathlib.Path, *arguments: str, **more: str) -> str:
    """Run one of our modules on a home in its own process and return its last line."""
    answer = subprocess.run(
        [sys.executable, "-m", module, "--home", str(home), *arguments],
        cwd=REPOSITORY,
        env=environment(home, **more),
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode:
        raise RuntimeError(f"{module} failed:\n{answer.stderr[-3000:]}")
    return answer.stdout.strip().splitlines()[-1]


def prepare(home: pathlib.Path) -> dict[str, Any]:
    """Load the demo city into a home that has none, and return what the clients need to know of it."""
    kept = home / SCRIPT
    if not kept.exists():
        kept.write_text(run("tests.faults.harness.prepare", home))
    script: dict[str, Any] = json.loads(kept.read_text())
    return script


@contextlib.contextmanager
def city_home() -> Iterator[pathlib.Path]:
    """Copy the prepared city to a home of its own; nothing of it is left afterwards."""
    with home_of_its_own() as home:
        copy_to(home)
        yield home


def copy_to(home: pathlib.Path) -> None:
    """Fill an empty folder with a copy of the prepared city, whose database is stopped."""
    subprocess.run(["cp", "-a", f"{_prepared()}/.", str(home)], check=True)


@contextlib.contextmanager
def home_of_its_own() -> Iterator[pathlib.Path]:
    """Make an empty home; its database is stopped and all of it removed afterwards."""
    home = pathlib.Path(tempfile.mkdtemp(prefix="tongban-faults-", dir=memory()))
    home.chmod(0o755)
    try:
        yield home
    finally:
        database = EmbeddedPostgres(home)
        database.stop()
        shutil.rmtree(database.places.sockets, ignore_errors=True)
        shutil.rmtree(home, ignore_errors=True)


_kept = contextlib.ExitStack()


@functools.cache
def _prepared() -> pathlib.Path:
    home = _kept.enter_context(home_of_its_own())
    prepare(home)
    return home


def forget_prepared() -> None:
    """Remove the prepared city, when nobody copies it any more."""
    _prepared.cache_clear()
    _kept.close()
