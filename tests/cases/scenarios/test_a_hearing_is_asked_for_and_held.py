"""行政许可法 第四十六条至第四十八条: told, asked for in five days, held in twenty with notice of seven, minuted."""

import datetime as dt
from typing import Any

import pytest

from tests.cases.factory import case
from tests.city import DAY, MONDAY, actor
from tongban.cases import actions
from tongban.cases.actions.decision.decide import OthersToBeHeard
from tongban.cases.actions.review.convene_hearing import NoHearingToConvene
from tongban.cases.actions.review.hold_hearing import NoHearingToRecord
from tongban.cases.actions.review.request_hearing import NoHearingToAskFor
from tongban.cases.actions.review.tell_of_hearing import AlreadyTold
from tongban.cases.models import Document, Hearing
from tongban.cases.queries import case_page
from tongban.cases.queries.hearing import hearing_desk
from tongban.kernel.errors import BadInput
from tongban.matters.events import NotYours
from tongban.matters.models import JournalEntry, Matter, Pause

# Told on 2 March, asked for on the 9th, the last day; notice on the 10th: seven working days end on the 19th.
TOLD, LAST_DAY, NOTICED = MONDAY, MONDAY + 7 * DAY, MONDAY + 8 * DAY
HELD = dt.date(2026, 3, 19)
DECIDER_HOSTS = "decider"


def told(at: dt.datetime = TOLD) -> str:
    number = case("reviewed")
    actions.tell_of_hearing(number=number, about="拟不予许可", actor=actor("lead_reviewer"), at=at)
    return number


def asked() -> str:
    number = told()
    actions.request_hearing(number=number, actor=actor("applicant"), at=LAST_DAY)
    return number


def convene(number: str, at: dt.datetime = NOTICED, **changes: Any) -> None:
    host = actor("head").official_id
    said = {"held_on": HELD, "place": "上午 9:30，三楼听证室", "host_id": host, **changes}
    actions.convene_hearing(number=number, actor=actor("lead_reviewer"), at=at, **said)


def hearing(number: str) -> Hearing:
    return Hearing.objects.get(matter__number=number)


def entries(number: str) -> int:
    return JournalEntry.objects.filter(matter__number=number).count()


class TestHearing:
    def test_is_told_asked_for_convened_held_and_then_decided(self) -> None:
        number = asked()
        convene(number)
        paused = Matter.objects.get(number=number)
        evening = dt.datetime(2026, 3, 23, 2, tzinfo=dt.UTC)
        actions.hold_hearing(number=number, minutes="各方到场。\n申请人愿意夜间施工。", actor=actor("head"), at=evening)

        done = actions.decide(number=number, outcome="granted", actor=actor("decider"), at=evening)

        kinds = list(Document.objects.filter(matter__number=number).order_by("pk").values_list("kind", flat=True))
        assert kinds[-4:] == ["hearing_rights_notice", "hearing_notice", "hearing_minutes", "decision"]
        assert done.state == "granted"
        pause = Pause.objects.get(matter__number=number)
        # However late the minutes are written, the clock runs from the day of the hearing.
        assert (pause.kind, pause.started_on, pause.ended_on) == ("hearing", NOTICED.date(), HELD)
        assert (pause.declared_days, pause.basis) == (7, "《中华人民共和国行政许可法》第四十五条")
        # Nine days from 2 March end on the 13th; seven more on the 24th.
        assert (paused.due_on, paused.paused_on) == (dt.date(2026, 3, 24), NOTICED.date())

    def test_is_told_with_the_last_day_to_ask_for_it(self) -> None:
        number = told()

        printed = dict(Document.objects.get(matter__number=number, kind="hearing_rights_notice").data["fields"])

        assert hearing(number).ask_until == LAST_DAY.date()
        assert (printed["听证事项"], printed["申请期限"]) == ("拟不予许可", "5 个工作日，至 2026年3月9日")
        with pytest.raises(AlreadyTold):
            actions.tell_of_hearing(number=number, about="再告知", actor=actor("lead_reviewer"), at=TOLD)

    def test_may_be_asked_for_on_the_last_day_and_not_on_the_next(self) -> None:
        number, late = told(), told()

        actions.request_hearing(number=number, actor=actor("applicant"), at=LAST_DAY)
        with pytest.raises(NoHearingToAskFor):
            actions.request_hearing(number=late, actor=actor("applicant"), at=LAST_DAY + DAY)

        assert hearing(number).convene_until == dt.date(2026, 4, 7)
        assert hearing(late).asked_at is None

    def test_may_be_asked_for_by_a_neighbour_at_the_lead(self) -> None:
        number = told()
        with pytest.raises(BadInput) as refused:
            actions.request_hearing(number=number, actor=actor("lead_reviewer"), at=TOLD)

        actions.request_hearing(number=number, asked_by="示例东路 9 号住户", actor=actor("lead_reviewer"), at=TOLD)

        assert set(refused.value.errors) == {"asked_by"}
        assert hearing(number).asked_by_name == "示例东路 9 号住户"
        with pytest.raises(NoHearingToAskFor):
            actions.request_hearing(number=number, actor=actor("applicant"), at=TOLD)

    def test_keeps_the_decision_waiting_while_it_may_be_asked_for_and_until_it_is_held(self) -> None:
        number, decider = told(), actor("decider")
        with pytest.raises(OthersToBeHeard):
            actions.decide(number=number, outcome="granted", actor=decider, at=LAST_DAY)
        waits = case_page(decider, number, LAST_DAY).waits["decide"]
        over = case_page(decider, number, LAST_DAY + DAY).waits["decide"]

        requested = asked()
        with pytest.raises(OthersToBeHeard):
            actions.decide(number=requested, outcome="granted", actor=decider, at=NOTICED)

        assert "申请听证的期限还没有过" in waits
        assert over == ""
        assert actions.decide(number=number, outcome="granted", actor=decider, at=LAST_DAY + DAY).state == "granted"

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"held_on": HELD - DAY}, "held_on"),
            ({"held_on": dt.date(2026, 4, 8)}, "held_on"),
            ({"held_on": dt.date(2026, 3, 21)}, "held_on"),
            ({"place": " "}, "place"),
            ({"host_id": 999_999_999}, "host_id"),
        ],
    )
    def test_is_convened_in_time_at_a_place_under_a_host(self, changes: dict[str, Any], field: str) -> None:
        number = asked()
        before = entries(number)

        with pytest.raises(BadInput) as refused:
            convene(number, **changes)

        assert set(refused.value.errors) == {field}
        assert entries(number) == before
        assert not Pause.objects.filter(matter__number=number).exists()

    @pytest.mark.parametrize("role", ["lead_reviewer", "joint_reviewer", "clerk"])
    def test_is_not_hosted_by_who_received_or_reviewed_the_case(self, role: str) -> None:
        number = asked()

        with pytest.raises(BadInput) as refused:
            convene(number, host_id=actor(role).official_id)

        assert set(refused.value.errors) == {"host_id"}
        hosts = {each.id for each in hearing_desk(actor("lead_reviewer"), number, NOTICED.date()).hosts}
        assert actor(role).official_id not in hosts
        assert actor("head").official_id in hosts

    def test_is_moved_by_another_notice_without_counting_the_pause_twice(self) -> None:
        number = asked()
        convene(number)

        convene(number, held_on=dt.date(2026, 3, 24), at=NOTICED + DAY)

        pause = Pause.objects.get(matter__number=number)
        assert (pause.declared_days, pause.expected_end_on) == (10, dt.date(2026, 3, 24))
        assert Matter.objects.get(number=number).due_on == dt.date(2026, 3, 27)

    def test_is_still_owed_when_its_twenty_days_can_not_be_met_on_the_first_day_that_can(self) -> None:
        number = asked()
        late = dt.datetime(2026, 4, 1, 2, tzinfo=dt.UTC)
        first = hearing_desk(actor("lead_reviewer"), number, late.date()).earliest
        assert first > (hearing(number).convene_until or first)
        with pytest.raises(BadInput):
            convene(number, at=late, held_on=first + DAY)

        convene(number, at=late, held_on=first)

        assert hearing(number).held_on == first

    def test_is_not_convened_unasked_nor_recorded_before_its_day(self) -> None:
        number = told()
        with pytest.raises(NoHearingToConvene):
            convene(number)
        requested = asked()
        convene(requested)

        with pytest.raises(NoHearingToRecord):
            actions.hold_hearing(number=requested, minutes="各方到场", actor=actor("head"), at=NOTICED)

    def test_is_recorded_by_its_host_or_the_lead_alone(self) -> None:
        number = asked()
        convene(number)
        day = dt.datetime(2026, 3, 19, 8, tzinfo=dt.UTC)
        before = entries(number)

        for role in ("decider", "joint_reviewer", "clerk", "applicant", "supervisor"):
            with pytest.raises(NotYours):
                actions.hold_hearing(number=number, minutes="各方到场", actor=actor(role), at=day)
        with pytest.raises(BadInput):
            actions.hold_hearing(number=number, minutes=" ", actor=actor("head"), at=day)
        assert entries(number) == before
        actions.hold_hearing(number=number, minutes="各方到场", actor=actor("lead_reviewer"), at=day)

        assert hearing(number).minutes == "各方到场"

    def test_is_told_by_the_lead_alone(self) -> None:
        number = case("reviewing")
        before = entries(number)

        for role in ("joint_reviewer", "decider", "applicant"):
            with pytest.raises(NotYours):
                actions.tell_of_hearing(number=number, about="拟不予许可", actor=actor(role), at=MONDAY)
        with pytest.raises(BadInput):
            actions.tell_of_hearing(number=number, about="", actor=actor("lead_reviewer"), at=MONDAY)

        assert entries(number) == before
