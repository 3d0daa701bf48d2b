"""Reading the catalogue out of the house: what is in force, as an item file or as linked data holds it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any

from django.conf import settings
from django.db.models import QuerySet

from tongban.catalogue.models import Version
from tongban.catalogue.rules.cpsv import CONTEXT, Carried, public_service
from tongban.catalogue.rules.drafts import as_in_file
from tongban.catalogue.rules.enumerations import VersionState
from tongban.catalogue.rules.item_writers import WRITERS, write_linked_data

CHUNK = 500
# The forms of a file, by its ending, each with what a browser is told of it.
FORMS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "json": "application/json",
    "jsonld": "application/ld+json",
}


def export(
    form: str,
    out: IO[bytes],
    *,
    codes: Iterable[str] | None = None,
    said: Callable[[int], object] | None = None,
) -> int:
    """Write the items in force in one of the FORMS and return how many; `codes` narrows to 实施编码.

    `said` hears of progress. The items are read a chunk at a time; those that are written are one moment's.
    """
    if form == "jsonld":
        return write_linked_data(_told(linked(codes), said), out, CONTEXT)
    return WRITERS[f".{form}"](_told(contents(codes), said), out)


def contents(codes: Iterable[str] | None = None) -> Iterator[dict[str, Any]]:
    """Yield the contents in force as item files hold them, variants after the ordinary version of each."""
    for content in in_force(codes).values_list("content", flat=True).iterator(CHUNK):
        yield as_in_file(content)


def linked(codes: Iterable[str] | None = None) -> Iterator[dict[str, Any]]:
    """Yield the items in force as public services of CPSV-AP; what is beside the ordinary version is left out."""
    found = in_force(codes).filter(variant="").select_related("implementation__authority", "implementation__region")
    for version in found.only("content", *_CARRIED).iterator(CHUNK):
        carried_out = version.implementation
        carried = Carried(
            code=carried_out.task_code,
            authority=carried_out.authority.name,
            uscc=carried_out.authority.uscc,
            region=carried_out.region.name,
            region_code=carried_out.region_id,
            site=settings.PUBLIC_URL,
        )
        yield public_service(version.content, carried)


_CARRIED = (
    "implementation__task_code",
    "implementation__authority__name",
    "implementation__authority__uscc",
    "implementation__region__name",
)


def in_force(codes: Iterable[str] | None = None) -> QuerySet[Version]:
    """Return the versions in force, by code."""
    found = Version.objects.filter(state=VersionState.PUBLISHED.value)
    if codes is not None:
        found = found.filter(implementation__task_code__in=list(codes))
    return found.order_by("implementation__task_code", "variant")


def count_in_force(codes: Iterable[str] | None = None) -> int:
    """Return how many contents there are in force."""
    return in_force(codes).count()


def _told(rows: Iterable[dict[str, Any]], said: Callable[[int], object] | None) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield row
        if said is not None:
            said(1)
