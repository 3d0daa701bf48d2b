"""Files of a case, for who may see it unmasked; the number of a printed document, for anybody."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tongban.cases.access import reveals
from tongban.cases.models import Document
from tongban.cases.queries.reading import read_case
from tongban.kernel import files
from tongban.kernel.errors import NotFound
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class File:
    """A file to be handed out: its name, media type and bytes."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class DocumentState:
    """What anybody learns of a printed document: that it was made, what, when, and the hash of its file."""

    number: str
    title: str
    authority: str
    made_at: dt.datetime
    sha256: str


def document_file(actor: Actor, number: str, document_number: str) -> File:
    """Return a document of a case that the actor may see, byte for byte as it was made. Raises NotFound."""
    facts = _read_unmasked(number, actor)
    for document in facts.parts["documents"]:
        if document.number == document_number:
            return File(f"{document.title}-{document.number}.pdf", "application/pdf", files.read(document.sha256))
    raise NotFound(_("没有找到这份文书"))


def _read_unmasked(number: str, actor: Actor) -> Facts:
    facts = read_case(number, actor)
    if not reveals(actor, facts):
        raise NotFound(_("没有找到这个文件"))
    return facts


def material_file(actor: Actor, number: str, material_id: int) -> File:
    """Return a file that was given for a case that the actor may see. Raises NotFound."""
    facts = _read_unmasked(number, actor)
    for material in facts.parts["materials"]:
        if material.pk == material_id:
            return File(material.file_name, material.media_type, files.read(material.sha256))
    raise NotFound(_("没有找到这个文件"))


def document_state(document_number: str) -> DocumentState:
    """Return what the QR code of a printed document shows to anybody. Raises NotFound."""
    # PostgreSQL has no text with a NUL in it.
    wanted = Document.objects.select_related("matter__owner").filter(number=document_number)
    found = wanted.first() if "\x00" not in document_number else None
    if found is None:
        raise NotFound(_("没有这个编号的文书，请核对编号；若文书上印有此编号，它可能是伪造的"))
    return DocumentState(found.number, found.title, found.matter.owner.name, found.made_at, found.sha256)
