"""Receiving, reviewing and deciding are apart (受审分离), and nobody handles what they applied for (回避)."""

from dataclasses import replace

import pytest

from tests.cases.factory import STORY, case, opine, pdf
from tests.city import DAY, MONDAY, actor
from tongban.cases import actions
from tongban.cases.queries import Filter, inbox
from tongban.matters.events import NotYours
from tongban.matters.models import Matter
from tongban.parties.rules.actor import Actor, DutyKind, Held


def charged(role: str, number: str, kind: DutyKind) -> Actor:
    """Return the official of a role with one duty at the authority that owns the case."""
    return replace(actor(role), duties=frozenset({Held(kind, Matter.objects.get(number=number).owner_id)}))


def corrected_then_accepted_by_another() -> str:
    number, later = case("correcting"), MONDAY + DAY
    for each in STORY["correction"]["items"]:
        if code := each.get("material_code"):
            actions.attach(
                number=number, material_code=code, name="新图.pdf", data=pdf(), actor=actor("applicant"), at=later
            )
    actions.correct(number=number, actor=actor("applicant"), at=later)
    actions.accept(number=number, actor=charged("second_clerk", number, DutyKind.CLERK), at=later)
    actions.open_reviews(number=number, actor=actor("lead_reviewer"), at=later)
    return number


class TestWhoHadACaseCorrected:
    def test_does_not_review_it_when_another_accepted_it(self) -> None:
        number = corrected_then_accepted_by_another()

        with pytest.raises(NotYours):
            opine(number, STORY["opinions"][0]["step"], charged("clerk", number, DutyKind.REVIEWER), MONDAY + DAY)

    def test_does_not_decide_it_and_is_not_asked_to(self) -> None:
        number = corrected_then_accepted_by_another()
        for each in STORY["opinions"]:
            opine(number, each["step"], actor(each["by"]), MONDAY + DAY)
        clerk = charged("clerk", number, DutyKind.DECIDER)

        with pytest.raises(NotYours):
            actions.decide(number=number, outcome="granted", actor=clerk, at=MONDAY + DAY)

        assert inbox(clerk, Filter("decide"), 1, MONDAY + DAY).count == 0


class TestWhoApplied:
    def test_does_not_handle_the_case_when_the_mandate_is_over(self) -> None:
        number = case("submitted")
        agent = replace(
            charged("clerk", number, DutyKind.CLERK), person_id=actor("applicant").person_id, organisations={}
        )

        with pytest.raises(NotYours):
            actions.accept(number=number, actor=agent, at=MONDAY)
