"""Licences: one's own and their files; verification is open to everybody."""

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Path, Query
from ninja.files import UploadedFile
from pydantic import Field

from tongban.api.callers import PUBLIC, TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.case_files import file_answer
from tongban.api.idempotent import Key, once
from tongban.api.items import Page
from tongban.api.licence_answers import copy_answer, standing_answer, verification_answer
from tongban.api.shapes import licences as shapes
from tongban.api.shapes.base import Body, Links, Shape
from tongban.cases.actions import change_licence
from tongban.kernel import clock
from tongban.kernel.allowances import take_from
from tongban.licences import queries
from tongban.licences.actions.copies.consult import consult
from tongban.licences.actions.copies.fetch import fetch_licence
from tongban.licences.actions.copies.verify import verify_bytes
from tongban.licences.actions.copies.verify import verify_licence as verify_by_name
from tongban.licences.lifecycle import MOVES, PLAIN

calls = Calls("licences 证照")

Identifier = Annotated[str, Path(max_length=120, description="the identifier of the licence (GB/T 36904)")]


class LicenceQuery(Body):
    page: Page = 1


class ConsultQuery(Body):
    """What an official reads the licence for: one of the two."""

    purpose: Annotated[str, Field(max_length=200)] = ""
    case: Annotated[str, Field(max_length=50)] = ""


class VerificationQuery(Body):
    """The day for which the state is asked, today when none is given; a purpose, if told, is shown to the holder."""

    on: dt.date | None = None
    purpose: Annotated[str, Field(max_length=200)] = ""


@calls.write("POST", "/licences/verification", rule=PUBLIC, answer=shapes.FileVerification)
def verify_file(request: HttpRequest, file: File[UploadedFile]) -> shapes.FileVerification:
    """Tell whether a file is a licence exactly as it was issued; it is checked here and not kept."""
    take_from("verify", request.META)
    verdict = verify_bytes(data=file.read(), on=clock.today(), at=clock.now())
    return shapes.FileVerification(
        genuine=verdict.genuine,
        outcome=verdict.outcome,
        reason=verdict.reason,
        sha256=verdict.sha256,
        signer=verdict.signer,
        licence=verification_answer(verdict.licence) if verdict.licence else None,
        purpose_copy=copy_answer(verdict.copy) if verdict.copy else None,
    )


@calls.get("/licences", rule=TOKEN, answer=shapes.LicenceRows)
def list_licences(request: HttpRequest, asked: Query[LicenceQuery]) -> shapes.LicenceRows:
    """List the licences of the caller, and of those for whom the caller acts, the newest first."""
    found = queries.of_holder(caller(request), asked.page)
    rows = [shapes.LicenceRow.model_validate(_with_links(shapes.LicenceRow, row)) for row in found.rows]
    return shapes.LicenceRows(count=found.count, page=found.page, pages=found.pages, results=rows)


@calls.get("/licences/{identifier}", rule=TOKEN, answer=shapes.Licence)
def read_licence(request: HttpRequest, identifier: Identifier, asked: Query[ConsultQuery]) -> shapes.Licence:
    """Read a licence: its face, its validity and its history.

    Officials say what for, or name a live case of the holder's; the holder sees each time that they read it.
    """
    found = consult(
        identifier=identifier,
        purpose=asked.purpose,
        case_number=asked.case,
        actor=caller(request),
        at=clock.now(),
    )
    return shapes.Licence.model_validate(
        {
            **_with_links(shapes.Licence, found),
            "history": [standing_answer(each) for each in found.history],
            "file": f"{_href(found.identifier)}/file",
        }
    )


@calls.get("/licences/{identifier}/file", rule=TOKEN, media="application/pdf")
def read_licence_file(request: HttpRequest, identifier: Identifier) -> HttpResponse:
    """Read the signed file of a licence, byte for byte as it was issued."""
    return file_answer(fetch_licence(identifier=identifier, actor=caller(request), at=clock.now()))


@calls.get("/licences/{identifier}/verification", rule=PUBLIC, answer=shapes.LicenceVerification)
def verify_licence(
    request: HttpRequest, identifier: Identifier, asked: Query[VerificationQuery]
) -> shapes.LicenceVerification:
    """Tell the state of a licence now, and on a day."""
    return verification_answer(
        verify_by_name(identifier=identifier, on=asked.on, door="api", purpose=asked.purpose, at=clock.now())
    )


class ChangeStanding(Body):
    """`basis` is the law that the authority relies on, that of the verb when absent."""

    reason: Annotated[str, Field(max_length=4000)]
    basis: Annotated[str, Field(max_length=300)] = ""


def _declare(verb: str) -> None:
    move = MOVES[verb]

    def act(request: HttpRequest, identifier: Identifier, key: Key, body: ChangeStanding) -> Any:
        def work() -> shapes.LicenceChanged:
            held = change_licence(
                verb,
                identifier=identifier,
                reason=body.reason,
                basis=body.basis,
                actor=caller(request),
                at=clock.now(),
            )
            state = queries.verification(held).state
            return shapes.LicenceChanged(identifier=held, state=state, links=Links(self=_href(held)))

        return once(request, key, body, work)

    words = (
        f"{move.label} {move.label_en}",
        f"From {', '.join(sorted(move.sources))}; by {move.duty}. Legal basis: {move.basis}. What came of a case is"
        " revoked and cancelled there.",
    )
    declare = calls.write(
        "POST",
        f"/licences/{{identifier}}/{verb}",
        rule=TOKEN,
        answer=shapes.LicenceChanged,
        words=words,
        name=f"{verb}_licence",
    )
    declare(act)


for _verb in (*PLAIN, "supersede"):
    _declare(_verb)


def _with_links(shape: type[Shape], source: Any) -> dict[str, Any]:
    same = {name: getattr(source, name) for name in shape.model_fields if hasattr(source, name)}
    return {**same, "links": Links(self=_href(source.identifier))}


def _href(identifier: str) -> str:
    return f"/api/v1/licences/{identifier}"
