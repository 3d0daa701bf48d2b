"""The source as the architecture tests read it: files, syntax trees, apps in the order of the layers."""

from __future__ import annotations

import ast
import configparser
import functools
import pathlib
import subprocess
from collections.abc import Iterator

from tongban.cli.environment import REPOSITORY, SOURCE


@functools.cache
def kept_files() -> tuple[pathlib.Path, ...]:
    """Return the files of the repository, those not yet added included, those ignored left out."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = (REPOSITORY / name for name in listed.stdout.split("\0") if name)
    return tuple(path for path in sorted(paths) if path.is_file())


def named(path: pathlib.Path) -> str:
    """Return a path as it is named in a message."""
    return str(path.relative_to(REPOSITORY))


@functools.cache
def tree(path: pathlib.Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def source_files(*, migrations: bool = False) -> Iterator[pathlib.Path]:
    """Yield the Python files of the house; migrations only when asked for, and then nothing else."""
    for path in sorted(SOURCE.rglob("*.py")):
        if ("migrations" in path.parts) is migrations:
            yield path


def imports(path: pathlib.Path) -> Iterator[str]:
    """Yield the full names that a file imports from."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@functools.cache
def layers() -> tuple[frozenset[str], ...]:
    """Return the apps as `.importlinter` prints them, the highest layer first."""
    config = configparser.ConfigParser()
    config.read(REPOSITORY / ".importlinter")
    lines = config["importlinter:contract:apps"]["layers"].split("\n")
    return tuple(frozenset(name.strip(" ()") for name in line.split("|")) for line in lines if line.strip())


def level(app: str) -> int:
    """Return the place of an app, 0 for the highest. Raises LookupError for an app that has none."""
    for place, apps in enumerate(layers()):
        if app in apps:
            return place
    raise LookupError(f"{app} has no place in .importlinter")
