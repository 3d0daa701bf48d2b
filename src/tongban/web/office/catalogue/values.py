"""An item's content in words: each section with what it says, for those who read a draft rather than write it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tongban.catalogue.rules.labels import CODES, LABELS
from tongban.web.office.catalogue.fields import FEN, MONEY
from tongban.web.office.catalogue.form import row_name
from tongban.web.office.catalogue.sections import Section, fields_of, schema_of, sections_of


@dataclass(frozen=True, slots=True)
class Fact:
    """One field that says something: its name and its value in words, a line each."""

    label: str
    lines: list[str]


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One section as lists show it: `rows` are the names of a table's rows, `facts` what its fields say."""

    section: Section
    facts: list[Fact]
    rows: list[tuple[str, list[Fact]]]

    @property
    def title(self) -> str:
        """The section's name."""
        return _(self.section.title)

    @property
    def summary(self) -> str:
        """Return a few words of what is in it; "" when it is empty."""
        if self.section.is_table:
            names = "、".join(name for name, _facts in self.rows[:3])
            more = "……" if len(self.rows) > 3 else ""
            return _("%(count)s 项：%(names)s") % {"count": len(self.rows), "names": names + more} if self.rows else ""
        return "；".join(f"{each.label}：{'、'.join(each.lines)}" for each in self.facts)


def section_lines(content: Mapping[str, Any]) -> list[SectionLine]:
    """Return every section of an item with what it says."""
    return [_line(section, content) for section in sections_of(content)]


def _line(section: Section, content: Mapping[str, Any]) -> SectionLine:
    if not section.is_table:
        return SectionLine(section, list(_facts(section, content)), [])
    rows = content.get(section.key) or ()
    return SectionLine(section, [], [(row_name(row), list(row_facts(section.key, row))) for row in rows])


def _facts(section: Section, content: Mapping[str, Any]) -> Iterator[Fact]:
    for path, _schema, _needed in fields_of(section, schema_of(content)):
        outer, _dot, inner = path.partition(".")
        value = (content.get(outer) or {}).get(inner) if inner else content.get(outer)
        if lines := in_words_of(path, value):
            yield Fact(_(LABELS[path]), lines)


def row_facts(table: str, row: Mapping[str, Any]) -> Iterator[Fact]:
    for name, value in row.items():
        path = f"{table}.{name}"
        if path in LABELS and (lines := in_words_of(path, value)):
            yield Fact(_(LABELS[path]), lines)


def in_words_of(path: str, value: Any) -> list[str]:
    """Return a value of the content in words, a line each; nothing for what is empty or not so."""
    if value is None or value is False or value in ("", [], {}):
        return []
    if value is True:
        return [_("是")]
    if isinstance(value, Mapping):
        return [" = ".join(str(each) for each in value.values())]
    if isinstance(value, list):
        if value and isinstance(value[0], Mapping):
            return [row_name(row) for row in value]
        return [_word(path, each) for each in value]
    return [_word(path, value)]


def _word(path: str, value: Any) -> str:
    if path in MONEY and isinstance(value, int):
        return f"{value / FEN:.2f}"
    return _(CODES[path][value]) if value in CODES.get(path, ()) else str(value)
