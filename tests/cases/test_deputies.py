"""A deputy does what the absent would do, the journal says for whom, and receiving and deciding stay apart for both."""

import datetime as dt

import pytest

from tests.cases.factory import STORY, case, opine
from tests.city import MONDAY, actor
from tongban.cases import actions
from tongban.cases.queries import Filter, case_page, inbox
from tongban.matters.events import NotYours
from tongban.matters.models import JournalEntry, Matter
from tongban.parties.actions import register_absence
from tongban.parties.models import Duty
from tongban.parties.rules.actor import SYSTEM

FRIDAY = MONDAY.date() + dt.timedelta(days=4)


def stand_in(role: str, deputy: str) -> None:
    """Let one of the story stand in for another until Friday."""
    absent, there = actor(role).official_id or 0, actor(deputy).official_id or 0
    register_absence(
        official_id=absent,
        deputy_id=there,
        starts_on=MONDAY.date(),
        ends_on=FRIDAY,
        reason="leave",
        actor=SYSTEM,
        at=MONDAY,
    )


class TestDeputy:
    def test_decides_for_the_absent_and_the_journal_says_so(self) -> None:
        number = case("reviewed")
        stand_in("decider", "issuer")
        deputy = actor("issuer")
        assert [row.number for row in inbox(deputy, Filter("decide"), 1, MONDAY).rows] == [number]

        actions.decide(number=number, outcome="granted", actor=deputy, at=MONDAY)

        entry = JournalEntry.objects.filter(matter__number=number).latest("sequence")
        assert entry.actor == {
            "name": "孙茗哲",
            "official": deputy.official_id,
            "on_behalf_of": "赵衡岳",
            "for_official": Duty.objects.get(kind="decider", official__name="赵衡岳").official_id,
        }
        last = case_page(deputy, number, MONDAY).timeline[-1]
        assert (last.who, last.on_behalf_of) == ("孙茗哲", "赵衡岳")

    def test_acts_under_the_own_name_in_the_own_duty(self) -> None:
        number = case("granted")
        stand_in("decider", "issuer")

        actions.issue(number=number, actor=actor("issuer"), at=MONDAY)

        entry = JournalEntry.objects.filter(matter__number=number, verb="issue").get()
        assert "on_behalf_of" not in entry.actor

    def test_leaves_the_absent_nothing_to_do(self) -> None:
        number = case("reviewed")
        stand_in("decider", "issuer")

        with pytest.raises(NotYours):
            actions.decide(number=number, outcome="granted", actor=actor("applicant"), at=MONDAY)
        assert actor("decider").duties == frozenset()

    def test_does_not_decide_what_they_reviewed_themselves(self) -> None:
        number = case("reviewed")
        stand_in("decider", "lead_reviewer")
        before = JournalEntry.objects.count()

        with pytest.raises(NotYours):
            actions.decide(number=number, outcome="granted", actor=actor("lead_reviewer"), at=MONDAY)

        assert JournalEntry.objects.count() == before
        assert inbox(actor("lead_reviewer"), Filter("decide"), 1, MONDAY).count == 0

    def test_does_not_decide_what_the_one_they_stand_in_for_reviewed(self) -> None:
        number = case("reviewed")
        stand_in("lead_reviewer", "decider")

        with pytest.raises(NotYours):
            actions.decide(number=number, outcome="granted", actor=actor("decider"), at=MONDAY)

        assert Matter.objects.get(number=number).state == "deciding"
        assert inbox(actor("decider"), Filter("decide"), 1, MONDAY).count == 0

    def test_does_not_review_what_the_one_they_stand_in_for_received(self) -> None:
        number = case("reviewing")
        stand_in("clerk", "lead_reviewer")

        with pytest.raises(NotYours):
            opine(number, STORY["opinions"][0]["step"], actor("lead_reviewer"), MONDAY)
