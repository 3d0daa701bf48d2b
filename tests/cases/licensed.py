"""Licences that came of a case, and applications about them."""

from __future__ import annotations

import datetime as dt

from tests.cases.factory import STORY, case, opine
from tests.city import MONDAY, actor, company
from tongban.cases import actions
from tongban.cases.models import Decision
from tongban.cases.queries import case_page
from tongban.licences.models import Licence


def licence_of(number: str) -> str:
    """Return the identifier of the licence that a case ended with."""
    return Decision.objects.get(matter__number=number).licence_identifier


def licensed(at: dt.datetime = MONDAY, until: dt.date | None = dt.date(2026, 6, 1)) -> str:
    """Return the identifier of a licence of the story's company that is valid until a day."""
    number = case("granted", at)
    Decision.objects.filter(matter__number=number).update(valid_until=until)
    actions.issue(number=number, actor=actor("issuer"), at=at)
    actions.deliver(number=number, mode="space", actor=actor("issuer"), at=at)
    return licence_of(number)


def about(identifier: str, purpose: str, at: dt.datetime, stage: str = "submitted") -> str:
    """Apply for something about a licence, bring it to a stage (draft, submitted, accepted, reviewed) and say where."""
    applicant = actor("applicant")
    task_code = Licence.objects.get(identifier=identifier).matter.case.task_code  # type: ignore[union-attr]
    number = actions.draft(
        task_code=task_code,
        actor=applicant,
        at=at,
        organisation_id=company(applicant),
        purpose=purpose,
        about_licence=identifier,
    )
    stages = ("draft", "submitted", "accepted", "reviewed")
    for reached in stages[1 : stages.index(stage) + 1]:
        if reached == "submitted":
            actions.submit(number=number, actor=applicant, at=at)
        elif reached == "accepted":
            actions.accept(number=number, actor=actor("clerk"), at=at)
        else:
            actions.open_reviews(number=number, actor=actor("lead_reviewer"), at=at)
            for each in STORY["opinions"]:
                opine(number, each["step"], actor(each["by"]), at)
    return number


def verbs(role: str, number: str, at: dt.datetime = MONDAY) -> set[str]:
    """Return what a role is offered on the page of a case."""
    return {move.verb for move in case_page(actor(role), number, at).moves}
