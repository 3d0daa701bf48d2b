"""Reading what a first page shows: themes, what people ask for, and how much there is."""

from __future__ import annotations

import datetime as dt

from django.db.models import OrderBy, QuerySet, Value
from django.db.models.functions import Length, Replace

from tongban.catalogue.access import implementations_in_use
from tongban.catalogue.models import Implementation, Offering, SearchDocument, SearchText, Theme
from tongban.catalogue.queries.figures import most_applied
from tongban.catalogue.rules.views import Counts, ItemRow, ThemeView


def themes() -> list[ThemeView]:
    """Return the themes in their order, each with its number of base items in use; two queries.

    A base item counts once, however many authorities carry it out: that is what one finds under the theme.
    """
    counted = Offering.objects.values_list("themes", flat=True).first() or {}
    return [
        ThemeView(
            key=theme.key,
            name=theme.name,
            name_en=theme.name_en,
            kind=theme.kind,
            note=theme.note,
            note_en=theme.note_en,
            audience=tuple(theme.audience),
            icon=theme.icon,
            count=counted.get(theme.key, 0),
        )
        for theme in Theme.objects.all()
    ]


def popular(limit: int, on: dt.date) -> list[ItemRow]:
    """Return the items that a first page offers: what most people applied for lately, as the figures say.

    Where there are not so many yet, those with most plain names follow, which is what people ask by. Three queries at
    most.
    """
    used = most_applied(limit, on)
    rows = _rows().filter(task_code__in=used)
    found = sorted(rows, key=lambda row: used.index(row.task_code))
    if len(found) < limit:
        # What many authorities say alike is offered once; of the texts those with the most words between blanks.
        texts = SearchText.objects.order_by(*_most_named("")).values("pk")[: limit + len(used)]
        once = SearchDocument.objects.filter(text__in=texts).order_by("text", "level", "implementation")
        others = _rows().filter(pk__in=once.distinct("text").values("implementation")).exclude(task_code__in=used)
        found += others.order_by(*_most_named("search_document__text__"))[: limit - len(found)]
    return [row_of(each) for each in found]


def _most_named(of: str) -> tuple[OrderBy | str, ...]:
    """Return the order of texts by how many plain names they hold, and of equals by what they say.

    `of` leads to the text's columns. No two texts stand alike in it, and it outlasts a search that is built again.
    """
    names = Length(f"{of}alias_keys") - Length(Replace(f"{of}alias_keys", Value(" ")))
    return (names.desc(), f"{of}name_key", f"{of}digest")


def counts() -> Counts:
    """Return how much the city offers; one query."""
    return Counts(*Offering.objects.values_list("items", "online", "authorities").first() or (0, 0, 0))


def _rows() -> QuerySet[Implementation]:
    rows = implementations_in_use().select_related("current", "authority", "region", "item")
    return rows.defer("current__content", "current__form")


def row_of(implementation: Implementation) -> ItemRow:
    """Return an implementation as a list shows it; its version, authority and region must be loaded."""
    current = implementation.current
    assert current is not None, "only implementations in use are listed"
    return ItemRow(
        code=implementation.task_code,
        name=current.name,
        name_en=current.name_en,
        authority=implementation.authority.short_name or implementation.authority.name,
        authority_en=implementation.authority.name_en,
        authority_key=implementation.authority.key,
        region=implementation.region.name,
        region_code=implementation.region_id,
        level=implementation.level,
        type=current.type,
        instance=current.instance,
        promised_days=current.promised_days,
        promised_unit=current.promised_unit,
        visits=current.visits,
        audience=tuple(current.audience),
        aliases=tuple(current.aliases),
        catalog_code=implementation.item.catalog_code,
    )
