"""One revision: what it changes, what was found, and its way through two reviews, on the pages alone."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.city import MONDAY, actor
from tests.web.office.catalogue.drafting import DESK, ROAD, begun, code_of, draft_of, edit, page_of, send
from tests.web.pages import check
from tongban.catalogue.actions import propose_standing
from tongban.catalogue.models import Finding, Implementation, Revision, Version
from tongban.matters.models import JournalEntry, Matter

Browser = Callable[[str], Client]


def state(number: str) -> tuple[str, int]:
    matter = Matter.objects.get(number=number)
    return matter.state, JournalEntry.objects.filter(matter=matter).count()


def take(browser: Client, number: str, verb: str, **typed: str) -> int:
    """Take a step on its page, and return how it was answered."""
    answer: int = send(browser, f"{page_of(number)}{verb}/", **typed).status_code
    return answer


def changed(browser_of: Browser) -> str:
    """Return the number of a change that shortens the promise and names why its steps are shorter still."""
    number = begun()
    send(browser_of("steward"), edit(number, "limits"), promised_days="7")
    give_reasons(browser_of("steward"), number)
    return number


def give_reasons(browser: Client, number: str) -> None:
    for finding in Finding.objects.filter(version=draft_of(number), severity="warning", reason=""):
        url = f"{page_of(number)}drafts/{draft_of(number).pk}/reason/"
        sent = {"rule": finding.rule, "field": finding.field, "reason": "余下的时间用于汇总意见"}
        assert browser.post(url, {"once": f"key-{finding.pk}-key", **sent}).status_code == 302


class TestWay:
    def test_leads_from_the_draft_through_two_reviews_into_force(self, browser_of: Browser) -> None:
        number = changed(browser_of)

        assert take(browser_of("steward"), number, "send_to_review") == 302
        assert take(browser_of("item_reviewer"), number, "pass_review") == 302
        shown = check(browser_of("publisher").get(f"{page_of(number)}publish/"))
        assert "（今天）发布后立即生效" in shown
        assert take(browser_of("publisher"), number, "publish") == 302

        assert state(number)[0] == "in_force"
        current = Implementation.objects.get(task_code=code_of()).current
        assert current is not None
        assert (current.number, current.promised_days) == (2, 7)
        text = check(browser_of("steward").get(page_of(number)))
        for who in ("程编沐", "申核妍", "班发雯"):
            assert who in text
        assert "群众看到的就是这个版本" in text

    def test_waits_for_the_day_that_was_named(self, browser_of: Browser) -> None:
        number = changed(browser_of)
        take(browser_of("steward"), number, "send_to_review", effective_on="2026-03-09")
        take(browser_of("item_reviewer"), number, "pass_review")
        assert "3月9日" in check(browser_of("publisher").get(f"{page_of(number)}publish/"))

        take(browser_of("publisher"), number, "publish")

        assert state(number)[0] == "scheduled"
        assert "等待生效" in check(browser_of("publisher").get(page_of(number)))

    def test_asks_for_the_day_that_was_proposed(self, browser_of: Browser) -> None:
        day = dt.date(2099, 3, 1)
        number = propose_standing(
            task_codes=[code_of()],
            standing="suspended",
            why="道路改造",
            effective_on=day,
            actor=actor("steward"),
            at=MONDAY,
        )

        take(browser_of("steward"), number, "send_to_review")

        assert Revision.objects.get(matter__number=number).effective_on == day

    def test_leads_back_with_a_reason(self, browser_of: Browser) -> None:
        number = changed(browser_of)
        take(browser_of("steward"), number, "send_to_review")

        assert take(browser_of("item_reviewer"), number, "send_back", reason="") == 422
        assert take(browser_of("item_reviewer"), number, "send_back", reason="请补充依据") == 302

        assert "请补充依据" in check(browser_of("steward").get(page_of(number)))
        assert "请补充依据" in check(browser_of("steward").get(DESK))

    def test_ends_when_it_is_abandoned(self, browser_of: Browser) -> None:
        number = changed(browser_of)

        assert take(browser_of("steward"), number, "abandon", reason="不改了") == 302

        assert state(number)[0] == "abandoned"
        assert "已经撤销" in check(browser_of("steward").get(page_of(number)))
        current = Implementation.objects.get(task_code=code_of()).current
        assert current is not None
        assert current.promised_days == 9


class TestRefusals:
    def test_of_a_draft_that_is_wrong_lead_to_its_fields_and_leave_no_trace(self, browser_of: Browser) -> None:
        steward, number = browser_of("steward"), begun()
        send(steward, edit(number, "limits"), promised_days="30")
        before = state(number)

        answer = send(steward, f"{page_of(number)}send_to_review/")

        assert answer.status_code in (409, 422)
        assert "error-summary" in answer.content.decode()
        assert state(number) == before

    def test_of_a_day_that_is_past_are_said_at_the_field(self, browser_of: Browser) -> None:
        number = changed(browser_of)
        before = state(number)

        text = check(send(browser_of("steward"), f"{page_of(number)}send_to_review/", effective_on="2026-02-01"), 422)

        assert 'id="effective_on-error"' in text
        assert state(number) == before

    @pytest.mark.parametrize(
        ("who", "verb"),
        [
            ("item_reviewer", "send_to_review"),
            ("publisher", "abandon"),
            ("steward", "pass_review"),
            ("steward", "publish"),
        ],
    )
    def test_of_steps_that_are_not_ones_own_lead_back(self, browser_of: Browser, who: str, verb: str) -> None:
        number = changed(browser_of)
        before = state(number)

        assert browser_of(who).get(f"{page_of(number)}{verb}/").headers["Location"] == page_of(number)
        refused = browser_of(who).post(f"{page_of(number)}{verb}/", {"once": "a-key-of-mine", "reason": "不"})

        assert refused.status_code in (403, 409)
        assert state(number) == before

    def test_of_unknown_steps_and_numbers_are_not_found(self, browser_of: Browser) -> None:
        number = begun()

        assert browser_of("steward").get(f"{page_of(number)}burn/").status_code == 404
        assert browser_of("steward").get(page_of("BG00000000000000")).status_code == 404

    def test_of_strangers_say_that_there_is_no_such_revision(self, browser_of: Browser) -> None:
        other = Implementation.objects.filter(current__isnull=False).exclude(authority__key="chengguan").first()
        assert other is not None
        assert other.current is not None
        number = begun("bian.xiulan", other.current.name)

        assert browser_of("steward").get(page_of(number)).status_code == 404
        assert browser_of("steward").get(edit(number, "limits")).status_code == 404
        assert browser_of("item_reviewer").get(f"{page_of(number)}pass_review/").status_code == 404
        assert number not in check(browser_of("steward").get(f"{DESK}?tab=all"))


class TestFindings:
    def test_of_warnings_take_a_reason(self, browser_of: Browser) -> None:
        steward, number = browser_of("steward"), begun()
        send(steward, edit(number, "limits"), promised_days="8")
        assert "说明保留的理由" in check(steward.get(page_of(number)))

        give_reasons(steward, number)

        text = check(steward.get(page_of(number)))
        assert "余下的时间用于汇总意见" in text
        assert "说明保留的理由" not in text
        assert "说明保留的理由" not in check(browser_of("item_reviewer").get(page_of(number)))

    def test_of_warnings_take_no_empty_reason(self, browser_of: Browser) -> None:
        steward, number = browser_of("steward"), begun()
        send(steward, edit(number, "limits"), promised_days="8")
        finding = Finding.objects.get(version=draft_of(number), severity="warning")
        url = f"{page_of(number)}drafts/{draft_of(number).pk}/reason/"

        answer = steward.post(url, {"once": "one-key-of-mine", "rule": finding.rule, "field": finding.field})

        assert "请写明保留这条警告的理由" in check(steward.get(answer.headers["Location"].partition("#")[0]))
        finding.refresh_from_db()
        assert finding.reason == ""

    def test_of_errors_lead_to_their_field(self, browser_of: Browser) -> None:
        steward, number = browser_of("steward"), begun()

        send(steward, edit(number, "limits"), promised_days="30")

        text = check(steward.get(page_of(number)))
        assert "改好以后才能发布" in text
        assert f"{edit(number, 'limits')}?check=1#promised_days" in text
        assert 'id="promised_days-error"' in check(steward.get(f"{edit(number, 'limits')}?check=1"))
        assert 'id="promised_days-error"' not in check(steward.get(edit(number, "limits")))


class TestSuspension:
    def test_of_two_items_shows_both_and_takes_them_out_of_use(self, browser_of: Browser) -> None:
        steward = browser_of("steward")
        names = [ROAD, "临时占用城市道路许可"]
        codes = [code_of(name) for name in names if Implementation.objects.filter(current__name=name).exists()]
        address = "&".join(f"code={code}" for code in codes)
        send(steward, f"{DESK}items/standing/?{address}&standing=suspended", why="系统升级，暂停受理")
        number = Revision.objects.filter(source="pages").get().matter.number

        for who, verb in (("steward", "send_to_review"), ("item_reviewer", "pass_review"), ("publisher", "publish")):
            assert take(browser_of(who), number, verb) == 302, verb

        assert "系统升级，暂停受理" in check(steward.get(page_of(number)))
        assert "暂停" in check(steward.get(f"{DESK}items/", {"standing": "suspended"}))
        for code in codes:
            current = Implementation.objects.get(task_code=code).current
            assert current is not None
            assert current.standing == "suspended"

    def test_of_several_items_can_go_on_without_one(self, browser_of: Browser) -> None:
        steward = browser_of("steward")
        codes = [code_of(ROAD), code_of("临时占用城市道路许可")]
        address = "&".join(f"code={code}" for code in codes)
        send(steward, f"{DESK}items/standing/?{address}&standing=suspended", why="系统升级，暂停受理")
        number = Revision.objects.filter(source="pages").get().matter.number
        dropped = Version.objects.get(revision__matter__number=number, implementation__task_code=codes[1])
        assert f"drafts/{dropped.pk}/drop/" in check(steward.get(page_of(number)))

        answer = steward.post(f"{page_of(number)}drafts/{dropped.pk}/drop/", {"once": "drop-it-once"})

        assert answer.status_code == 302
        page = check(steward.get(page_of(number)))
        assert "已移出变更单" in page
        assert "/drop/" not in page
        assert [each.implementation.task_code for each in Version.objects.filter(state="draft")] == codes[:1]

    def test_of_many_items_costs_as_many_queries_as_of_one(self, browser_of: Browser) -> None:
        steward = browser_of("steward")
        found = Implementation.objects.filter(authority__key="chengguan", current__instance="promised")
        codes = list(found.order_by("task_code").values_list("task_code", flat=True))[:5]
        pages = []
        for chosen in (codes[:1], codes[1:]):
            address = "&".join(f"code={code}" for code in chosen)
            answer = send(steward, f"{DESK}items/standing/?{address}&standing=suspended", why="系统升级")
            pages.append(answer.headers["Location"])
            steward.get(pages[-1])
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as caught:
                check(steward.get(page))
            counts.append(len(caught))

        assert counts[0] == counts[1]
