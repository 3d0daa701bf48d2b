"""Files of a case, for who may see it unmasked; the number of a printed document, for anybody."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tongban.cases.access import reveals
from tongban.cases.models import Document
from tongban.cases.queries.reading import read_case
from tongban.cases.rules.document_face import standing
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
    """What anybody learns of a printed document: that it was made, whether it counts, and the hash of its file.

    `standing` is valid, replaced or withdrawn; `sha256` is empty as long as the file is being made.
    """

    key: str
    number: str
    title: str
    authority: str
    authority_en: str
    made_at: dt.datetime
    sha256: str
    standing: str
    mock: bool


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


def document_state(key: str) -> DocumentState:
    """Return what the QR code of a printed document shows to anybody; by its key or its number. Raises NotFound."""
    # PostgreSQL has no text with a NUL in it.
    found = _documents().filter(Q(key=key) | Q(number=key)).first() if "\x00" not in key else None
    if found is None:
        raise NotFound(_("没有这个编号的文书，请核对编号；若文书上印有此编号，它可能是伪造的"))
    return _state(found)


def document_of_file(sha256: str) -> DocumentState | None:
    """Return the document whose file has the hash, byte for byte; None when no document has."""
    found = _documents().filter(sha256=sha256).first() if sha256 else None
    return _state(found) if found is not None else None


def _documents() -> QuerySet[Document]:
    return Document.objects.select_related("matter", "authority")


def _state(found: Document) -> DocumentState:
    later = Document.objects.filter(matter_id=found.matter_id, kind=found.kind, pk__gt=found.pk).exists()
    return DocumentState(
        key=found.key,
        number=found.number,
        title=found.title,
        authority=found.authority.name,
        authority_en=found.authority.name_en,
        made_at=found.made_at,
        sha256=found.sha256,
        standing=standing(found.kind, later=later, state=found.matter.state),
        mock=bool(found.data.get("mock")),
    )
