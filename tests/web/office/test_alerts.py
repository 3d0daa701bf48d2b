"""Supervisors work off what the journal gives away."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cases.factory import case
from tests.city import MONDAY
from tests.web.office.test_step import key_of
from tests.web.pages import check
from tongban.cases.actions.sweep_alerts import sweep_alerts
from tongban.matters.models import Alert

Browser = Callable[[str], Client]


@pytest.fixture
def number() -> str:
    """A case that was decided in no time."""
    made = case("granted")
    sweep_alerts(at=MONDAY)
    return made


def post(browser: Client, note: str) -> object:
    form = browser.get("/office/alerts/")
    return browser.post("/office/alerts/", {"once": key_of(form), "alert": Alert.objects.get().pk, "note": note})


class TestAlerts:
    @pytest.mark.parametrize("role", ["supervisor", "head"])
    def test_say_what_was_found_and_where(self, browser_of: Browser, number: str, role: str) -> None:
        text = check(browser_of(role).get("/office/alerts/"))

        assert number in text
        assert "疑似线下办理、集中补录" in text
        assert '<rect width="100" height="12"' in text
        assert ("记为已核查" in text) is (role == "supervisor")

    def test_show_on_the_case_to_those_who_watch_over_it(self, browser_of: Browser, number: str) -> None:
        label = "疑似线下办理、集中补录"

        assert label in check(browser_of("supervisor").get(f"/office/cases/{number}/"))
        assert label not in check(browser_of("decider").get(f"/office/cases/{number}/"))

    def test_speak_english(self, browser_of: Browser, number: str) -> None:
        text = check(browser_of("supervisor").get("/office/alerts/?lang=en"))

        assert "Likely handled elsewhere and entered afterwards" in text

    def test_are_hidden_from_who_is_charged_with_neither(self, browser_of: Browser, number: str) -> None:
        assert browser_of("clerk").get("/office/alerts/").status_code == 403

    def test_are_kept_with_the_note_of_who_looked(self, browser_of: Browser, number: str) -> None:
        browser = browser_of("supervisor")

        answer = post(browser, "系统故障后补录，已核实")

        found = Alert.objects.select_related("acknowledged_by").get()
        assert answer.status_code == 302  # type: ignore[attr-defined]
        assert (found.note, found.acknowledged_by is not None) == ("系统故障后补录，已核实", True)
        assert "没有待核查的预警" in check(browser.get("/office/alerts/"))
        assert "系统故障后补录，已核实" in check(browser.get("/office/alerts/", {"acknowledged": "1"}))

    def test_need_a_note_and_otherwise_stay(self, browser_of: Browser, number: str) -> None:
        answer = post(browser_of("supervisor"), " ")

        assert "请写明核查情况" in check(answer, 422)
        assert Alert.objects.get().acknowledged_at is None

    def test_take_a_head_no_note(self, browser_of: Browser, number: str) -> None:
        browser = browser_of("head")
        form = browser_of("supervisor").get("/office/alerts/")

        answer = browser.post("/office/alerts/", {"once": key_of(form), "alert": Alert.objects.get().pk, "note": "好"})

        assert answer.status_code == 403
        assert Alert.objects.get().acknowledged_at is None

    def test_can_be_chosen_by_rule(self, browser_of: Browser, number: str) -> None:
        browser = browser_of("supervisor")

        assert number in check(browser.get("/office/alerts/", {"rule": "M02"}))
        other = check(browser.get("/office/alerts/", {"rule": "M09", "page": "99"}))
        assert number not in other
        assert "这条规则没有待核查的预警" in other
        # Nothing was looked at, of whatever rule.
        assert "还没有核查过的预警" in check(browser.get("/office/alerts/", {"rule": "M09", "acknowledged": "1"}))

    def test_take_as_many_queries_for_many_as_for_one(self, browser_of: Browser, number: str) -> None:
        browser = browser_of("supervisor")
        browser.get("/office/alerts/")
        with CaptureQueriesContext(connection) as few:
            browser.get("/office/alerts/")
        for _each in range(3):
            case("granted")
        sweep_alerts(at=MONDAY)
        with CaptureQueriesContext(connection) as many:
            browser.get("/office/alerts/")

        assert len(many) == len(few)
