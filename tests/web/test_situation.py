"""Saying a draft's situation anew on its page: shown first, changed when it is confirmed."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cases.factory import case
from tests.cases.scenarios.test_situation_spares_materials import drafted
from tests.city import MONDAY, STORY, actor, picture
from tests.web.pages import check
from tongban.cases import actions
from tongban.cases.models import Case, CaseMaterial

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
    actions.attach(
        number=begun,
        material_code="owner-consent",
        name="同意书.png",
        data=picture(),
        actor=actor("applicant"),
        at=MONDAY,
    )
    return begun


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
        for _press in range(2):
            answer = applicant.post(f"/applications/{number}/situation", OWN)
            assert answer.status_code == 302

        assert situation_of(number) == {"site": "own", "work": "new"}
        assert not CaseMaterial.objects.filter(matter__number=number, removed_at=None).exists()

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

    def test_costs_the_same_whatever_falls_away(
        self, applicant: Client, number: str, django_assert_max_num_queries: Callable[[int], object]
    ) -> None:
        applicant.get(f"/applications/{number}/situation")

        with django_assert_max_num_queries(16):  # type: ignore[attr-defined]
            applicant.get(f"/applications/{number}/situation", OWN)
