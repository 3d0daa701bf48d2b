"""Reading what a first page shows: themes, what people ask for, and how much there is."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.db.models import Count, Q, QuerySet

from tongban.catalogue.access import implementations_in_use
from tongban.catalogue.models import Implementation, SearchDocument, Theme
from tongban.catalogue.queries.figures import most_applied
from tongban.catalogue.rules.views import Counts, ItemRow, ThemeView

# The search knows each item in use once, and what many say alike once: that is far less to read than their versions.
_UNDER_EACH_THEME = """
SELECT theme, count(DISTINCT item_id)
FROM (SELECT DISTINCT text_id, item_id FROM catalogue_searchdocument) AS said
JOIN catalogue_searchtext AS text ON text.id = said.text_id CROSS JOIN LATERAL unnest(text.themes) AS theme
GROUP BY theme
"""


def themes() -> list[ThemeView]:
    """Return the themes in their order, each with its number of base items in use; two queries.

    A base item counts once, however many authorities carry it out: that is what one finds under the theme.
    """
    with connection.cursor() as cursor:
        cursor.execute(_UNDER_EACH_THEME)
        counted = dict(cursor.fetchall())
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
        # What many authorities say alike is offered once.
        once = SearchDocument.objects.order_by("text", "level", "implementation").distinct("text")
        others = _rows().filter(pk__in=once.values("implementation")).exclude(task_code__in=used)
        others = others.order_by("-current__aliases__len", "task_code")
        found += others[: limit - len(found)]
    return [row_of(each) for each in found]


def counts() -> Counts:
    """Return how much the city offers; one query."""
    online = Q(current__channels__overlap=["web", "mobile"])
    counted = implementations_in_use().aggregate(
        items=Count("pk"), online=Count("pk", filter=online), authorities=Count("authority", distinct=True)
    )
    return Counts(**counted)


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
