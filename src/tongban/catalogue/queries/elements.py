"""Reading the data elements, and which items ask for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from tongban.catalogue.models import DataElement
from tongban.catalogue.rules.elements import Element, by_label, plain_label
from tongban.catalogue.rules.enumerations import FieldType, VersionState
from tongban.kernel.errors import NotFound
from tongban.kernel.rules.paging import page_of

PAGE_SIZE = 50

# A form is compiled from the content that it came from, so the elements of what is in force are read from there.
_USES = """
SELECT field ->> 'element', version.name, implementation.task_code
FROM catalogue_version AS version
JOIN catalogue_implementation AS implementation ON implementation.id = version.implementation_id
CROSS JOIN LATERAL jsonb_array_elements(version.content -> 'form') AS page
CROSS JOIN LATERAL jsonb_array_elements(page -> 'fields') AS field
WHERE version.state = %s AND jsonb_typeof(version.content -> 'form') = 'array'
    AND version.content -> 'form' <> '[]'::jsonb AND field ->> 'element' = ANY(%s)
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class ElementRow:
    """An element with the items in force that ask for it (name, code), and whether the city has set it itself."""

    element: Element
    items: tuple[tuple[str, str], ...]
    is_own: bool


@dataclass(frozen=True, slots=True)
class ElementRows:
    """A page of elements, and how many there are in all."""

    count: int
    rows: tuple[ElementRow, ...]
    page: int


def elements() -> dict[str, Element]:
    """Return every data element by its key; one query."""
    return {row.key: _element(row) for row in DataElement.objects.order_by("key")}


def element(key: str) -> Element:
    """Return one data element. Raises NotFound."""
    row = DataElement.objects.filter(key=key).first()
    if row is None:
        raise NotFound(_("没有这个数据项，请从数据项目录中选择。"))
    return _element(row)


def element_rows(*, q: str = "", about: str = "", page: int = 1) -> ElementRows:
    """Return a page of the elements that words and domain leave, each with the items that ask for it; two queries."""
    kept = [row for row in DataElement.objects.order_by("key") if _meant(row, q, about)]
    shown, count, page, _pages = page_of(kept, page, PAGE_SIZE)
    uses = items_asking([row.key for row in shown])
    rows = tuple(ElementRow(_element(row), uses.get(row.key, ()), row.changed_at is not None) for row in shown)
    return ElementRows(count, rows, page)


def items_asking(keys: list[str]) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return by element the items in force that ask for it: name and 实施编码."""
    found: dict[str, list[tuple[str, str]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_USES, [VersionState.PUBLISHED.value, keys])
        for key, name, code in cursor.fetchall():
            found.setdefault(key, []).append((name, code))
    return {key: tuple(rows) for key, rows in found.items()}


def elements_like(label: str, limit: int = 20) -> list[Element]:
    """Return the elements whose labels have the words: the one that is called so first, then the shorter labels."""
    wanted = plain_label(label)
    known = elements()
    exact = by_label(known.values()).get(wanted)
    near = [each for each in known.values() if wanted and each != exact and _says(each, wanted)]
    near.sort(key=lambda each: (len(each.title), each.key))
    return ([exact] if exact else [])[:limit] + near[: limit - bool(exact)]


def _says(element: Element, words: str) -> bool:
    labels = (element.key, element.title, *element.aliases)
    return any(words in plain_label(each) for each in labels) or words.lower() in element.title_en.lower()


def _meant(row: DataElement, q: str, about: str) -> bool:
    if about and row.key.partition(".")[0] != about:
        return False
    return not q or _says(_element(row), plain_label(q))


def _element(row: DataElement) -> Element:
    return Element(
        key=row.key,
        title=row.title,
        title_en=row.title_en,
        type=FieldType(row.type),
        level=row.level,
        choices=tuple(row.choices),
        minimum=row.minimum,
        maximum=row.maximum,
        pattern=row.pattern,
        unit=row.unit,
        help=row.help,
        help_en=row.help_en,
        aliases=tuple(row.aliases),
    )
