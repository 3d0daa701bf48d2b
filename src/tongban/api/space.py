"""What a person or an organisation keeps for the next time (我的空间), and using it in a case."""

import datetime as dt
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Form, Path, Query
from ninja.files import UploadedFile
from ninja.responses import Status
from pydantic import Field

from tongban.api.callers import TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.case_answers import CaseNumber, case_href
from tongban.api.case_files import MEDIA_TYPES, FileId, MaterialCode, file_answer
from tongban.api.cases import organisation_of
from tongban.api.idempotent import Key, OptionalKey, once
from tongban.api.items import Page
from tongban.api.shapes import space as shapes
from tongban.api.shapes.base import Body, Links
from tongban.cases import actions as cases
from tongban.kernel import clock
from tongban.matters.events import NotYours
from tongban.parties.rules.actor import Actor
from tongban.sharing import actions, queries
from tongban.sharing.rules.kept import KeptView

calls = Calls("space 空间")

DocumentId = Annotated[int, Path(ge=1, le=2**63 - 1)]
Uscc = Annotated[str, Field(max_length=18, description="unified code of the organisation whose space it is")]


class DocumentsQuery(Body):
    page: Page = 1
    organisation: Uscc | None = None


class NewDocument(Body):
    """A document that is put straight into a space: one's own, or that of an organisation."""

    name: Annotated[str, Field(max_length=200)] = ""
    obtained_on: dt.date
    valid_until: dt.date | None = None
    organisation: Uscc | None = None


@calls.get("/me/documents", rule=TOKEN, answer=shapes.KeptDocuments, refuses=(404,))
def list_documents(request: HttpRequest, asked: Query[DocumentsQuery]) -> shapes.KeptDocuments:
    """List what is kept in the caller's space and in those that the caller keeps in order, the newest first."""
    actor = caller(request)
    organisation_id = organisation_of(actor, asked.organisation)
    kind = "" if organisation_id is None else "organisation"
    found = queries.my_documents(actor, asked.page, kind=kind, party_id=organisation_id or 0)
    rows = [_document(each) for each in found.results]
    return shapes.KeptDocuments(count=found.count, page=found.page, pages=found.pages, results=rows)


@calls.write("POST", "/me/documents", rule=TOKEN, answer=shapes.Kept, status=201, refuses=(404,))
def add_document(
    request: HttpRequest, told: Form[NewDocument], file: File[UploadedFile], key: OptionalKey = ""
) -> Status[shapes.Kept]:
    """Put a file into the space; it is checked by its content, and the same file is kept once."""
    data = file.read()

    def work() -> shapes.Kept:
        actor = caller(request)
        kind, party_id = _space(actor, told.organisation)
        kept = actions.add_document(
            kind=kind,
            party_id=party_id,
            name=told.name,
            file_name=file.name or "",
            data=data,
            obtained_on=told.obtained_on,
            valid_until=told.valid_until,
            actor=actor,
            at=clock.now(),
        )
        return _kept(kept)

    return once(request, key, told.model_dump_json().encode() + data, work, status=201)


@calls.get("/me/documents/{document_id}", rule=TOKEN, answer=shapes.KeptDocument)
def read_document_kept(request: HttpRequest, document_id: DocumentId) -> shapes.KeptDocument:
    """Read what is told of a kept document."""
    return _document(queries.my_document(caller(request), document_id))


@calls.get("/me/documents/{document_id}/file", rule=TOKEN, media=MEDIA_TYPES)
def read_document_file(request: HttpRequest, document_id: DocumentId) -> HttpResponse:
    """Read the file of a kept document."""
    return file_answer(queries.my_document_file(caller(request), document_id))


@calls.write("PATCH", "/me/documents/{document_id}", rule=TOKEN, answer=shapes.KeptDocument)
def change_document(request: HttpRequest, document_id: DocumentId, body: shapes.ChangeDocument) -> shapes.KeptDocument:
    """Rename a kept document, or put its dates right."""
    actions.change_document(
        document_id=document_id,
        name=body.name,
        obtained_on=body.obtained_on,
        valid_until=body.valid_until,
        actor=caller(request),
        at=clock.now(),
    )
    return _document(queries.my_document(caller(request), document_id))


@calls.write("DELETE", "/me/documents/{document_id}", rule=TOKEN, status=204)
def remove_document(request: HttpRequest, document_id: DocumentId) -> Status[None]:
    """Take a document out of the space; a case that was given it keeps it."""
    actions.remove_document(document_id=document_id, actor=caller(request), at=clock.now())
    return Status(204, None)


@calls.write("POST", "/cases/{number}/materials/{code}/kept", rule=TOKEN, answer=shapes.Given, status=201)
def attach_kept(
    request: HttpRequest, number: CaseNumber, code: MaterialCode, body: shapes.UseKept, key: Key
) -> Status[shapes.Given]:
    """Give a document of the applicant's space for a material."""

    def work() -> shapes.Given:
        given = cases.attach_kept(
            number=number, material_code=code, document_id=body.document, actor=caller(request), at=clock.now()
        )
        return _given(number, code, [given])

    return once(request, key, body, work, status=201)


@calls.write("POST", "/cases/{number}/materials/{code}/received", rule=TOKEN, answer=shapes.Given, status=201)
def attach_received(
    request: HttpRequest, number: CaseNumber, code: MaterialCode, body: shapes.UseUploads, key: Key
) -> Status[shapes.Given]:
    """Give files that were sent in pieces for a material; photographs of one paper may become one PDF."""

    def work() -> shapes.Given:
        actor, at = caller(request), clock.now()
        files = [queries.received_file(actor, each, at) for each in body.uploads]
        if body.as_one_pdf:
            pictures = [(each.name, each.data) for each in files]
            given = [cases.attach_pictures(number=number, material_code=code, pictures=pictures, actor=actor, at=at)]
        else:
            given = [
                cases.attach(number=number, material_code=code, name=each.name, data=each.data, actor=actor, at=at)
                for each in files
            ]
        for each in body.uploads:
            actions.end_upload(key=each, actor=actor, at=at)
        return _given(number, code, given)

    return once(request, key, body, work, status=201)


@calls.write("POST", "/cases/{number}/materials/{int:file_id}/keep", rule=TOKEN, answer=shapes.Kept, status=201)
def keep_given(
    request: HttpRequest, number: CaseNumber, file_id: FileId, body: shapes.KeepGiven, key: Key
) -> Status[shapes.Kept]:
    """Keep a file that was given for a case in the applicant's space, for the next time."""

    def work() -> shapes.Kept:
        kept = cases.keep_given(
            number=number,
            material_id=file_id,
            obtained_on=body.obtained_on,
            valid_until=body.valid_until,
            actor=caller(request),
            at=clock.now(),
        )
        return _kept(kept)

    return once(request, key, body, work, status=201)


def _space(actor: Actor, uscc: str | None) -> tuple[str, int]:
    organisation_id = organisation_of(actor, uscc)
    if organisation_id is not None:
        return "organisation", organisation_id
    if actor.person_id is None:
        raise NotYours(_("只有个人账号有自己的空间"))
    return "person", actor.person_id


def _document(kept: KeptView) -> shapes.KeptDocument:
    told = {name: getattr(kept, name) for name in shapes.KeptDocument.model_fields if name not in ("lapsed", "links")}
    href = f"/api/v1/me/documents/{kept.id}"
    return shapes.KeptDocument(**told, lapsed=kept.lapsed(clock.today()), links=Links(self=href))


def _given(number: str, code: str, ids: list[int]) -> shapes.Given:
    return shapes.Given(ids=ids, material=code, links=Links(self=case_href(number)))


def _kept(document_id: int) -> shapes.Kept:
    return shapes.Kept(id=document_id, links=Links(self=f"/api/v1/me/documents/{document_id}"))
