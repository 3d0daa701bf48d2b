"""What a command did it says in Chinese, like the pages; what is wrong with the call it says in English."""

import ast
import pathlib
import re
from collections.abc import Iterator

import pytest

import tongban.cli.commands
from tests.architecture.source import tree

COMMANDS = pathlib.Path(tongban.cli.commands.__path__[0])
# For who builds Tongban: they speak the language of the code.
BUILDERS = {"audit", "bench", "check", "docs", "lock", "test"}
CHINESE, WORDS = re.compile("[\u4e00-\u9fff]"), re.compile("[A-Za-z]{3,} [a-z]{2,}")
FILES = sorted(path for path in COMMANDS.glob("*.py") if path.stem not in BUILDERS)


def calls(path: pathlib.Path, *names: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the words of each call of these names, without what is filled in."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node.lineno, " ".join(texts(node))


def texts(node: ast.AST) -> Iterator[str]:
    """Yield what is written below a node."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FormattedValue):
            yield from texts(child)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
class TestCommand:
    def test_says_what_it_did_in_chinese(self, path: pathlib.Path) -> None:
        english = [
            (line, told)
            for line, told in calls(path, "print")
            if WORDS.search(told.replace("./tongban", "")) and not CHINESE.search(told)
        ]

        assert english == []

    def test_says_what_is_wrong_with_the_call_in_english(self, path: pathlib.Path) -> None:
        chinese = [(line, told) for line, told in calls(path, "CommandTrouble", "say", "tqdm") if CHINESE.search(told)]

        assert chinese == []
