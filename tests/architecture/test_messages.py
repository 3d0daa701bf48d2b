"""Every sentence that the house says in Chinese is said in English too."""

import functools
import io
import pathlib

from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation import templatize

from tests.architecture.source import SOURCE, named

CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
ONE = ("_", "gettext", "gettext_lazy", "gettext_noop", "Message")
KEYWORDS = dict.fromkeys(ONE) | {"ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2)}


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)


@functools.cache
def _said() -> dict[str, str]:
    """Return every Chinese message id of Python files and templates, with the first place where it is said."""
    said: dict[str, str] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            _collect(said, path, path.read_bytes())
    for path in sorted(SOURCE.rglob("templates/**/*.*")):
        if path.suffix in (".html", ".txt"):
            _collect(said, path, templatize(path.read_text(encoding="utf-8")).encode())
    return said


def _collect(said: dict[str, str], path: pathlib.Path, source: bytes) -> None:
    for line, ids, _comments, _context in extract("python", io.BytesIO(source), keywords=KEYWORDS):
        for message in ids if isinstance(ids, tuple) else (ids,):
            if isinstance(message, str) and _is_chinese(message):
                said.setdefault(message, f"{named(path)}:{line}")


class TestMessages:
    def test_have_an_english_translation(self) -> None:
        with CATALOGUE.open("rb") as file:
            catalogue = read_po(file)
        known = {part for each in catalogue for part in (each.id if isinstance(each.id, tuple) else (each.id,))}

        missing = [f"{place}: {message}" for message, place in _said().items() if message not in known]

        assert missing == [], f"{len(missing)} message ids are not in {named(CATALOGUE)}"

    def test_are_found_in_both_python_and_templates(self) -> None:
        places = set(_said().values())

        assert any(".py:" in place for place in places)
        assert any(".html:" in place for place in places)
