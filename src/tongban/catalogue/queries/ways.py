"""Ways to every item without a search: by theme, by authority, by base item; a query each.

None of the lists has pages: behind each page that a reader can open in two clicks stand all items that belong there,
so that every item is three clicks from the first page however many there are.
"""

from __future__ import annotations

from django.db.models import Count, F, QuerySet, Window

from tongban.catalogue.access import implementations_in_use, no_such_item
from tongban.catalogue.models import Implementation
from tongban.catalogue.rules.ways import AuthorityRow, Carrier, WayRow


def items_under(theme: str) -> list[WayRow]:
    """Return the base items that stand under a theme, each once however many authorities carry it out."""
    # The search document's index knows the themes; the items in use are still those of `access`.
    return _once_each(implementations_in_use().filter(search_document__text__themes__contains=[theme]))


def items_of_authority(key: str) -> list[WayRow]:
    """Return all items in use of an authority."""
    return _once_each(implementations_in_use().filter(authority__key=key))


def authorities_with_items() -> list[AuthorityRow]:
    """Return the authorities that carry out items in use, those of the city first."""
    rows = (
        implementations_in_use()
        .order_by("authority__region", "authority")
        .values_list(
            "authority__key",
            "authority__name",
            "authority__name_en",
            "authority__region__name",
        )
        .annotate(items=Count("pk"))
    )
    return [AuthorityRow(*row) for row in rows]


def carriers(catalog_code: str) -> list[Carrier]:
    """Return everybody who carries out a base item, from the city down; NotFound when nobody does."""
    rows = (
        implementations_in_use()
        .filter(item__catalog_code=catalog_code)
        .order_by("level", "region", "task_code")
        .values_list(
            "task_code",
            "current__name",
            "current__name_en",
            "authority__name",
            "authority__name_en",
            "region__name",
            "level",
            "current__instance",
            "current__promised_days",
            "current__promised_unit",
            "current__address",
            "authority__address",
        )
    )
    found = [Carrier(*row[:10], row[10] or row[11]) for row in rows]
    if not found:
        raise no_such_item()
    return found


def _once_each(implementations: QuerySet[Implementation]) -> list[WayRow]:
    rows = (
        implementations.annotate(how_many=Window(Count("pk"), partition_by=[F("item_id")]))
        .order_by("item_id", "level", "task_code")
        .distinct("item_id")
        .values_list(
            "item__catalog_code",
            "task_code",
            "current__name",
            "current__name_en",
            "current__instance",
            "current__visits",
            "authority__name",
            "authority__name_en",
            "how_many",
            "current__themes",
            "current__aliases__0",
        )
    )
    return sorted((WayRow(*row[:9], tuple(row[9]), row[10] or "") for row in rows), key=lambda row: row.catalog_code)
