"""Files are short, say what they are for, and know nothing of the machine they were written on."""

import ast
import pathlib
import re

from tests.architecture.source import SOURCE, imports, kept_files, layers, named, source_files, tree

MOST_LINES = 400
COUNTED = {".py", ".html", ".typ", ".css", ".js", ".md"}
LISTS = {"GLOSSARY.md", "CHANGELOG.md", "api.md", "access-matrix.md", "performance.md"}
NAMELESS = re.compile(r"^(utils?|helpers?|common|misc|base_?utils)(\.py)?$")
# Written in parts, so that this file does not hold what it looks for.
UNFINISHED = re.compile("|".join([r"\bTO" + r"DO\b", r"\bFIX" + r"ME\b", r"\bXX" + r"X\b", "NotImplemented" + "Error"]))
MACHINE = re.compile(
    "|".join(["/ho" + r"me/\w", "/Us" + r"ers/\w", "/wor" + r"k/", "/tmp/" + r"h-\w", r"C:\\Us" + "ers"])
)
TEXT = {".py", ".md", ".toml", ".html", ".typ", ".css", ".js", ".yml", ".yaml", ".json", ".lock", ".po", ".sh", ""}


def _texts() -> list[pathlib.Path]:
    return [path for path in kept_files() if path.suffix in TEXT]


class TestFiles:
    def test_are_short_enough_to_read_in_one_go(self) -> None:
        lengths = {
            named(path): len(path.read_text(encoding="utf-8").splitlines())
            for path in kept_files()
            if path.suffix in COUNTED and "migrations" not in path.parts and path.name not in LISTS
        }

        assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}

    def test_have_names_that_say_something(self) -> None:
        assert [named(p) for p in kept_files() if any(NAMELESS.match(part) for part in p.parts)] == []

    def test_leave_nothing_for_later(self) -> None:
        assert [named(path) for path in _texts() if UNFINISHED.search(path.read_text(encoding="utf-8"))] == []

    def test_name_no_place_on_a_machine(self) -> None:
        assert [named(path) for path in _texts() if MACHINE.search(path.read_text(encoding="utf-8"))] == []

    def test_of_the_house_begin_by_saying_what_they_are_for(self) -> None:
        silent = [
            named(path)
            for path in source_files()
            if path.name not in ("__init__.py", "apps.py", "admin.py", "urls.py")
            and "models" not in path.parts
            and not ast.get_docstring(tree(path))
        ]

        assert silent == []


# A kind of column, what seals the values that a column holds already, and the operation that squashed migrations are
# made of: nothing else could.
ADMITTED = {
    "tongban.kernel.squashing",
    "tongban.kernel.sealing",
    "tongban.kernel.sealing.fields",
    "tongban.kernel.sealing.converting",
    "tongban.kernel.sealing.converting.seal_existing",
}


class TestMigrations:
    def test_import_none_of_our_code(self) -> None:
        offences = [
            f"{named(path)} imports {name}"
            for path in source_files(migrations=True)
            for name in imports(path)
            if name.split(".")[0] == "tongban" and name not in ADMITTED
        ]

        assert offences == []


class TestApps:
    def test_have_all_a_place_in_the_layers(self) -> None:
        apps = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
        placed = {app for apps_on_line in layers() for app in apps_on_line}

        assert apps - placed == set()
