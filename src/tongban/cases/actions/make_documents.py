"""Make the files of a case's documents, once each: set, signed, stored under their hash."""

from typing import Protocol

from django.conf import settings
from django.db import transaction

from tongban.cases.models import Document
from tongban.cases.rules.document_face import printed
from tongban.kernel import files, pdf, signing
from tongban.matters.queries import timeline
from tongban.parties.queries import organisation, person


class Applied(Protocol):
    """What has an applicant."""

    applicant_organisation_id: int | None
    applicant_person_id: int | None


def make_documents(matter_id: int) -> int:
    """Make what is not made yet of a matter's documents and return how many those were.

    A job does this after each step; whoever opens a document before that does it too, and the row's lock lets only
    one of them. The bytes never change afterwards. Raises kernel.pdf.DocumentFailed, FontsMissing.
    """
    waiting = list(Document.objects.filter(matter_id=matter_id, sha256="").order_by("pk").values_list("pk", flat=True))
    if not waiting:
        return 0
    officers = {
        entry.sequence: entry.actor.get("name", "") if "official" in entry.actor else ""
        for entry in timeline(matter_id)
    }
    return sum(_make(each, officers) for each in waiting)


@transaction.atomic
def _make(document_id: int, officers: dict[int, str]) -> bool:
    document = Document.objects.select_for_update(of=("self",)).select_related("matter", "template").get(pk=document_id)
    if document.sha256:
        return False
    matter, template = document.matter, document.template
    if template is None:  # only what was made before there were any has none
        raise pdf.DocumentFailed(f"{document.key} has no template")
    data = printed(
        document.data,
        kind=document.kind,
        number=document.number,
        # What goes to others names the applicant no further.
        applicant_code=_applicant_code(matter) if document.data["addressee"] == matter.applicant_name else "",
        officer=_printable(officers.get(document.entry_sequence, "")),
        qr=pdf.qr_svg(f"{settings.PUBLIC_URL}/documents/{document.key}"),
    )
    bare = pdf.render_source(template.source, data, timestamp=document.made_at)
    # The written notices of 行政许可法 第三十二条 bear the authority's seal; on an electronic one it is the signature.
    kept = files.put(signing.sign_pdf(bare, reason=document.title), "application/pdf")
    document.sha256 = kept.sha256
    document.save(update_fields=["sha256"])
    return True


def _applicant_code(matter: Applied) -> str:
    if matter.applicant_organisation_id is not None:
        return organisation(matter.applicant_organisation_id).masked_code
    return person(matter.applicant_person_id).masked_code if matter.applicant_person_id is not None else ""


def _printable(officer: str) -> str:
    """Return the officer's name, or where to find it: what the step itself said was asked before, this was not."""
    try:
        pdf.require_glyphs([officer])
    except pdf.MissingGlyph:
        return "姓名含字库外的字，见办理记录"
    return officer
