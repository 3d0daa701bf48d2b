"""Make a statutory document (文书) of a case: what it prints is written with the step that it belongs to."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from tongban.cases.models import Case, Document
from tongban.cases.queries.reading import authority_of, version_of
from tongban.cases.rules.numbers import DOCUMENT_KINDS
from tongban.kernel import pdf
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
    addressee: str = "",
) -> Insert:
    """Return the document as a row to be written with the step; its file is made afterwards (`make_documents`).

    `fields` are label and value in print order; `rows` a table under `columns`; `body` paragraphs; `addressee` to whom
    it goes where that is not the applicant. It is a document of the matter's owner, who exercises the power. Raises
    kernel.pdf.MissingGlyph for a character that the fonts do not have: what cannot be printed is not done.
    """
    case: Case = facts.parts["case"]
    matter = facts.matter
    item, authority = version_of(case.version_id), authority_of(matter.owner_id)
    named = DOCUMENT_KINDS[kind]
    phone, complaints = (
        (item.phone, item.complaint_phone)
        if item.authority.id == authority.id
        else (authority.phone, authority.complaint_phone)
    )
    data: dict[str, Any] = {
        "authority": authority.name,
        "title": title or named.title,
        "addressee": addressee or matter.applicant_name,
        "fields": [
            ["办件编号", matter.number],
            ["事项名称", matter.subject],
            ["实施编码", item.code],
            *(list(pair) for pair in fields),
        ],
        "body": list(body),
        "columns": list(columns),
        "rows": [list(row) for row in rows],
        "day": chinese_day(day_of(at)),
        "footer": f"制作时间 {at.astimezone(ZONE):%Y-%m-%d %H:%M}　咨询 {phone}　监督投诉 {complaints}",
    }
    if case.mock:
        data["mock"] = True
    pdf.require_glyphs(_texts(data))
    return Insert(
        Document(
            authority_id=authority.id,
            kind=kind,
            title=data["title"],
            # The database puts the next number of the series behind both.
            key=f"{matter.number}-{named.code}",
            # A mock one has a series of its own: what has no effect leaves no gap in the others.
            number=f"{'模拟' if case.mock else ''}{authority.document_mark}{named.mark}",
            data=data,
            made_at=at,
            entry_sequence=matter.version + 1,
        )
    )


def _texts(data: dict[str, Any]) -> list[str]:
    """Return all texts in the data, however deep they lie in lists and rows."""
    found: list[str] = []
    waiting: list[Any] = [*data.values()]
    for each in waiting:  # which grows meanwhile
        if isinstance(each, str):
            found.append(each)
        elif isinstance(each, list):
            waiting += each
        elif isinstance(each, dict):
            waiting += each.values()
    return found
