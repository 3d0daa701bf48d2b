"""Rules, lifecycles, events and ports are plain Python: of Django they know only how to mark a text."""

import ast
import pathlib
from collections.abc import Iterator

from tongban.cli.environment import SOURCE

PLAIN_ROOMS = ["rules", "lifecycle", "events", "ports"]
ALLOWED = {"django.utils.translation"}
FOREIGN = {"django", "psycopg", "ninja", "allauth", "procrastinate"}


def _plain_files() -> Iterator[pathlib.Path]:
    for room in PLAIN_ROOMS:
        yield from SOURCE.glob(f"*/{room}.py")
        yield from SOURCE.glob(f"*/{room}/**/*.py")


def _imports(file: pathlib.Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


class TestPlainRooms:
    def test_import_no_framework(self) -> None:
        offences = [
            f"{file.relative_to(SOURCE)} imports {name}"
            for file in _plain_files()
            for name in _imports(file)
            if name.split(".")[0] in FOREIGN and name not in ALLOWED
        ]

        assert offences == []
