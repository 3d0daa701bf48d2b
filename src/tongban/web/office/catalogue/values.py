"""An item's content in words: each section with what it says, for those who read a draft rather than write it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tongban.catalogue.rules.labels import CODES, LABELS
from tongban.licences.queries.types import licence_type_names
from tongban.parties.queries import authorities
from tongban.web.office.catalogue.fields import FEN, MONEY, called
from tongban.web.office.catalogue.form import row_name, theme_names
from tongban.web.office.catalogue.sections import Section, fields_of, schema_of, sections_of

Named = Mapping[str, Mapping[str, str]]
KEYED = ("themes", "steps.authority", "result.licence_type")
"""The fields that hold keys, by path: what they stand for is known by name."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One field that says something: its name and its value in words, a line each."""

    label: str
    lines: list[str]

    @property
    def words(self) -> str:
        """Return the field and its value in one line."""
        return called(self.label, "、".join(self.lines))


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
        return "；".join(each.words for each in self.facts)


def names_of_keys() -> Named:
    """Return the names of what fields hold by key: themes, authorities and types of licences."""
    return {
        "themes": theme_names(),
        "steps.authority": {each.key: each.name for each in authorities()},
        "result.licence_type": licence_type_names(),
    }


def section_lines(content: Mapping[str, Any]) -> list[SectionLine]:
    """Return every section of an item with what it says."""
    named = names_of_keys()
    return [_line(section, content, named) for section in sections_of(content)]


def _line(section: Section, content: Mapping[str, Any], named: Named) -> SectionLine:
    if not section.is_table:
        return SectionLine(section, list(_facts(section, content, named)), [])
    rows = content.get(section.key) or ()
    return SectionLine(section, [], [(row_name(row), list(row_facts(section.key, row, named))) for row in rows])


def _facts(section: Section, content: Mapping[str, Any], named: Named) -> Iterator[Fact]:
    for path, _schema, _needed in fields_of(section, schema_of(content)):
        outer, _dot, inner = path.partition(".")
        value = (content.get(outer) or {}).get(inner) if inner else content.get(outer)
        if lines := in_words_of(path, value, named):
            yield Fact(_(LABELS[path]), lines)


def row_facts(table: str, row: Mapping[str, Any], named: Named, *, without: Collection[str] = ()) -> Iterator[Fact]:
    """Yield what a row of a table says, in the order of its fields."""
    for path, label in LABELS.items():
        above, _dot, name = path.rpartition(".")
        if above == table and name not in without and (lines := in_words_of(path, row.get(name), named)):
            yield Fact(_(label), lines)


def in_words_of(path: str, value: Any, named: Named) -> list[str]:
    """Return a value of the content in words, a line each; nothing for what is empty or not so."""
    if value is None or value is False or value in ("", [], {}):
        return []
    if value is True:
        return [_("是")]
    if isinstance(value, Mapping):
        return [" = ".join(str(each) for each in value.values())]
    if isinstance(value, list):
        return [row_name(each) if isinstance(each, Mapping) else _word(path, each, named) for each in value]
    return [_word(path, value, named)]


def _word(path: str, value: Any, named: Named) -> str:
    if path in MONEY and isinstance(value, int):
        return f"{value / FEN:.2f}"
    if (path, value) == ("condition_rules", "manual"):
        return _("人工判断")
    if value in CODES.get(path, ()):
        return _(CODES[path][value])
    return named.get(path, {}).get(value, str(value))
