"""The package of a closed case, for those who may see the case unmasked."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tongban.cases.access import is_for, reveals
from tongban.cases.models import Archive
from tongban.cases.queries.documents import File
from tongban.cases.queries.reading import read_case
from tongban.kernel import files
from tongban.kernel.errors import NotFound
from tongban.parties.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class ArchiveView:
    """When the package was made, its size in bytes and its hash."""

    made_at: dt.datetime
    size: int
    sha256: str


def archive_of(actor: Actor, number: str) -> ArchiveView | None:
    """Return the newest package of a case that the actor may see unmasked; None while there is none.

    It is whole or not at all: where it holds what is not for the applicant, they have the documents on their page.
    """
    facts = read_case(number, actor)
    if not reveals(actor, facts) or any(not is_for(actor, facts, each.kind) for each in facts.parts["documents"]):
        return None
    found = Archive.objects.filter(matter_id=facts.matter.pk).order_by("-version").first()
    return ArchiveView(found.made_at, found.size, found.sha256) if found else None


def archive_file(actor: Actor, number: str) -> File:
    """Return the newest package of a case. Raises NotFound when there is none, or none for the actor."""
    found = archive_of(actor, number)
    if found is None:
        raise NotFound(_("这个办件还没有归档包"))
    return File(f"{number}.zip", "application/zip", files.read(found.sha256))
