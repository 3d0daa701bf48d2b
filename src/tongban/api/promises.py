"""What is promised in a case, what comes later, trying an application out, and the check of a promise."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import File, Path, Query
from ninja.files import UploadedFile
from ninja.responses import Status

from tongban.api.callers import TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.case_answers import CaseNumber, case_href
from tongban.api.case_files import MaterialCode
from tongban.api.idempotent import Key, OptionalKey, once
from tongban.api.items import Page
from tongban.api.shapes import promises as shapes
from tongban.api.shapes.base import Body, Links
from tongban.api.shapes.cases import Moved, Started
from tongban.cases import actions
from tongban.cases.queries.case_promises import CasePromises, case_promises
from tongban.cases.queries.verifications import VerificationPage, verification_list, verification_page
from tongban.kernel import clock
from tongban.matters.actions.step import Stepped
from tongban.matters.events import NotYours

calls = Calls("promises 承诺")

VerificationNumber = Annotated[str, Path(max_length=60, description="the number of the check of a promise")]


class CheckQuery(Body):
    page: Page = 1
    all: bool = False


@calls.get("/cases/{number}/promises", rule=TOKEN, answer=shapes.Promises)
def read_promises(request: HttpRequest, number: CaseNumber) -> shapes.Promises:
    """Read what may be promised in a case, with both texts whole, what was signed, and what is still owed."""
    return _promises(number, case_promises(caller(request), number, clock.now()))


@calls.write("POST", "/cases/{number}/promise", rule=TOKEN, answer=shapes.Signed)
def promise_in_case(request: HttpRequest, number: CaseNumber, body: shapes.Sign, key: Key) -> Status[shapes.Signed]:
    """Sign the promise that the item offers in place of proofs (告知承诺); at the window its clerk names the signer."""

    def work() -> shapes.Signed:
        sha256 = actions.promise(
            number=number, version=body.version, signer_id=body.signer, actor=caller(request), at=clock.now()
        )
        return shapes.Signed(number=number, sha256=sha256, links=Links(self=case_href(number)))

    return once(request, key, body, work)


@calls.write("POST", "/cases/{number}/ordinary_way", rule=TOKEN, answer=shapes.Signed)
def take_ordinary_way(request: HttpRequest, number: CaseNumber, body: shapes.Signer, key: Key) -> Status[shapes.Signed]:
    """Take a promise back: the proofs are asked for as usual."""

    def work() -> shapes.Signed:
        actions.take_ordinary_way(number=number, signer_id=body.signer, actor=caller(request), at=clock.now())
        return shapes.Signed(number=number, sha256="", links=Links(self=case_href(number)))

    return once(request, key, body, work)


@calls.write("POST", "/cases/{number}/promise_later", rule=TOKEN, answer=shapes.Signed)
def promise_later(request: HttpRequest, number: CaseNumber, body: shapes.SignLater, key: Key) -> Status[shapes.Signed]:
    """Sign that materials come after acceptance (容缺受理); none named takes it back."""

    def work() -> shapes.Signed:
        sha256 = actions.promise_later(
            number=number,
            version=body.version,
            materials=body.materials,
            signer_id=body.signer,
            actor=caller(request),
            at=clock.now(),
        )
        return shapes.Signed(number=number, sha256=sha256, links=Links(self=case_href(number)))

    return once(request, key, body, work)


@calls.write("POST", "/cases/{number}/supply_deferred/{code}", rule=TOKEN, answer=Moved)
def supply_deferred(
    request: HttpRequest, number: CaseNumber, code: MaterialCode, file: File[UploadedFile], key: OptionalKey = ""
) -> Status[Moved]:
    """Hand in a material that was deferred."""
    data, name = file.read(), file.name or ""

    def work() -> Moved:
        done = actions.supply_deferred(
            number=number, material_code=code, name=name, data=data, actor=caller(request), at=clock.now()
        )
        return _moved(done, case_href(number))

    return once(request, key, name.encode() + b"\n" + data, work)


@calls.write("POST", "/cases/{number}/convert_mock", rule=TOKEN, answer=Started, status=201)
def convert_mock(request: HttpRequest, number: CaseNumber, key: Key) -> Status[Started]:
    """Make a real draft of a mock case, with its answers, files and situation; one time only."""

    def work() -> Started:
        real = actions.convert_mock(number=number, actor=caller(request), at=clock.now())
        return Started(number=real, state="draft", links=Links(self=case_href(real)))

    return once(request, key, b"", work, status=201)


@calls.write("POST", "/cases/{number}/begin_verification", rule=TOKEN, answer=Moved, status=201)
def begin_verification(request: HttpRequest, number: CaseNumber, key: Key) -> Status[Moved]:
    """Begin the check of a case's promise before the system does."""

    def work() -> Moved:
        done = actions.begin_verification(number=number, actor=caller(request), at=clock.now())
        return _moved(done, _href(done.number))

    return once(request, key, b"", work, status=201)


@calls.get("/verifications", rule=TOKEN, answer=shapes.Verifications)
def list_verifications(request: HttpRequest, asked: Query[CheckQuery]) -> shapes.Verifications:
    """List the checks of promises that an official handles, the soonest due first; `all` includes those that ended."""
    actor = caller(request)
    if actor.official_id is None:
        raise NotYours(_("只有在职工作人员可以查看承诺核查"))
    found = verification_list(actor, asked.page, clock.now(), open_only=not asked.all)
    rows = [
        shapes.VerificationRow(
            number=row.number,
            case=row.case,
            subject=row.subject,
            applicant_name=row.applicant_name,
            state=row.state,
            state_label=_(row.state_label),
            lamp=row.lamp,
            due_on=row.due_on,
            remaining=row.remaining,
            links=Links(self=_href(row.number)),
        )
        for row in found.rows
    ]
    return shapes.Verifications(count=found.count, page=found.page, pages=found.pages, results=rows)


@calls.get("/verifications/{number}", rule=TOKEN, answer=shapes.VerificationAnswer)
def read_verification(request: HttpRequest, number: VerificationNumber) -> shapes.VerificationAnswer:
    """Read one check: what was promised, by when it is verified, and what was found."""
    return _verification(verification_page(caller(request), number, clock.now()))


@calls.write("POST", "/verifications/{number}/verify", rule=TOKEN, answer=Moved)
def verify(request: HttpRequest, number: VerificationNumber, body: shapes.Verify, key: Key) -> Status[Moved]:
    """Say what the check found; a broken promise is recorded in the applicant's credit."""

    def work() -> Moved:
        done = actions.verify(number=number, actor=caller(request), at=clock.now(), **body.model_dump())
        return _moved(done, _href(number))

    return once(request, key, body, work)


def _href(number: str) -> str:
    return f"/api/v1/verifications/{number}"


def _moved(done: Stepped, href: str) -> Moved:
    return Moved(number=done.number, state=done.state, version=done.version, links=Links(self=href))


def _promises(number: str, found: CasePromises) -> shapes.Promises:
    return shapes.Promises(
        number=number,
        mock=found.mock,
        promise=_offer(found.promise, [each.code for each in found.promise.replaces]) if found.promise else None,
        deferral=(
            _offer(found.deferral, [each.material.code for each in found.deferral.materials])
            if found.deferral
            else None
        ),
        missing=[each.code for each in found.missing],
        deferred=[
            shapes.Deferred(
                code=each.code, name=each.name, due_on=each.due_on, given_at=each.given_at, lapsed_at=each.lapsed_at
            )
            for each in found.deferred
        ],
        signers=[shapes.MaySign(signer=pk, name=name) for pk, name in found.signers.items()],
        verification=found.verification.matter.number if found.verification else "",
        converted_to=found.real,
        converted_from=found.tried,
        links=Links(self=f"{case_href(number)}/promises"),
    )


def _offer(offer: Any, materials: list[str]) -> shapes.Offer:
    kept = offer.signed
    return shapes.Offer(
        version=offer.version,
        told=offer.told,
        promised=offer.promised,
        materials=materials,
        why_not=offer.why_not,
        signed_at=kept.signed_at if kept else None,
        signed_for=list(kept.replaces) if kept else [],
        sha256=kept.sha256 if kept else "",
    )


def _verification(page: VerificationPage) -> shapes.VerificationAnswer:
    row = page.row
    return shapes.VerificationAnswer(
        number=page.number,
        case=page.case,
        subject=page.subject,
        applicant_name=page.applicant_name,
        state=page.state,
        state_label=_(page.state_label),
        lamp=page.lamp,
        due_on=page.due_on,
        remaining=page.remaining,
        version=page.version,
        planned=row.planned,
        told=page.commitment.told_text,
        promised=page.commitment.promised_text,
        method=row.method,
        result=row.result,
        evidence=row.evidence,
        verified_at=row.verified_at,
        offers_revocation=page.offers_revocation,
        verbs=[move.verb for move in page.moves],
        links=Links(self=_href(page.number)),
    )
