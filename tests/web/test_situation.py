"""Saying a draft's situation anew on its page: shown first, changed when it is confirmed."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cases.factory import case
from tests.cases.materials.facts import changed_materials, material
from tests.cases.scenarios.test_situation_spares_materials import drafted
from tests.city import MONDAY, STORY, actor, picture
from tests.web.pages import check
from tongban.cases import actions
from tongban.cases.models import Assistance, Case, CaseMaterial
from tongban.catalogue.queries import find
from tongban.parties.queries import authority
from tongban.parties.rules.actor import DutyKind

__all__ = ["changed_materials"]

pytestmark = pytest.mark.usefixtures("city", "db")
SignIn = Callable[[str], Client]
OWN = {"s-site": "own", "s-work": "new"}


@pytest.fixture
def applicant(as_user: SignIn) -> Client:
    return as_user(STORY["people"]["applicant"])


@pytest.fixture
def number() -> str:
    """A draft on somebody else's ground, with the owner's consent."""
    begun = drafted({"site": "others", "work": "new"})
    give(begun, "owner-consent", "同意书.png")
    return begun


def give(number: str, code: str, name: str) -> None:
    actions.attach(number=number, material_code=code, name=name, data=picture(), actor=actor("applicant"), at=MONDAY)


def shown(text: str) -> dict[str, str]:
    """Return the mark that the page's form sends back with what it showed."""
    return {"shown": re.findall(r'name="shown" value="(\w+)"', text)[0]}


def situation_of(number: str) -> dict[str, str]:
    return dict(Case.objects.get(matter__number=number).situation)


class TestSituation:
    def test_shows_what_falls_away_before_anything_is_changed(self, applicant: Client, number: str) -> None:
        address = f"/applications/{number}/situation"
        assert f'href="{address}"' in check(applicant.get(f"/applications/{number}/1/"))
        assert 'id="change"' not in check(applicant.get(address))

        held = check(applicant.get(address, {"s-site": "others", "s-work": "new"}))
        text = check(applicant.get(address, OWN))

        assert "和现在的情形一样" in held
        assert "不用再交" in text
        assert "同意书.png" in text
        assert situation_of(number) == {"site": "others", "work": "new"}
        assert CaseMaterial.objects.filter(matter__number=number, removed_at=None).count() == 1

    def test_is_changed_once_when_it_is_confirmed_twice(self, applicant: Client, number: str) -> None:
        address = f"/applications/{number}/situation"
        told = {**OWN, **shown(check(applicant.get(address, OWN)))}

        for _press in range(2):
            assert applicant.post(address, told).status_code == 302

        assert situation_of(number) == {"site": "own", "work": "new"}
        assert not CaseMaterial.objects.filter(matter__number=number, removed_at=None).exists()

    def test_is_shown_again_when_it_would_change_something_else_by_now(self, applicant: Client, number: str) -> None:
        address = f"/applications/{number}/situation"
        told = {**OWN, **shown(check(applicant.get(address, OWN)))}
        give(number, "owner-consent", "后来的.png")

        for sent in (told, OWN):
            text = check(applicant.post(address, sent), 409)
            assert "和看到的不同" in text
            assert "后来的.png" in text
            assert situation_of(number)["site"] == "others"

        assert applicant.post(address, {**OWN, **shown(text)}).status_code == 302
        assert not CaseMaterial.objects.filter(matter__number=number, removed_at=None).exists()

    def test_tells_which_department_need_not_answer_any_more(self, applicant: Client, number: str) -> None:
        (office,) = actor("joint_reviewer").authorities(DutyKind.REVIEWER)
        material("owner-consent", assisted_by=authority(office).key)
        actions.ask_for_assistance(number=number, material_code="owner-consent", actor=actor("applicant"), at=MONDAY)
        address = f"/applications/{number}/situation"

        text = check(applicant.get(address, OWN))
        assert authority(office).name in text.partition("不用再答复")[2]
        applicant.post(address, {**OWN, **shown(text)})

        assert Assistance.objects.get().matter.state == "closed"

    def test_asks_on_where_an_answer_asks_a_further_question(self, as_user: SignIn) -> None:
        item = next(row.code for row in find("义务教育入学报名").results if row.name == "义务教育入学报名")
        parent = actor("applicant")
        begun = actions.draft(task_code=item, actor=parent, at=MONDAY, situation={"household": "here"})
        browser, address = as_user(STORY["people"]["applicant"]), f"/applications/{begun}/situation"
        assert 'name="s-staying"' not in check(browser.get(address))

        text = check(browser.get(address, {"s-household": "elsewhere"}))
        assert 'name="s-staying"' in text
        assert "需要更正" not in text
        assert 'id="change"' not in text
        assert "s-staying" in check(browser.post(address, {"s-household": "elsewhere"}), 422)
        assert situation_of(begun) == {"household": "here"}

        rented = {"s-household": "elsewhere", "s-staying": "rented"}
        browser.post(address, {**rented, **shown(check(browser.get(address, rented)))})
        assert situation_of(begun) == {"household": "elsewhere", "staying": "rented"}

    def test_asks_every_question(self, applicant: Client, number: str) -> None:
        answer = applicant.post(f"/applications/{number}/situation", {"s-site": "own"})

        assert answer.status_code == 422
        assert "请回答每一个问题" in answer.content.decode()
        assert situation_of(number) == {"site": "others", "work": "new"}

    def test_is_a_page_of_drafts_and_of_their_applicant_only(
        self, applicant: Client, as_user: SignIn, number: str
    ) -> None:
        correcting = case("correcting")

        assert applicant.get(f"/applications/{correcting}/situation").status_code == 302
        assert as_user(STORY["people"]["stranger"]).get(f"/applications/{number}/situation").status_code == 404
        assert as_user(STORY["people"]["stranger"]).post(f"/applications/{number}/situation", OWN).status_code == 404
        assert situation_of(number) == {"site": "others", "work": "new"}

    def test_costs_the_same_whatever_falls_away(self, applicant: Client, number: str) -> None:
        address = f"/applications/{number}/situation"
        for name in ("甲.png", "乙.png"):
            give(number, "structure-design", name)
        applicant.get(address)

        def cost(situation: dict[str, str]) -> tuple[int, int]:
            """Return how many statements the page took, and how many lines of what changes it showed."""
            with CaptureQueriesContext(connection) as asked:
                text = check(applicant.get(address, situation))
            return len(asked), text.partition('id="change"')[2].count("<li")

        (few, one), (most, several) = cost(OWN), cost({"s-site": "own", "s-work": "picture"})

        assert one < several
        assert few == most <= 17
