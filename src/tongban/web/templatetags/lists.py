"""The words of the published lists and of codes taken apart, in the reader's language."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongban.catalogue.queries.published_lists import Difference, ListRow, ListSummary
from tongban.catalogue.rules import enumerations
from tongban.catalogue.rules.list_columns import AUTHORITY, IDENTITY, LOCAL_CODE, NAME, Column, labels_of
from tongban.catalogue.rules.published_lists import OWN_ROWS, PublishedList

register = template.Library()


def _english() -> bool:
    return (get_language() or "").startswith("en")


def cell_words(column: Column, cell: Any) -> str:
    """Return a cell as people read it: the labels of codes, yes or no, numbers and texts as they are."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return _("是") if cell else _("否")
    if column.codes:
        apart = ", " if _english() else "、"
        return apart.join(_(label) for label in labels_of(column, cell))
    return str(cell)


@dataclass(frozen=True, slots=True)
class Identity:
    """A row as a page shows it: what every list says of an item, and the list's own cells in words.

    `own` is the list's own first cell where a row is not an item but one of its proofs, materials or services.
    """

    name: str
    page: str
    code: str
    local_code: str
    authority: str
    region: str
    level: str
    own: str
    rest: list[tuple[Column, str]]


@register.filter
def identity_of(row: ListRow, wanted: PublishedList) -> Identity:
    """Return the words of a row."""
    cells = [(column, cell_words(column, cell)) for column, cell in zip(wanted.columns, row.cells, strict=True)]
    known = {column.key: words for column, words in cells[: len(IDENTITY)]}
    if _english():
        known["name"] = row.name_en or known["name"]
        known["authority"] = row.authority_en or known["authority"]
    rest = [(column, words) for column, words in cells[len(IDENTITY) :] if column is not LOCAL_CODE]
    local_code = next((words for column, words in cells if column is LOCAL_CODE), "")
    own = rest[0][1] if wanted.source in OWN_ROWS else ""
    return Identity(**known, local_code=local_code, page=page_of(row), own=own, rest=rest)


@register.filter
def shown_columns(wanted: PublishedList) -> list[Column]:
    """Return the columns of a list's table on a page, where codes, division and level stand with name and authority."""
    own = wanted.columns[len(IDENTITY) :]
    return [NAME, AUTHORITY, *(column for column in own if column is not LOCAL_CODE)]


@register.filter
def parts_of(summary: ListSummary) -> list[tuple[str, int]]:
    """Return the parts of a list by name, each with its number of rows."""
    return [(_(part.name), summary.parts[part.key]) for part in summary.list.parts]


@register.filter
def changes_of(difference: Difference, wanted: PublishedList) -> list[tuple[Column, str, str]]:
    """Return the cells that differ: column, what stood before, what stands now."""
    before = difference.before or ()
    return [
        (
            wanted.columns[place],
            cell_words(wanted.columns[place], before[place]),
            cell_words(wanted.columns[place], difference.row.cells[place]),
        )
        for place in difference.changed
    ]


@register.filter
def page_of(row: ListRow) -> str:
    """Return the address of the item's public page, "" where it has none now."""
    page = {"items": "portal:guide", "powers": "portal:power"}.get(row.guide)
    return reverse(page, args=[row.code]) if page else ""


@register.filter
def iso(day: dt.date) -> str:
    """Write a day as addresses and date fields have it: 2026-03-01."""
    return day.isoformat()


@register.filter
def item_standing(code: str) -> str:
    """Return the word for how an item stands (事项状态)."""
    return _(enumerations.STANDINGS.get(code, code))


@register.filter
def body_kind(code: str) -> str:
    """Return the word for the kind of body that acts (实施主体性质)."""
    return _(enumerations.BODY_KINDS.get(code, code))


@register.filter
def power_source(code: str) -> str:
    """Return the word for where a power comes from (权力来源)."""
    return _(enumerations.POWER_SOURCES.get(code, code))
