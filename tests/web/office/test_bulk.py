"""One verb of many cases: each is done or refused by itself, and the page says which."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cases.factory import case
from tests.city import MONDAY, actor
from tests.web.pages import check
from tongban.cases import actions
from tongban.cases.actions.in_bulk import in_bulk
from tongban.kernel.errors import BadInput
from tongban.matters.models import JournalEntry, Matter

Browser = Callable[[str], Client]
KEY = "a-key-of-this-very-page"


def holders(*numbers: str) -> list[int | None]:
    return [Matter.objects.get(number=number).holder_id for number in numbers]


class TestInBulk:
    def test_does_what_can_be_done_and_says_why_the_rest_was_not(self) -> None:
        first, held, last = case("submitted"), case("submitted"), case("submitted")
        actions.claim(number=held, actor=actor("clerk"), at=MONDAY)

        became = in_bulk(verb="claim", numbers=[last, held, "none", first, last], actor=actor("clerk"), at=MONDAY)

        assert [(each.number, each.done) for each in became] == [
            (last, True),
            (held, False),
            ("none", False),
            (first, True),
        ]
        assert "已有承办人" in became[1].reason
        assert holders(first, last) == [actor("clerk").official_id] * 2

    def test_agrees_in_every_step_that_is_ones_own(self) -> None:
        numbers = [case("reviewing"), case("reviewing"), case("accepted")]

        became = in_bulk(verb="give_opinion", numbers=numbers, actor=actor("joint_reviewer"), at=MONDAY)

        assert [each.done for each in became] == [True, True, False]
        assert JournalEntry.objects.filter(verb="give_opinion", matter__number__in=numbers).count() == 2

    def test_sends_to_review_and_assigns(self) -> None:
        numbers, lead = [case("accepted"), case("submitted")], actor("lead_reviewer")

        sent = in_bulk(verb="open_reviews", numbers=numbers, actor=lead, at=MONDAY)
        given = in_bulk(verb="assign", numbers=numbers, actor=lead, at=MONDAY, official_id=actor("decider").official_id)

        assert [(each.done, each.state) for each in sent] == [(True, "reviewing"), (False, "")]
        assert [each.done for each in given] == [True, True]
        assert holders(*numbers) == [actor("decider").official_id] * 2

    @pytest.mark.parametrize(
        ("verb", "numbers", "field"),
        [("decide", ["x"], "verb"), ("claim", [], "numbers"), ("claim", [str(n) for n in range(101)], "numbers")],
    )
    def test_refuses_other_verbs_and_too_many(self, verb: str, numbers: list[str], field: str) -> None:
        with pytest.raises(BadInput) as refused:
            in_bulk(verb=verb, numbers=numbers, actor=actor("clerk"), at=MONDAY)

        assert set(refused.value.errors) == {field}


class TestThePage:
    def test_offers_the_verbs_of_ones_duties(self, browser_of: Browser) -> None:
        case("accepted")

        offered = {
            role: browser_of(role).get("/office/?task=all").context["verbs"] for role in ("clerk", "lead_reviewer")
        }

        assert [verb for verb, _label in offered["clerk"]] == ["claim"]
        assert [verb for verb, _label in offered["lead_reviewer"]] == [
            "claim",
            "assign",
            "open_reviews",
            "give_opinion",
        ]

    def test_claims_at_once_and_shows_each_result(self, browser_of: Browser) -> None:
        numbers = [case("submitted"), case("submitted")]
        clerk = browser_of("clerk")
        sent = {"verb": "claim", "number": numbers, "once": KEY, "back": "task=receive"}

        text = check(clerk.post("/office/bulk/", sent))
        again = check(clerk.post("/office/bulk/", sent))

        assert "已办理 2 件，未办理 0 件" in text
        assert "已办理 2 件，未办理 0 件" in again
        assert "/office/?task=receive" in text
        assert holders(*numbers) == [actor("clerk").official_id] * 2

    def test_asks_once_more_before_what_cannot_be_taken_back(self, browser_of: Browser) -> None:
        number = case("accepted")
        lead = browser_of("lead_reviewer")

        asked = check(lead.post("/office/bulk/", {"verb": "open_reviews", "number": number}))
        assert (number in asked, Matter.objects.get(number=number).state) == (True, "accepted")
        matter = Matter.objects.get(number=number)
        assert all(each in asked for each in (matter.subject, matter.applicant_name))
        check(lead.post("/office/bulk/", {"verb": "open_reviews", "number": number, "confirmed": "1", "once": KEY}))

        assert Matter.objects.get(number=number).state == "reviewing"

    def test_asks_to_whom_a_case_is_assigned(self, browser_of: Browser) -> None:
        number = case("accepted")
        lead = browser_of("lead_reviewer")
        sent = {"verb": "assign", "number": number, "confirmed": "1", "once": KEY}

        assert lead.post("/office/bulk/", sent).status_code == 422
        check(lead.post("/office/bulk/", {**sent, "official_id": actor("decider").official_id}))

        assert holders(number) == [actor("decider").official_id]

    def test_sends_back_who_ticked_nothing(self, browser_of: Browser) -> None:
        text = browser_of("clerk").post("/office/bulk/", {"verb": "claim"}, follow=True).content.decode()

        assert "请先勾选办件" in text

    def test_has_no_verbs_beyond_ones_duties(self, browser_of: Browser) -> None:
        number = case("accepted")

        assert browser_of("clerk").post("/office/bulk/", {"verb": "open_reviews", "number": number}).status_code == 404
        assert Matter.objects.get(number=number).state == "accepted"
