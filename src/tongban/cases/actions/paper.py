"""Make a statutory document (文书) of a case, so that it is stored before the step that it belongs to is written."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings

from tongban.cases.models import Case, Document
from tongban.cases.queries.reading import version_of
from tongban.cases.rules.numbers import DOCUMENT_KINDS, document_number
from tongban.kernel import files, pdf, signing
from tongban.kernel.clock import ZONE, day_of
from tongban.matters.actions.writes import Insert
from tongban.matters.queries import Facts


def chinese_day(day: dt.date) -> str:
    """Return a day as it stands in Chinese documents: 2026年3月9日."""
    return f"{day.year}年{day.month}月{day.day}日"


def paper(
    facts: Facts,
    kind: str,
    *,
    at: dt.datetime,
    fields: Sequence[tuple[str, str]],
    body: Sequence[str] = (),
    rows: Sequence[Sequence[str]] = (),
    columns: Sequence[str] = (),
    title: str = "",
) -> Insert:
    """Render, sign, store and return the document as a row to be written with the step.

    `fields` are label and value in print order; `rows` a table under `columns`; `body` paragraphs. Raises
    kernel.pdf.MissingGlyph for a character that the fonts do not have.
    """
    case: Case = facts.parts["case"]
    matter = facts.matter
    item = version_of(case.version_id)
    ordinal = sum(1 for document in facts.parts["documents"] if document.kind == kind) + 1
    number = document_number(matter.number, kind, ordinal)
    heading = title or DOCUMENT_KINDS[kind].title
    data: dict[str, Any] = {
        "authority": item.authority.name,
        "title": heading,
        "number": number,
        "addressee": matter.applicant_name,
        "fields": [list(pair) for pair in (("办件编号", matter.number), ("事项名称", matter.subject), *fields)],
        "body": list(body),
        "columns": list(columns),
        "rows": [list(row) for row in rows],
        "day": chinese_day(day_of(at)),
        "qr": pdf.qr_svg(f"{settings.PUBLIC_URL}/documents/{number}"),
        "footer": f"制作时间 {at.astimezone(ZONE):%Y-%m-%d %H:%M}　咨询 {item.phone}　监督投诉 {item.complaint_phone}",
    }
    # The written notices of 行政许可法 第三十二条 bear the authority's seal; on an electronic one it is the signature.
    sealed = signing.sign_pdf(pdf.render("cases/statutory", data, timestamp=at), reason=heading)
    kept = files.put(sealed, "application/pdf")
    return Insert(Document(kind=kind, title=heading, number=number, sha256=kept.sha256, made_at=at))
