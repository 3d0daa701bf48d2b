"""Combined applications: several items applied for in one go, what they share asked once."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Path
from ninja.responses import Status

from tongban.api.callers import SOURCE, TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.case_answers import case_href
from tongban.api.cases import organisation_of
from tongban.api.idempotent import Key, once
from tongban.api.shapes import combined as shapes
from tongban.api.shapes.base import Links
from tongban.api.shapes.bodies import Nothing
from tongban.cases.actions.combined.begin_combined import begin_combined
from tongban.cases.actions.combined.save_shared import save_shared
from tongban.cases.actions.combined.submit_combined import submit_combined
from tongban.cases.queries.combined import combined_page
from tongban.cases.rules.drafts import mark
from tongban.kernel import clock
from tongban.parties.rules.actor import Actor

calls = Calls("combined 合并申请")
CombinedNumber = Annotated[str, Path(max_length=40, description="the number of a combined application")]


@calls.write("POST", "/combined-applications", rule=TOKEN, answer=shapes.Combined, status=201, refuses=(404,))
def begin(request: HttpRequest, body: shapes.BeginCombined, key: Key) -> Status[shapes.Combined]:
    """Begin a draft for each item, all for one applicant; a draft that is refused begins none of them."""

    def work() -> shapes.Combined:
        actor, at = caller(request), clock.now()
        number = begin_combined(
            task_codes=body.items,
            organisation_id=organisation_of(actor, body.organisation),
            principal_id=body.principal,
            actor=actor,
            at=at,
        )
        if body.answers:
            save_shared(number=number, answers=dict(body.answers), actor=actor, at=at)
        return _combined(actor, number)

    return once(request, key, body, work, status=201)


@calls.get("/combined-applications/{number}", rule=TOKEN, answer=shapes.Combined)
def read(request: HttpRequest, number: CombinedNumber) -> shapes.Combined:
    """Read how far each item is, and what is asked once for all of them."""
    return _combined(caller(request), number)


@calls.write("PATCH", "/combined-applications/{number}/answers", rule=TOKEN, answer=shapes.Combined)
def save(request: HttpRequest, number: CombinedNumber, body: shapes.SharedAnswers) -> shapes.Combined:
    """Save answers by data element in every draft that asks for it.

    What somebody else changed since the values that the caller saw (`shown`) is refused (409), each element named, and
    then nothing is saved. What was filled in from a register may be replaced without having been seen.
    """
    shown = {element: {mark(value)} for element, value in body.shown.items()}
    save_shared(
        number=number, answers=dict(body.answers), actor=caller(request), at=clock.now(), shown=shown, device=SOURCE
    )
    return _combined(caller(request), number)


@calls.write("POST", "/combined-applications/{number}/submission", rule=TOKEN, answer=shapes.Combined)
def hand_in(request: HttpRequest, number: CombinedNumber, body: Nothing, key: Key) -> Status[shapes.Combined]:
    """Hand in all of them or none; what is missing is told as `<case number>/<field or material>`."""

    def work() -> shapes.Combined:
        submit_combined(number=number, actor=caller(request), at=clock.now())
        return _combined(caller(request), number)

    return once(request, key, body, work)


def _combined(actor: Actor, number: str) -> shapes.Combined:
    page = combined_page(actor, number)
    return shapes.Combined(
        number=page.number,
        applicant_name=page.applicant_name,
        begun_at=page.begun_at,
        submitted_at=page.submitted_at,
        cases=[
            shapes.CombinedCase(
                number=line.number,
                item=line.item.code,
                name=line.item.name,
                state=line.state,
                due_on=line.due_on,
                missing={key: str(problem) for key, problem in line.wrong.items()},
                links=Links(self=case_href(line.number)),
            )
            for line in page.lines
        ],
        shared=[
            shapes.SharedElement(
                element=question.shared.element,
                title=question.field.title,
                required=question.required,
                value=question.value,
                source=dict(question.source) if question.source else None,
                fields=dict(question.shared.keys),
            )
            for question in page.shared
        ],
        links=Links(self=f"/api/v1/combined-applications/{page.number}"),
    )
