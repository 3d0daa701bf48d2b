"""行政许可法 第四十二条: once, by the head, for at most ten days (fifteen where several handle it), told in time."""

import datetime as dt
from dataclasses import replace

import pytest

from tests.cases.factory import case
from tests.cases.joint import in_review
from tests.city import DAY, MONDAY, actor
from tongban.cases import actions
from tongban.cases.actions.proposing import NothingProposed
from tongban.cases.actions.review.request_extension import NotToBeExtended, TooLateToExtend
from tongban.cases.models import Document, Proposal
from tongban.cases.rules.letters import letter_for
from tongban.kernel.actions.set_parameter import set_parameter
from tongban.kernel.errors import BadInput
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.models import Clock, JournalEntry, Matter

# Twenty working days from 2 March end on 30 March, ten more on 14 April: 4 to 6 April are 清明.
OLD, NEW = dt.date(2026, 3, 30), dt.date(2026, 4, 14)


def ask(
    number: str, days: int = 10, at: dt.datetime = MONDAY, reason: str = "须等专家意见", by: str = "lead_reviewer"
) -> None:
    actions.request_extension(number=number, days=days, reason=reason, actor=actor(by), at=at)


def approve(number: str, at: dt.datetime = MONDAY, by: str = "head") -> None:
    actions.extend(number=number, actor=actor(by), at=at)


def legal(number: str) -> Clock:
    return Clock.objects.get(matter__number=number, kind="legal")


def entries(number: str) -> int:
    return JournalEntry.objects.filter(matter__number=number).count()


class TestOneExtension:
    def test_makes_the_legal_limit_longer_and_tells_why_by_whom_and_until_when(self) -> None:
        number = case("reviewing")
        before = legal(number).due_on
        ask(number)

        approve(number, MONDAY + DAY)

        notice = Document.objects.get(matter__number=number, kind="extension_notice")
        printed = dict(notice.data["fields"])
        assert (before, legal(number).due_on, legal(number).days) == (OLD, NEW, 30)
        assert (printed["原办结期限"], printed["新的办结期限"]) == ("2026年3月30日", "2026年4月14日")
        assert printed["延长时间"] == "10 个工作日"
        assert printed["批准人"] == f"本机关负责人 {actor('head').name}"
        assert "理由：须等专家意见" in notice.data["body"]
        assert JournalEntry.objects.filter(matter__number=number).latest("sequence").facts == {
            "days": 10,
            "legal_due_on": "2026-04-14",
            "before": "2026-03-30",
        }
        assert letter_for("extend", number=number, subject="", due_on=None) is not None

    def test_leaves_the_promise_as_it_was_made(self) -> None:
        number = case("reviewing")
        ask(number)

        approve(number)

        assert Matter.objects.get(number=number).due_on == dt.date(2026, 3, 13)

    @pytest.mark.usefixtures("own_parameters")
    def test_moves_the_promise_where_the_city_says_so(self) -> None:
        set_parameter(
            key="extension_extends_promise", value=True, basis="local parameter", effective_from=dt.date(2026, 1, 1)
        )
        number = case("reviewing")
        ask(number)

        approve(number)

        assert Matter.objects.get(number=number).due_on == dt.date(2026, 3, 27)

    def test_counts_on_from_the_days_that_a_pause_took(self) -> None:
        number = case("reviewing")
        lead = actor("lead_reviewer")
        actions.suspend(number=number, kind="testing", days=5, reason="检测", actor=lead, at=MONDAY)
        ask(number, at=MONDAY + DAY)
        approve(number, MONDAY + DAY)
        declared = legal(number).due_on

        actions.resume(number=number, result="合格", actor=lead, at=MONDAY + 3 * DAY)

        # Fifteen more days than twenty end on 21 April; of five declared days three were taken.
        assert (declared, legal(number).due_on) == (dt.date(2026, 4, 21), dt.date(2026, 4, 17))

    def test_is_given_once(self) -> None:
        number = case("reviewing")
        ask(number, days=3)
        approve(number)
        before = entries(number)

        with pytest.raises(NotToBeExtended):
            ask(number, days=3)
        with pytest.raises(NothingProposed):
            approve(number)

        assert entries(number) == before
        assert legal(number).days == 23

    def test_may_be_asked_for_again_when_it_was_declined(self) -> None:
        number = case("reviewing")
        ask(number)
        actions.decline(number=number, kind="extension", answer="请抓紧办理", actor=actor("head"), at=MONDAY)

        ask(number, days=5)
        approve(number)

        assert legal(number).days == 25

    @pytest.mark.parametrize("by", ["lead_reviewer", "decider", "clerk", "government_head", "supervisor", "applicant"])
    def test_is_for_the_head_alone_and_leaves_no_trace(self, by: str) -> None:
        number = case("reviewing")
        ask(number)
        before = entries(number)

        with pytest.raises(NotYours):
            approve(number, by=by)

        assert entries(number) == before
        assert legal(number).due_on == OLD

    def test_is_never_approved_by_who_asked_for_it(self) -> None:
        number, lead, head = case("reviewing"), actor("lead_reviewer"), actor("head")
        both = replace(lead, duties=lead.duties | head.duties)
        actions.request_extension(number=number, days=5, reason="来不及", actor=both, at=MONDAY)

        with pytest.raises(NotYours):
            actions.extend(number=number, actor=both, at=MONDAY)

        assert legal(number).due_on == OLD

    def test_of_a_joint_item_is_for_the_head_of_government_and_up_to_fifteen_days(self) -> None:
        number = in_review(joint=True)
        with pytest.raises(BadInput) as refused:
            ask(number, days=16)
        ask(number, days=15)

        with pytest.raises(NotYours):
            approve(number, by="head")
        approve(number, by="government_head")

        assert set(refused.value.errors) == {"days"}
        assert legal(number).days == 35
        printed = dict(Document.objects.get(matter__number=number, kind="extension_notice").data["fields"])
        assert printed["批准人"].startswith("本级人民政府负责人")

    def test_is_refused_on_the_due_day_and_after_it(self) -> None:
        number, on_the_day = case("reviewing"), MONDAY + 28 * DAY
        ask(number)
        before = entries(number)

        with pytest.raises(TooLateToExtend):
            approve(number, on_the_day)

        assert entries(number) == before
        approve(number, on_the_day - 3 * DAY)
        assert legal(number).due_on == NEW

    def test_cannot_be_asked_for_when_the_limit_is_reached(self) -> None:
        number = case("reviewing")

        with pytest.raises(TooLateToExtend):
            ask(number, at=MONDAY + 28 * DAY)

        assert not Proposal.objects.filter(matter__number=number).exists()

    @pytest.mark.parametrize(
        ("days", "reason", "fields"), [(11, "等", {"days"}), (0, "等", {"days"}), (5, " ", {"reason"})]
    )
    def test_names_what_is_wrong(self, days: int, reason: str, fields: set[str]) -> None:
        number = case("reviewing")
        before = entries(number)

        with pytest.raises(BadInput) as refused:
            ask(number, days=days, reason=reason)

        assert set(refused.value.errors) == fields
        assert entries(number) == before

    def test_is_for_the_lead_to_ask_while_the_case_is_handled(self) -> None:
        number, early = case("reviewing"), case("submitted")

        with pytest.raises(NotYours):
            ask(number, by="joint_reviewer")
        with pytest.raises(NotAllowedNow):
            ask(early)
