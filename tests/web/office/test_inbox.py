"""The inbox: what waits for whom, found and sorted, at a constant price."""

import datetime as dt
import importlib
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cases.factory import case
from tests.city import DAY, MONDAY, STORY
from tests.web.pages import check
from tongban.parties.models import Duty, Official

Browser = Callable[[str], Client]


class TestInbox:
    def test_shows_the_number_the_subject_the_applicant_and_the_days_left(self, browser_of: Browser) -> None:
        number = case("submitted")

        text = check(browser_of("clerk").get("/office/"))

        assert number in text
        assert "挖掘城市道路许可" in text
        assert "贵阳筑光引电电力工程有限公司（示例）" in text
        assert "还剩 5 个工作日" in text
        assert "3月9日（周一）" in text

    def test_counts_the_tasks_of_a_clerk(self, browser_of: Browser) -> None:
        case("submitted")
        case("submitted")
        case("reviewing")

        page = browser_of("clerk").get("/office/")

        counts = {task.code: task.count for task in page.context["tasks"]}
        assert counts == {"mine": 2, "held": 0, "receive": 2, "deliver": 0, "close": 0, "waiting": 1, "all": 3}

    @pytest.mark.parametrize(
        ("role", "stage", "task"),
        [
            ("clerk", "submitted", "receive"),
            ("lead_reviewer", "accepted", "open_reviews"),
            ("joint_reviewer", "reviewing", "opinion"),
            ("decider", "reviewed", "decide"),
            ("issuer", "granted", "issue"),
        ],
    )
    def test_puts_the_case_before_whom_it_waits_for(
        self, browser_of: Browser, role: str, stage: str, task: str
    ) -> None:
        number = case(stage)

        mine = browser_of(role).get("/office/", {"task": task})

        assert [row.number for row in mine.context["inbox"].rows] == [number]

    def test_says_overdue_in_red_with_the_working_days(
        self, browser_of: Browser, shift: Callable[[dt.timedelta], None]
    ) -> None:
        late = case("submitted")
        shift(9 * DAY)
        fresh = case("submitted", MONDAY + 9 * DAY)

        text = check(browser_of("clerk").get("/office/"))

        assert "已逾期 2 个工作日" in text
        assert text.index(late) < text.index(fresh)

    def test_counts_one_day_in_english_as_one(self, browser_of: Browser, shift: Callable[[dt.timedelta], None]) -> None:
        case("submitted")
        shift(4 * DAY)

        assert "1 working day left" in check(browser_of("clerk").get("/office/?lang=en"))

    def test_names_the_item_in_english(self, browser_of: Browser) -> None:
        number = case("submitted")
        clerk = browser_of("clerk")

        for path in ("/office/", f"/office/cases/{number}/", f"/office/cases/{number}/accept/"):
            text = check(clerk.get(path, {"lang": "en"}))
            assert "Permit to excavate a city road" in text
            assert "挖掘城市道路许可" not in text

    @pytest.mark.parametrize(("lamp", "found"), [("red", 1), ("white", 1), ("yellow", 0), ("grey", 0), ("", 2)])
    def test_narrows_to_a_lamp(
        self, browser_of: Browser, shift: Callable[[dt.timedelta], None], lamp: str, found: int
    ) -> None:
        case("submitted")
        shift(9 * DAY)
        case("submitted", MONDAY + 9 * DAY)

        page = browser_of("clerk").get("/office/", {"lamp": lamp})

        check(page)
        assert page.context["inbox"].count == found

    def test_searches_by_number_applicant_and_subject(self, browser_of: Browser) -> None:
        wanted, other = case("submitted"), case("submitted")
        clerk = browser_of("clerk")

        by_number = check(clerk.get("/office/", {"q": wanted}))

        assert wanted in by_number
        assert other not in by_number
        assert clerk.get("/office/", {"q": "筑光 挖掘"}).context["inbox"].count == 2

    @pytest.mark.parametrize("role", ["clerk", "supervisor"])
    def test_finds_items_by_their_english_names(self, browser_of: Browser, role: str) -> None:
        case("submitted")
        browser = browser_of(role)

        asked = ({"q": "EXCAVATE permit"}, {"item": "city road"}, {"q": "excavate bridge"}, {"item": "bridge"})
        found = [browser.get("/office/", {"task": "all", **each}).context["inbox"].count for each in asked]

        assert found == [1, 1, 0, 0]

    @pytest.mark.parametrize("odd", ["%", "_", "'; DROP TABLE", "a" * 500, "\x00", "＜script＞", "<b>x</b>"])
    def test_finds_nothing_for_odd_words_and_says_what_to_do(self, browser_of: Browser, odd: str) -> None:
        case("submitted")

        text = check(browser_of("clerk").get("/office/", {"q": odd, "page": "9999999999", "task": "x", "lamp": "y"}))

        assert "<b>x</b>" not in text

    def test_says_what_to_do_when_nothing_waits(self, browser_of: Browser) -> None:
        text = check(browser_of("clerk").get("/office/"))

        assert "没有等您办理的办件" in text

    def test_says_that_nothing_is_open_only_where_all_that_is_open_was_asked_for(self, browser_of: Browser) -> None:
        clerk = Official.objects.get(account__username=STORY["people"]["clerk"])
        Duty.objects.create(
            official=clerk, kind="supervisor", authority=clerk.authority, starts_on=MONDAY.date() - 30 * DAY
        )
        case("granted")

        for role in ("clerk", "supervisor"):
            mine = check(browser_of(role).get("/office/?task=mine"))
            held = check(browser_of(role).get("/office/?task=held"))

            assert "没有等您办理的办件" in mine, role
            assert "这里现在没有办件" in held, role
            assert "现在没有在办的办件" not in mine + held, role
        assert browser_of("clerk").get("/office/?task=all").context["inbox"].count == 1

    def test_turns_pages_and_keeps_the_filter(self, browser_of: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
        for module in ("tongban.cases.queries.inbox", "tongban.web.office.inbox"):
            # By a string it would be the function of its name.
            monkeypatch.setattr(importlib.import_module(module), "PAGE_SIZE", 2)
        for _ in range(3):
            case("submitted")

        page = browser_of("clerk").get("/office/", {"task": "receive"})

        text = check(page)
        assert len(page.context["inbox"].rows) == 2
        assert "task=receive&amp;page=2" in text or "task=receive&page=2" in text

    def test_costs_the_same_queries_however_many_cases_there_are(self, browser_of: Browser) -> None:
        clerk = browser_of("clerk")
        case("submitted")
        clerk.get("/office/")
        with CaptureQueriesContext(connection) as few:
            clerk.get("/office/")
        for _ in range(5):
            case("submitted")

        with CaptureQueriesContext(connection) as many:
            clerk.get("/office/")

        assert len(many) == len(few) <= 8


class TestDoor:
    def test_sends_who_is_not_signed_in_to_the_sign_in_page(self, client: Client) -> None:
        answer = client.get("/office/")

        assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/?next=/office/")

    @pytest.mark.parametrize("path", ["/office/", "/office/hand-over/"])
    def test_is_shut_to_people_without_a_duty(self, browser_of: Browser, path: str) -> None:
        check(browser_of("applicant").get(path), 403)

    def test_shows_a_supervisor_everything_and_names_of_persons_masked(self, browser_of: Browser) -> None:
        number = case("submitted")

        assert number in check(browser_of("supervisor").get("/office/"))
