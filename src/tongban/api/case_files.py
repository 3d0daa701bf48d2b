"""Files of a case: materials given, documents made."""

from typing import Annotated, Protocol
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from ninja import File, Path
from ninja.files import UploadedFile
from ninja.responses import Status

from tongban.api.callers import TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.case_answers import CaseNumber, case_href
from tongban.api.idempotent import OptionalKey, once
from tongban.api.shapes.base import Links
from tongban.api.shapes.cases import Attached
from tongban.cases import actions, queries
from tongban.cases.queries.archives import archive_file
from tongban.kernel import clock

calls = Calls("files 文件")

MaterialCode = Annotated[str, Path(max_length=60, description="the code of a material of the item's list")]
FileId = Annotated[int, Path(ge=1, le=2**63 - 1)]
DocumentNumber = Annotated[str, Path(max_length=80)]
MEDIA_TYPES = "application/pdf image/png image/jpeg"


@calls.write("POST", "/cases/{number}/materials/{code}", rule=TOKEN, answer=Attached, status=201)
def attach_material(
    request: HttpRequest,
    number: CaseNumber,
    code: MaterialCode,
    file: File[UploadedFile],
    key: OptionalKey = "",
) -> Status[Attached]:
    """Give a file for a material; it is checked by its content, its size and its name."""
    data, name = file.read(), file.name or ""

    def work() -> Attached:
        given = actions.attach(
            number=number, material_code=code, name=name, data=data, actor=caller(request), at=clock.now()
        )
        href = case_href(number)
        return Attached(id=given, material=code, href=f"{href}/materials/{given}/file", links=Links(self=href))

    return once(request, key, name.encode() + b"\n" + data, work, status=201)


@calls.write("DELETE", "/cases/{number}/materials/{code}/{int:file_id}", rule=TOKEN, status=204)
def detach_material(request: HttpRequest, number: CaseNumber, code: MaterialCode, file_id: FileId) -> Status[None]:
    """Take a file back while the application may be changed."""
    actions.detach(number=number, material_id=file_id, actor=caller(request), at=clock.now())
    return Status(204, None)


@calls.get("/cases/{number}/materials/{int:file_id}/file", rule=TOKEN, media=MEDIA_TYPES)
def read_material(request: HttpRequest, number: CaseNumber, file_id: FileId) -> HttpResponse:
    """Read a file that was given for a case."""
    found = queries.material_file(caller(request), number, file_id)
    actions.note_reading(number=number, what="material", actor=caller(request), at=clock.now())
    return file_answer(found)


@calls.get("/cases/{number}/documents/{document_number}", rule=TOKEN, media="application/pdf")
def read_document(request: HttpRequest, number: CaseNumber, document_number: DocumentNumber) -> HttpResponse:
    """Read a statutory document of a case, byte for byte as it was made."""
    found = actions.print_document(number=number, key=document_number, actor=caller(request))
    actions.note_reading(number=number, what="document", actor=caller(request), at=clock.now())
    return file_answer(found)


@calls.get("/cases/{number}/archive", rule=TOKEN, media="application/zip")
def read_archive(request: HttpRequest, number: CaseNumber) -> HttpResponse:
    """Read the package of a closed case: data, documents, materials, journal, proofs and signatures in one ZIP file."""
    return file_answer(archive_file(caller(request), number))


class HandedOut(Protocol):
    """A file to be handed out."""

    @property
    def name(self) -> str: ...
    @property
    def media_type(self) -> str: ...
    @property
    def data(self) -> bytes: ...


def file_answer(file: HandedOut) -> HttpResponse:
    """Answer with a file, to be saved under its name and never to be run by a browser."""
    response = HttpResponse(file.data, content_type=file.media_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
