"""The pages of the docs say what the program does: printed pages are fresh, commands and settings are all there."""

import os
import re
from collections.abc import Iterator

import pytest

from tests.architecture.source import REPOSITORY, kept_files, named, source_files
from tongban.cli.__main__ import find_commands
from tongban.cli.commands.docs import FOLDER
from tongban.cli.lifecycle_pages import pages
from tongban.matters.lifecycle import KINDS

READ = r"environ(?:\.get|\.setdefault)?|secret|secret_file|number|log_level"
SETTING = re.compile(rf"""(?:{READ})[\[(]\s*["']([A-Z_]+)["']""")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
COMMAND = re.compile(r"\./tongban ([a-z][a-z-]*)")
# Of the machine or of the tools beside us, not ours to describe.
OTHERS = {
    "HOME",
    "PATH",
    "DEBIAN_FRONTEND",
    "XDG_CONFIG_HOME",
    "DJANGO_SETTINGS_MODULE",
    "NO_COLOR",
    "FONTCONFIG_FILE",
    "LANG",
}


def _pages_of_docs() -> Iterator[tuple[str, str]]:
    for path in kept_files():
        if path.suffix == ".md":
            yield named(path), path.read_text(encoding="utf-8")


class TestPrintedPages:
    @pytest.fixture(autouse=True)
    def house_kinds_only(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for code, kind in list(KINDS.items()):
            if not kind.holds.__module__.startswith("tongban."):
                monkeypatch.delitem(KINDS, code)

    def test_are_up_to_date(self) -> None:
        stale = [name for name, text in pages().items() if (FOLDER / name).read_text(encoding="utf-8") != text]

        assert stale == [], "run `./tongban docs`"


class TestCommands:
    def test_have_each_a_section_in_the_reference(self) -> None:
        text = (REPOSITORY / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
        described = set(re.findall(r"^## `./tongban ([a-z-]+)", text, re.MULTILINE))

        assert described == {command.NAME for command in find_commands()}

    def test_that_pages_name_exist(self) -> None:
        known = {command.NAME for command in find_commands()}
        unknown = [
            f"{name}: ./tongban {command}"
            for name, text in _pages_of_docs()
            for command in COMMAND.findall(text)
            if command not in known
        ]

        assert unknown == []


class TestSettings:
    def test_have_each_a_row_in_the_reference(self) -> None:
        text = (REPOSITORY / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
        described = set(re.findall(r"^\| `([A-Z_]+)`", text, re.MULTILINE))
        used = {name for path in source_files() for name in SETTING.findall(path.read_text(encoding="utf-8"))}

        assert used - OTHERS - described == set(), "settings that no page describes"
        assert described - used == set(), "settings that no code reads"


class TestLinks:
    def test_lead_to_files_that_exist(self) -> None:
        broken = [
            f"{name}: {target}"
            for name, text in _pages_of_docs()
            for target in LINK.findall(text)
            if "://" not in target
            and not target.startswith("mailto:")
            and not os.path.exists(os.path.join(REPOSITORY, os.path.dirname(name), target))
        ]

        assert broken == []
