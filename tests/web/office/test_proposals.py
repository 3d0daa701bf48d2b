"""What one proposes is shown to who answers it, with its lamp, and answered on a page."""

import datetime as dt
from collections.abc import Callable

from django.test import Client

from tests.cases.factory import case
from tests.city import MONDAY, actor
from tests.web.office.test_step import fill_in, state
from tests.web.pages import check
from tongban.cases import actions
from tongban.matters.models import JournalEntry

Browser = Callable[[str], Client]


def referred() -> str:
    number = case("submitted")
    actions.propose_refusal(
        number=number,
        ground="not_competent",
        reason="该路段为公路",
        competent_authority="交通运输局",
        actor=actor("clerk"),
        at=MONDAY,
    )
    return number


class TestReferral:
    def test_is_shown_and_fills_in_the_decision(self, browser_of: Browser) -> None:
        number, lead = referred(), browser_of("lead_reviewer")

        text = check(lead.get(f"/office/cases/{number}/"))
        form = check(lead.get(f"/office/cases/{number}/refuse_acceptance/"))

        assert "等待答复的提请：不予受理" in text
        assert "3月3日（周二）" in text
        assert 'value="not_competent" checked' in form
        assert "该路段为公路" in form

    def test_is_declined_and_the_window_reads_why_in_the_story(self, browser_of: Browser) -> None:
        number = referred()

        answer = fill_in(browser_of("decider"), number, "decline", kind="refusal", answer="已移交市政，请受理")

        assert answer.status_code == 302
        assert state(number)[0] == "submitted"
        text = check(browser_of("clerk").get(f"/office/cases/{number}/"))
        assert "等待答复的提请" not in text
        assert "没有同意所提请的事项" in text
        assert "已移交市政，请受理" in text

    def test_needs_a_reason_to_be_declined(self, browser_of: Browser) -> None:
        number = referred()
        before = state(number)

        answer = fill_in(browser_of("decider"), number, "decline", kind="refusal", answer="")

        assert 'href="#answer"' in check(answer, 422)
        assert state(number) == before


class TestVoiding:
    def test_is_approved_by_the_supervisor_who_reads_why(self, browser_of: Browser) -> None:
        number, watching = case("submitted"), browser_of("supervisor")
        assert check(watching.get(f"/office/cases/{number}/")).count("/void/") == 0
        actions.propose_voiding(number=number, reason="同一申请重复收件", actor=actor("clerk"), at=MONDAY)

        text = check(watching.get(f"/office/cases/{number}/"))
        answer = fill_in(watching, number, "void")

        assert "同一申请重复收件" in text
        assert (answer.status_code, state(number)[0]) == (302, "voided")


class TestWithdrawal:
    def test_is_confirmed_by_who_reviews(self, browser_of: Browser) -> None:
        number, lead = case("reviewing"), browser_of("lead_reviewer")
        assert "confirm_withdrawal" not in check(lead.get(f"/office/cases/{number}/"))
        actions.ask_to_withdraw(number=number, reason="工程取消", actor=actor("applicant"), at=MONDAY)

        answer = fill_in(lead, number, "confirm_withdrawal")

        assert (answer.status_code, state(number)[0]) == (302, "withdrawn")


class TestClaimedTime:
    def test_is_taken_from_the_form_in_local_time(self, browser_of: Browser) -> None:
        number = case("submitted")

        fill_in(browser_of("clerk"), number, "accept", occurred_at="2026-03-02T10:30")

        entry = JournalEntry.objects.get(matter__number=number, verb="accept")
        assert entry.occurred_at == dt.datetime(2026, 3, 2, 2, 30, tzinfo=dt.UTC)
        assert entry.recorded_at > entry.occurred_at
