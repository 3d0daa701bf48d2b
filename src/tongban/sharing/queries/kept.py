"""Reading what is kept in the space of a person or an organisation."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tongban.kernel import files
from tongban.kernel.errors import NotFound
from tongban.kernel.rules.paging import page_of
from tongban.parties.queries import organisations, people
from tongban.parties.rules.actor import Actor
from tongban.sharing.access import spaces_of
from tongban.sharing.models import KeptDocument
from tongban.sharing.rules.kept import KeptView

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page of kept documents, the newest first."""

    count: int
    page: int
    pages: int
    results: tuple[KeptView, ...]


@dataclass(frozen=True, slots=True)
class KeptFile:
    """The bytes of a kept document with the name under which they are saved."""

    name: str
    media_type: str
    data: bytes


def kept_documents(
    *, kind: str, party_id: int, standard: str | None = None, name: str | None = None, on: dt.date
) -> list[KeptView]:
    """Return what the owner keeps and may use on the day, the newest first; for a material, what is of its sort.

    `kind` is "person" or "organisation". With `standard` or `name`, those that are of the standard or bear the name.
    It asks for no actor: the caller has found that an application of the owner is the actor's to fill in.
    """
    wanted = Q()
    if standard:
        wanted |= Q(standard=standard)
    if name:
        wanted |= Q(name=name)
    rows = _of(kind, [party_id]).filter(wanted).exclude(valid_until__lt=on).order_by("-obtained_on", "-pk")
    return [kept_view(row) for row in rows]


def my_documents(actor: Actor, page: int = 1, *, kind: str = "", party_id: int = 0) -> KeptPage:
    """Return a page of what is kept in the spaces that the actor looks into, or in one of them; `page` counts from 1.

    A space that is none of the actor's holds nothing.
    """
    found = documents_of(actor)
    if kind:
        found = found & _of(kind, [party_id])
    rows, count, page, pages = page_of(found.order_by("-kept_at", "-pk"), page, PAGE_SIZE)
    persons = people({row.person_id for row in rows if row.person_id})
    firms = organisations({row.organisation_id for row in rows if row.organisation_id})
    named = [
        kept_view(row, (persons[row.person_id] if row.person_id else firms[row.organisation_id or 0]).name)
        for row in rows
    ]
    return KeptPage(count, page, pages, tuple(named))


def my_document(actor: Actor, document_id: int) -> KeptView:
    """Return one kept document. Raises NotFound for a stranger's and for one that was removed."""
    row = documents_of(actor).filter(pk=document_id).first()
    if row is None:
        raise NotFound(_("没有找到这份材料，可能已经删除"))
    return kept_view(row)


def my_document_file(actor: Actor, document_id: int) -> KeptFile:
    """Return the bytes of a kept document. Raises NotFound as `my_document` does."""
    kept = my_document(actor, document_id)
    return KeptFile(kept.file_name, kept.media_type, files.read(kept.sha256))


def documents_of(actor: Actor) -> QuerySet[KeptDocument]:
    """Return the filter by which list, count, page and file find the documents of the actor's spaces."""
    spaces = spaces_of(actor)
    persons = [pk for kind, pk in spaces if kind == "person"]
    firms = [pk for kind, pk in spaces if kind == "organisation"]
    return KeptDocument.objects.filter(Q(person_id__in=persons) | Q(organisation_id__in=firms), removed_at=None)


def kept_view(row: KeptDocument, owner_name: str = "") -> KeptView:
    """Return what is told of a kept document."""
    return KeptView(
        id=row.pk,
        owner_kind="person" if row.person_id else "organisation",
        owner_id=row.person_id or row.organisation_id or 0,
        owner_name=owner_name,
        name=row.name,
        standard=row.standard,
        file_name=row.file_name,
        media_type=row.media_type,
        size=row.size,
        pages=row.pages,
        sha256=row.sha256,
        level=row.level,
        obtained_on=row.obtained_on,
        valid_until=row.valid_until,
        source=row.source,
        case_number=row.case_number,
        times_used=row.times_used,
        used_at=row.used_at,
        kept_at=row.kept_at,
    )


def _of(kind: str, party_ids: list[int]) -> QuerySet[KeptDocument]:
    owner = {"person": "person_id__in", "organisation": "organisation_id__in"}[kind]
    return KeptDocument.objects.filter(**{owner: party_ids}, removed_at=None)
