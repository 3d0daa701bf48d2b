"""Reading the base directory (基本目录): its entries, and who carries each of them out, where and at which level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from tongban.catalogue.models import Implementation, Item
from tongban.catalogue.rules.enumerations import EX_OFFICIO_TYPES, Standing
from tongban.kernel.errors import NotFound
from tongban.kernel.rules.item_codes import business_item_code
from tongban.kernel.rules.paging import page_of

PAGE_SIZE = 50
IMPLEMENTATIONS_SIZE = 100
# Whoever carries an item out has said so in a version that came into force.
_CARRIED_OUT = Q(implementations__current__isnull=False)
_FACETS = """
SELECT item.type, substr(item.catalog_code, 5, 2), count(*) FROM catalogue_item AS item
WHERE EXISTS (SELECT FROM catalogue_implementation AS carried WHERE carried.item_id = item.id
    AND carried.current_id IS NOT NULL)
GROUP BY 1, 2 ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the directory; `line` is the department part of its code."""

    catalog_code: str
    name: str
    name_en: str
    type: str
    line: str
    local_code: str
    in_use: bool
    implementations: int
    authorities: int


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """A page of entries, and how many of them there are by type and by department, each under the other's choice."""

    count: int
    page: int
    pages: int
    entries: tuple[Entry, ...]
    types: Mapping[str, int]
    lines: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class BusinessItem:
    """What people apply for within an item (业务办理项), with its code of 33 characters."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """An entry as one authority carries it out; `guide` says which page it has: "items", "powers", "" for none."""

    code: str
    local_code: str
    level: str
    region: str
    authority: str
    authority_en: str
    standing: str
    guide: str
    business_items: tuple[BusinessItem, ...]


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry with a page of those who carry it out, by level, division and authority; `levels` counts them all."""

    entry: Entry
    count: int
    page: int
    pages: int
    levels: Mapping[str, int]
    carried_out: tuple[CarriedOut, ...]


def directory(*, type: str = "", line: str = "", q: str = "", page: int = 1, size: int = PAGE_SIZE) -> DirectoryPage:
    """Return a page of the entries of a type, of a department and with words in name or code; three queries."""
    with connection.cursor() as cursor:
        cursor.execute(_FACETS)
        facets = cursor.fetchall()
    found = _entries().filter(_narrowed(type, line, q))
    rows, count, page, pages = page_of(_counted(found).order_by("catalog_code"), page, size, count=found.count())
    types: dict[str, int] = {}
    lines: dict[str, int] = {}
    for of_type, of_line, number in facets:
        if not line or of_line == line:
            types[of_type] = types.get(of_type, 0) + number
        if not type or of_type == type:
            lines[of_line] = lines.get(of_line, 0) + number
    return DirectoryPage(count, page, pages, tuple(_entry(row) for row in rows), types, dict(sorted(lines.items())))


def directory_entry(catalog_code: str, *, page: int = 1, size: int = IMPLEMENTATIONS_SIZE) -> EntryView:
    """Return an entry with a page of its implementations; three queries. NotFound when there is none."""
    item = _counted(_entries().filter(catalog_code=catalog_code)).first() if catalog_code.isdigit() else None
    if item is None:
        raise NotFound(_("基本目录里没有这个编码，请核对 12 位数字。"))
    carried = Implementation.objects.filter(item_id=item.pk, current__isnull=False)
    levels = dict(carried.order_by("level").values_list("level").annotate(number=Count("pk")))
    light = carried.select_related("authority", "region", "current").defer("current__content", "current__form")
    ordered = light.order_by("level", "region_id", "authority__key")
    rows, count, page, pages = page_of(ordered, page, size, count=sum(levels.values()))
    return EntryView(_entry(item), count, page, pages, levels, tuple(_carried_out(row) for row in rows))


def _entries() -> QuerySet[Item]:
    """Return the entries that somebody carries out, or did: what is only being drafted is nobody's to see yet."""
    carried = Implementation.objects.filter(item=OuterRef("pk"), current__isnull=False)
    return Item.objects.filter(Exists(carried))


def _narrowed(type: str, line: str, q: str) -> Q:
    wanted = Q(type=type) if type else Q()
    if line:
        wanted &= Q(catalog_code__regex=rf"^\d{{4}}{line}") if line.isdigit() else Q(pk__in=[])
    for word in "".join(each for each in q if each.isprintable()).split():
        wanted &= Q(name__icontains=word) | Q(catalog_code__startswith=word) | Q(local_code__icontains=word)
    return wanted


def _counted(items: QuerySet[Item]) -> QuerySet[Any]:
    return items.annotate(
        carried=Count("implementations", filter=_CARRIED_OUT),
        bodies=Count("implementations__authority", filter=_CARRIED_OUT, distinct=True),
    )


def _entry(row: Any) -> Entry:
    return Entry(
        catalog_code=row.catalog_code,
        name=row.name,
        name_en=row.name_en,
        type=row.type,
        line=row.catalog_code[4:6],
        local_code=row.local_code,
        in_use=row.in_use,
        implementations=row.carried,
        authorities=row.bodies,
    )


def _carried_out(row: Implementation) -> CarriedOut:
    current = row.current
    assert current is not None, "only implementations with a version in force are asked for"
    if current.type in EX_OFFICIO_TYPES:
        guide = "powers"
    else:
        guide = "items" if current.standing == Standing.IN_USE else ""
    return CarriedOut(
        code=row.task_code,
        local_code=row.local_code,
        level=row.level,
        region=row.region.name,
        authority=row.authority.name,
        authority_en=row.authority.name_en,
        standing=current.standing,
        guide=guide,
        business_items=tuple(
            BusinessItem(business_item_code(row.task_code, each["code"]), each["name"], each.get("name_en", ""))
            for each in current.business_items
        ),
    )
