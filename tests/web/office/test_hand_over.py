"""An official leaves: work goes to the successor, and the account can do nothing more."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cases.factory import case
from tests.city import STORY
from tests.web.office.test_step import key_of
from tests.web.pages import check
from tongban.matters.models import Matter
from tongban.parties.models import Duty, Official
from tongban.parties.rules.actor import DutyKind

Browser = Callable[[str], Client]


@pytest.fixture
def administrator() -> str:
    duty = Duty.objects.filter(kind=DutyKind.ADMINISTRATOR.value).select_related("official__account").first()
    assert duty is not None
    return str(duty.official.account.username)


def official(role: str) -> Official:
    return Official.objects.get(account__username=STORY["people"].get(role, role))


class TestHandOver:
    def test_lists_who_serves_and_finds_by_name(self, browser_of: Browser, administrator: str) -> None:
        text = check(browser_of(administrator).get("/office/hand-over/", {"q": "王硕言"}))

        assert "王硕言" in text
        assert "韦念初" not in text

    def test_finds_an_authority_by_its_english_name_however_it_is_written(
        self, browser_of: Browser, administrator: str
    ) -> None:
        own = Official.objects.get(account__username=administrator).authority
        page = browser_of(administrator).get("/office/hand-over/", {"q": own.name_en.swapcase(), "lang": "en"})

        assert own.name_en in check(page)
        assert page.context["count"] > 1

    def test_gives_the_open_cases_to_the_successor_and_ends_the_service(
        self, browser_of: Browser, administrator: str
    ) -> None:
        number = case("correcting")
        leaving, successor = official("clerk"), official("second_clerk")
        admin, desk = browser_of(administrator), browser_of("clerk")
        form = admin.get("/office/hand-over/", {"official": leaving.pk})

        answer = admin.post(
            "/office/hand-over/", {"once": key_of(form), "official": leaving.pk, "successor": successor.pk}
        )

        assert number in check(answer)
        assert Matter.objects.get(number=number).holder_id == successor.pk
        assert desk.get("/office/").status_code == 302

    def test_needs_a_successor_while_cases_are_open_and_changes_nothing(
        self, browser_of: Browser, administrator: str
    ) -> None:
        number = case("correcting")
        leaving, admin = official("clerk"), browser_of(administrator)
        form = admin.get("/office/hand-over/", {"official": leaving.pk})

        answer = admin.post("/office/hand-over/", {"once": key_of(form), "official": leaving.pk, "successor": ""})

        assert "还有 1 件未办结" in check(answer, 422)
        assert Matter.objects.get(number=number).holder_id == leaving.pk
        assert official("clerk").active_to is None

    def test_refuses_a_successor_of_another_authority(self, browser_of: Browser, administrator: str) -> None:
        leaving, admin = official("clerk"), browser_of(administrator)
        form = admin.get("/office/hand-over/", {"official": leaving.pk})
        sent = {"once": key_of(form), "official": leaving.pk, "successor": official("decider").pk}

        check(admin.post("/office/hand-over/", sent), 422)

        assert official("clerk").active_to is None

    def test_knows_nobody_of_another_authority(self, browser_of: Browser, administrator: str) -> None:
        stranger, admin = official("decider"), browser_of(administrator)

        text = check(admin.get("/office/hand-over/"))

        assert stranger.name not in text
        check(admin.get("/office/hand-over/", {"official": stranger.pk}), 404)
        form = admin.get("/office/hand-over/", {"official": official("clerk").pk})
        sent = {"once": key_of(form), "official": stranger.pk, "successor": ""}
        check(admin.post("/office/hand-over/", sent), 404)
        assert official("decider").active_to is None

    def test_is_shut_to_other_officials(self, browser_of: Browser) -> None:
        check(browser_of("clerk").get("/office/hand-over/"), 403)

    @pytest.mark.parametrize("wrong", ["0", "999999999", "x", "9" * 40])
    def test_of_nobody_is_not_found(self, browser_of: Browser, administrator: str, wrong: str) -> None:
        check(browser_of(administrator).get("/office/hand-over/", {"official": wrong}), 404)

    def test_of_oneself_is_left_to_another_administrator(self, browser_of: Browser, administrator: str) -> None:
        me = official(administrator)

        assert browser_of(administrator).get("/office/hand-over/", {"official": me.pk}).status_code == 302
