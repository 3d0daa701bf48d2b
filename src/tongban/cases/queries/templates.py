"""The templates of statutory documents, for administrators: versions, the draft, and how it would look."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from tongban.cases.models import DocumentTemplate
from tongban.cases.queries.documents import File
from tongban.cases.rules.document_sample import sample_face
from tongban.cases.rules.numbers import DOCUMENT_KINDS
from tongban.kernel import pdf
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput, NotFound
from tongban.kernel.pdf_trial import try_out
from tongban.matters.events import NotYours
from tongban.parties.rules.actor import Actor, DutyKind

LETTER = "#show: letter"
LONGEST_SOURCE = 60_000


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A kind of document in the list: the version in effect, since when, and whether there is a draft."""

    kind: str
    title: str
    version: int
    effective_from: dt.date
    by_hand: bool
    has_draft: bool


@dataclass(frozen=True, slots=True)
class TemplatePage:
    """A kind's versions, the newest first, and the text to edit: the draft's, or that of the newest version."""

    kind: str
    title: str
    versions: list[DocumentTemplate]
    draft: DocumentTemplate | None
    source: str


def require_administrator(actor: Actor) -> None:
    """Raise NotYours unless the actor administers an authority."""
    if not actor.authorities(DutyKind.ADMINISTRATOR):
        raise NotYours(_("只有系统管理员可以修改文书模板"))


def templates(actor: Actor, on: dt.date) -> list[TemplateLine]:
    """List the kinds of documents with the version in effect on a day. Raises NotYours."""
    require_administrator(actor)
    rows = list(DocumentTemplate.objects.order_by("effective_from", "version"))
    in_effect = {row.kind: row for row in rows if row.effective_from is not None and row.effective_from <= on}
    drafts = {row.kind for row in rows if row.published_at is None}
    return [
        TemplateLine(
            kind=kind,
            title=named.title,
            version=in_effect[kind].version,
            effective_from=in_effect[kind].effective_from or on,
            by_hand=in_effect[kind].made_by_id is not None,
            has_draft=kind in drafts,
        )
        for kind, named in DOCUMENT_KINDS.items()
    ]


def template_page(actor: Actor, kind: str) -> TemplatePage:
    """Return a kind's versions and the text to edit. Raises NotYours, NotFound."""
    require_administrator(actor)
    if kind not in DOCUMENT_KINDS:
        raise NotFound(_("没有这种文书"))
    rows = list(DocumentTemplate.objects.filter(kind=kind).select_related("made_by").order_by("-version"))
    draft = next((row for row in rows if row.published_at is None), None)
    versions = [row for row in rows if row.published_at is not None]
    return TemplatePage(kind, DOCUMENT_KINDS[kind].title, versions, draft, (draft or versions[0]).source)


def preview_template(
    actor: Actor, kind: str, source: str, at: dt.datetime, *, mock: bool = False, bare: bool = False
) -> File:
    """Set the text on made-up facts and return the PDF. Raises BadInput naming the line, NotYours, NotFound.

    What is tried has no network, sees no file but the common look, and is given up when it does not end.
    """
    require_administrator(actor)
    if kind not in DOCUMENT_KINDS:
        raise NotFound(_("没有这种文书"))
    if len(source) > LONGEST_SOURCE:
        raise BadInput({"source": _("模板太长（最多 %(most)d 个字符）") % {"most": LONGEST_SOURCE}})
    face = sample_face(kind, pdf.qr_svg(f"{settings.PUBLIC_URL}/documents/{kind}"), mock=mock, bare=bare)
    try:
        made = try_out(source, face, timestamp=at)
    except pdf.DocumentFailed as failed:
        raise BadInput({"source": _in_line(str(failed), failed.line)}) from failed
    except pdf.MissingGlyph as rare:
        raise BadInput({"source": str(rare)}) from rare
    if LETTER not in source.splitlines():
        # It brings the head, the number, and on a mock case the mark that it has no legal effect.
        raise BadInput({"source": _("模板须有一行 %(line)s") % {"line": LETTER}})
    return File(f"{DOCUMENT_KINDS[kind].title}-{day_of(at)}.pdf", "application/pdf", made)


def _in_line(message: str, line: int | None) -> str:
    if line is None:
        return message
    return _("第 %(line)d 行：%(message)s") % {"line": line, "message": message}
