"""The page of a case as its officials see it, and its files."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.cases.actions import print_document
from tongban.cases.queries import material_file, pauses
from tongban.cases.queries.archives import archive_file, archive_of
from tongban.cases.queries.case_promises import case_promises, has_promises
from tongban.cases.queries.desk import working_on
from tongban.cases.queries.material_board import board_of_materials
from tongban.cases.queries.page import page_of
from tongban.cases.queries.reading import read_case
from tongban.kernel.clock import now
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.files import handed_out
from tongban.web.headers import OF_A_FILE
from tongban.web.office.alerts import alerts_on
from tongban.web.office.board import board_of
from tongban.web.office.buttons import buttons_of
from tongban.web.office.hand_in import may_hand_in
from tongban.web.office.story import story_of
from tongban.web.owed import owed_to_office

# What these wait for is worth reading; the others simply do not apply.
AWAITED = ("decide", "deliver")


@require_safe
@official(*DutyKind)
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show what the case is, what is owed and when, and what the official can do next."""
    who, at = actor(request), now()
    facts = read_case(number, who)
    page = page_of(facts, who, at)
    buttons = buttons_of(page)
    ready = [button for button in buttons if not button.waits_for]
    context = {
        "case": page,
        "ready": ready,
        "waiting": [button for button in buttons if button.waits_for and button.verb in AWAITED],
        "main": next((button for button in ready if button.weight == "main"), None),
        "owed": owed_to_office(page.state),
        "board": board_of(page),
        "working": working_on(page) if page.reveals and not page.closed else [],
        "story": story_of(page),
        "alerts": alerts_on(who, page.raw.pk),
        "findings": board_of_materials(facts, who, at),
        "promises": case_promises(who, number, at) if has_promises(page.item, page.raw) else None,
        "may_hand_in": may_hand_in(page),
        "archive": archive_of(who, number) if page.closed else None,
    }
    return render(request, "office/case.html", context)


@require_safe
@official(*DutyKind)
def document(request: HttpRequest, number: str, document: str) -> HttpResponse:
    """Hand out a document of the case, byte for byte as it was made."""
    return _caged(handed_out(print_document(number=number, key=document, actor=actor(request))))


@require_safe
@official(*DutyKind)
def archive(request: HttpRequest, number: str) -> HttpResponse:
    """Hand out the package of a closed case."""
    return handed_out(archive_file(actor(request), number), save=True)


@require_safe
@official(*DutyKind)
def material(request: HttpRequest, number: str, material_id: int) -> HttpResponse:
    """Hand out a file that the applicant gave, replaced ones included."""
    return _caged(handed_out(material_file(actor(request), number, material_id)))


@require_safe
@official(*DutyKind)
def pause_file(request: HttpRequest, number: str, pause_id: int) -> HttpResponse:
    """Hand out the paper that a special procedure was opened on."""
    return _caged(handed_out(pauses.pause_file(actor(request), number, pause_id)))


def _caged(answer: HttpResponse) -> HttpResponse:
    # What strangers uploaded is opened in the officials' browsers: nothing in it may run or reach us.
    answer.headers["Content-Security-Policy"] = OF_A_FILE
    return answer
