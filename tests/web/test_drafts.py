"""A draft on two devices: what one side changed is merged, what both changed is shown, and the reader chooses."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.cases.factory import road_code
from tests.city import STORY, actor, company
from tests.web.pages import check
from tongban.cases.actions import draft
from tongban.cases.models import Case
from tongban.cases.queries import case_page
from tongban.kernel.clock import now

pytestmark = pytest.mark.usefixtures("city", "db")
SignIn = Callable[[str], Client]
TELEPHONE = "Mozilla/5.0 (Linux; Android 14) Mobile"


@pytest.fixture
def number() -> str:
    applicant = actor("applicant")
    return draft(task_code=road_code(), actor=applicant, at=now(), organisation_id=company(applicant))


class Tab:
    """A page of the form as a browser holds it: what it showed, and what is typed into it."""

    def __init__(self, browser: Client, number: str, agent: str = "Mozilla/5.0 (X11)") -> None:
        self.browser, self.url, self.agent = browser, f"/applications/{number}/2/", agent
        self.read(browser.get(self.url).content.decode())

    def read(self, text: str) -> None:
        self.hidden = dict(re.findall(r'<input type="hidden" name="(shown|page)" value="([^"]*)"', text))

    def autosave(self, **typed: str) -> str:
        answer = self.browser.post(f"{self.url}autosave", {**self.hidden, **typed}, headers={"User-Agent": self.agent})
        assert answer.status_code == 200
        text = answer.content.decode()
        self.read(text)
        return text

    def save(self, go: str = "stay", **typed: str):  # type: ignore[no-untyped-def]
        return self.browser.post(self.url, {**self.hidden, "go": go, **typed}, headers={"User-Agent": self.agent})


@pytest.fixture
def tabs(as_user: SignIn, number: str) -> tuple[Tab, Tab]:
    """The same draft on a computer and on a telephone."""
    browser = as_user(STORY["people"]["applicant"])
    return Tab(browser, number), Tab(browser, number, TELEPHONE)


def answers(number: str) -> dict[str, object]:
    return case_page(actor("applicant"), number, now()).raw.answers


class TestTwoDevices:
    def test_merge_what_only_one_of_them_changed(self, tabs: tuple[Tab, Tab], number: str) -> None:
        computer, telephone = tabs
        telephone.autosave(road_name="示例东路")

        answer = computer.save(purpose="供电")

        assert answer.status_code == 302
        assert (answers(number)["road_name"], answers(number)["purpose"]) == ("示例东路", "供电")

    def test_are_shown_both_values_with_who_and_where_and_nothing_is_overwritten(
        self, tabs: tuple[Tab, Tab], number: str
    ) -> None:
        computer, telephone = tabs
        telephone.autosave(road_name="手机填的路")

        text = check(computer.save(road_name="电脑填的路", road_section="东段"), 409)

        assert answers(number)["road_name"] == "手机填的路"
        assert answers(number)["road_section"] == "东段"
        assert 'id="conflict-road_name"' in text
        assert 'href="#conflict-road_name"' in text
        assert text.index("电脑填的路") < text.index("手机填的路")
        assert f"{actor('applicant').name}</span> · 手机 · " in text

    @pytest.mark.parametrize(("choice", "kept"), [("mine", "电脑填的路"), ("theirs", "手机填的路")])
    def test_keep_what_the_reader_chose(self, tabs: tuple[Tab, Tab], number: str, choice: str, kept: str) -> None:
        computer, telephone = tabs
        telephone.autosave(road_name="手机填的路")
        computer.read(computer.save(road_name="电脑填的路").content.decode())
        asked = {"conflict": "road_name", "mine-road_name": '"电脑填的路"'}

        undecided = computer.save(road_name="电脑填的路", **asked)
        computer.read(undecided.content.decode())
        answer = computer.save(road_name="电脑填的路", **asked, **{"keep-road_name": choice})

        assert undecided.status_code == 409
        assert answer.status_code == 302
        assert answers(number)["road_name"] == kept

    def test_are_told_while_one_types_and_not_asked_twice(self, tabs: tuple[Tab, Tab], number: str) -> None:
        computer, telephone = tabs
        telephone.autosave(road_name="手机填的路")

        first = computer.autosave(road_name="电脑填的路")
        second = computer.autosave(
            road_name="电脑填的路", road_section="东段", conflict="road_name", **{"mine-road_name": '"电脑填的路"'}
        )

        assert 'id="conflicts" hx-swap-oob="true"' in first
        assert 'id="conflict-road_name"' not in second
        assert (answers(number)["road_name"], answers(number)["road_section"]) == ("手机填的路", "东段")

    def test_leave_nothing_to_tell_when_one_goes_on_typing(self, tabs: tuple[Tab, Tab], number: str) -> None:
        computer, _telephone = tabs

        for typed in ("示", "示例", "示例东路"):
            assert 'id="conflicts"' not in computer.autosave(road_name=typed)

        assert answers(number)["road_name"] == "示例东路"
        assert Case.objects.get(matter__number=number).revision == 3


class TestASharedDevice:
    def test_is_told_to_keep_nothing(self, as_user: SignIn, number: str) -> None:
        browser = as_user(STORY["people"]["applicant"])
        assert " data-shared " not in browser.get(f"/applications/{number}/2/").content.decode()

        browser.cookies["shared-device"] = "1"

        assert " data-shared " in check(browser.get(f"/applications/{number}/2/"))
