"""Reading the items that a steward may change, whatever their standing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery

from tongban.catalogue.access import implementations_of
from tongban.catalogue.models import Implementation, Version
from tongban.catalogue.rules.enumerations import UNDER_WAY
from tongban.kernel.rules.paging import page_of
from tongban.parties.rules.actor import Actor

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class EditableRow:
    """An item as its stewards list it; `revision` is the number of the change that it is in, empty without one.

    An item that was never in force has no `standing` and no number yet.
    """

    task_code: str
    name: str
    type: str
    level: str
    authority: str
    authority_en: str
    authority_id: int
    standing: str
    number: int | None
    revision: str
    revision_state: str


@dataclass(frozen=True, slots=True)
class EditableRows:
    rows: list[EditableRow]
    count: int
    page: int
    pages: int


def editable_items(
    actor: Actor, q: str = "", authority: int | None = None, standing: str | None = None, page: int = 1
) -> EditableRows:
    """Return a page of the items of the actor's authorities, by code: in force, suspended, cancelled or just begun.

    `q` is a part of the name or of a code. Two queries.
    """
    found = _narrowed(actor, q, authority, standing)
    rows, count, page, pages = page_of(_with_revision(found).order_by("task_code"), page, PAGE_SIZE)
    return EditableRows([_row(each) for each in rows], count, page, pages)


def editable_codes(
    actor: Actor, *, q: str = "", authority: int | None = None, standing: str | None = None
) -> list[str]:
    """Return the codes of all items that `editable_items` lists under the same filter; one query."""
    return list(_narrowed(actor, q, authority, standing).values_list("task_code", flat=True))


def _narrowed(actor: Actor, q: str, authority: int | None, standing: str | None) -> QuerySet[Implementation]:
    found = implementations_of(actor)
    if authority is not None:
        found = found.filter(authority_id=authority)
    if standing is not None:
        found = found.filter(current__standing=standing)
    if (words := q.strip()) and "\x00" not in words:
        found = found.filter(
            Q(current__name__icontains=words)
            | Q(current=None, item__name__icontains=words)
            | Q(task_code__startswith=words)
            | Q(item__catalog_code__startswith=words)
            | Q(local_code=words)
        )
    return found


def items_named(actor: Actor, task_codes: Iterable[str]) -> list[EditableRow]:
    """Return the items of the actor's authorities with the codes, by code; one query."""
    wanted = [code for code in task_codes if code.isprintable()]
    found = implementations_of(actor).filter(task_code__in=wanted)
    return [_row(each) for each in _with_revision(found).order_by("task_code")]


def _with_revision(found: QuerySet[Implementation]) -> QuerySet[Implementation]:
    on_the_way = Version.objects.filter(implementation=OuterRef("pk"), state__in=UNDER_WAY).order_by("-pk")
    return found.select_related("current", "item", "authority").annotate(
        revision_number=Subquery(on_the_way.values("revision__matter__number")[:1]),
        revision_state=Subquery(on_the_way.values("revision__matter__state")[:1]),
    )


def _row(each: Implementation) -> EditableRow:
    current = each.current
    return EditableRow(
        task_code=each.task_code,
        name=current.name if current else each.item.name,
        type=current.type if current else each.item.type,
        level=each.level,
        authority=each.authority.short_name or each.authority.name,
        authority_en=each.authority.name_en,
        authority_id=each.authority_id,
        standing=current.standing if current else "",
        number=current.number if current else None,
        revision=getattr(each, "revision_number", None) or "",
        revision_state=getattr(each, "revision_state", None) or "",
    )
