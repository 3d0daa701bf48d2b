"""Mandates by page: offered, asked for, answered by both sides with their own sign-in, seen and taken back."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from tests.cases.factory import road_code
from tests.city import MONDAY, actor
from tests.web.pages import check
from tongban.catalogue.queries import implementation
from tongban.kernel.clock import today
from tongban.parties.actions import hand_over
from tongban.parties.models import Account, Mandate, Official, Person
from tongban.parties.queries import mandates

pytestmark = pytest.mark.usefixtures("city", "db")
SignIn = Callable[[str], Client]
# A farmer's daughter, and the farmer: both have accounts in the demo city.
DAUGHTER, FATHER = "cen.yuelu", "luo.shenhe"


def offer(**more: str) -> dict[str, str]:
    agent = Account.objects.get(username=DAUGHTER).person
    assert agent is not None
    return {
        "principal": "",
        "agent_name": agent.name,
        "agent_id_number": agent.id_number,
        "reach": "all",
        "starts_on": today().isoformat(),
        "once": "the-form-key",
    } | more


def held() -> Mandate:
    return Mandate.objects.get(principal__account__username=FATHER)


class TestOffer:
    def test_counts_once_the_other_accepted_it(self, as_user: SignIn) -> None:
        father, daughter = as_user(FATHER), as_user(DAUGHTER)
        assert "等对方答复" in check(father.post("/my/mandates/", offer(), follow=True))
        assert held().agent_accepted_at is None

        assert "等您答复" in check(daughter.get("/my/mandates/"))
        answer = check(daughter.post(f"/my/mandates/{held().pk}/accept", follow=True))

        assert "授权生效" in answer
        assert held().agent_accepted_at is not None
        assert "同意" in check(father.get(f"/my/mandates/{held().pk}/"))

    def test_names_authorities_by_name_and_keeps_their_codes(self, as_user: SignIn) -> None:
        owner = implementation(road_code()).authority

        as_user(FATHER).post("/my/mandates/", offer(reach="some", authorities=owner.name))

        assert held().scope == [owner.uscc]
        assert owner.name in check(as_user(FATHER).get(f"/my/mandates/{held().pk}/"))
        assert owner.name_en in check(as_user(FATHER).get(f"/my/mandates/{held().pk}/", {"lang": "en"}))

    @pytest.mark.parametrize(
        ("wrong", "told"),
        [
            ({"reach": "some"}, "请写明至少一个事项或者部门"),
            ({"reach": "some", "items": "挖掘道路"}, "挖掘城市道路许可"),
            ({"reach": "some", "authorities": "没有的局"}, "没有叫“没有的局”的部门"),
            ({"items": "挖掘城市道路许可"}, "就不用再写事项和部门"),
            ({"agent_name": "别人"}, "没有找到姓名与身份号码相符的人"),
        ],
    )
    def test_is_told_at_its_field_what_is_unclear(self, as_user: SignIn, wrong: dict[str, str], told: str) -> None:
        before = Mandate.objects.count()

        assert told in check(as_user(FATHER).post("/my/mandates/", offer(**wrong)), 422)

        assert Mandate.objects.count() == before

    def test_knows_an_item_by_its_english_name_however_it_is_written(self, as_user: SignIn) -> None:
        road = implementation(road_code())

        as_user(FATHER).post("/my/mandates/", offer(reach="some", items=road.name_en.swapcase()))

        assert held().scope == [road.code]

    def test_reaches_no_further_than_the_item_that_it_names(self, as_user: SignIn) -> None:
        as_user(FATHER).post("/my/mandates/", offer(reach="some", items="挖掘城市道路许可"))

        assert held().scope == [road_code()]


class TestHelper:
    def test_is_found_by_name_and_chosen_though_they_are_not_among_the_first(
        self, as_user: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(mandates, "MOST_HELPERS", 0)
        father, official = as_user(FATHER), actor("lu.bangnong").official_id
        assert f'<option value="{official}"' not in check(father.get("/my/mandates/"))
        monkeypatch.setattr(mandates, "MOST_HELPERS", 1)
        name = Official.objects.get(pk=official).name
        assert f'<option value="{official}"' in check(father.get("/my/mandates/", {"near": name}))
        monkeypatch.setattr(mandates, "MOST_HELPERS", 0)

        father.post("/my/mandates/", offer(agent_name="", agent_id_number="", helper=str(official)))

        assert held().helper_id == official

    def test_is_found_at_the_window_too(self, as_user: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(mandates, "MOST_HELPERS", 1)
        helper = Official.objects.get(pk=actor("lu.bangnong").official_id)
        clerk = as_user(Account.objects.get(pk=actor("clerk").account_id).username)

        page = check(clerk.get("/office/mandates/", {"near": helper.name}))

        assert f'<option value="{helper.pk}"' in page

    def test_is_nobody_else(self, as_user: SignIn) -> None:
        clerk = actor("clerk").official_id

        answer = as_user(FATHER).post("/my/mandates/", offer(agent_name="", agent_id_number="", helper=str(clerk)))

        assert answer.status_code == 422
        assert not Mandate.objects.filter(principal__account__username=FATHER).exists()


class TestAsk:
    def test_is_answered_by_who_was_asked(self, as_user: SignIn) -> None:
        father, daughter = as_user(FATHER), as_user(DAUGHTER)
        asked = Account.objects.get(username=FATHER).person
        assert asked is not None
        said = {
            "principal_name": asked.name,
            "principal_code": asked.id_number,
            "reach": "all",
            "starts_on": today().isoformat(),
            "once": "the-ask-key",
        }
        daughter.post("/my/mandates/ask", said)
        assert held().principal_accepted_at is None

        assert "谢绝" in check(father.get("/my/mandates/"))
        check(father.post(f"/my/mandates/{held().pk}/decline", follow=True))

        assert held().declined_at is not None
        assert "没有这个授权" not in check(daughter.get(f"/my/mandates/{held().pk}/"))

    def test_is_refused_for_a_name_that_does_not_fit(self, as_user: SignIn) -> None:
        said = {
            "principal_name": "某某",
            "principal_code": "1",
            "starts_on": today().isoformat(),
            "once": "k" * 12,
        }

        assert "没有找到姓名与身份号码相符的人" in check(as_user(DAUGHTER).post("/my/mandates/ask", said), 422)

    def test_asks_for_no_answer_once_its_days_are_over(self, as_user: SignIn) -> None:
        father, daughter = as_user(FATHER), as_user(DAUGHTER)
        father.post("/my/mandates/", offer())
        Mandate.objects.filter(pk=held().pk).update(starts_on=dt.date(2020, 9, 1), ends_on=dt.date(2025, 6, 30))

        text = check(daughter.get("/my/mandates/"))

        assert "期限已过" in text
        assert "等您答复" not in text
        assert f"/my/mandates/{held().pk}/accept" not in text


class TestOne:
    @pytest.fixture
    def given(self, as_user: SignIn) -> int:
        as_user(FATHER).post("/my/mandates/", offer())
        as_user(DAUGHTER).post(f"/my/mandates/{held().pk}/accept")
        return held().pk

    @pytest.mark.parametrize("verb", ["", "accept", "decline", "revoke", "paper", "originals", "originals/1/back"])
    def test_is_nothing_to_a_stranger(self, as_user: SignIn, given: int, verb: str) -> None:
        stranger, before = as_user("shi.zhiyao"), Mandate.objects.values_list().get(pk=given)
        path = f"/my/mandates/{given}/{verb}"

        answer = (
            stranger.get(path) if verb in ("", "paper") else stranger.post(path, {"name": "户口簿", "once": "k" * 12})
        )

        check(answer, 404)
        assert Mandate.objects.values_list().get(pk=given) == before

    def test_is_not_to_be_laid_down_once_its_days_are_over(self, as_user: SignIn, given: int) -> None:
        Mandate.objects.filter(pk=given).update(starts_on=dt.date(2020, 9, 1), ends_on=dt.date(2025, 6, 30))

        text = check(as_user(FATHER).get("/my/mandates/"))

        assert "期限已过" in text
        assert f"/my/mandates/{given}/revoke" not in text

    def test_is_taken_back_by_its_giver_at_once(self, as_user: SignIn, given: int) -> None:
        assert "授权已收回" in check(as_user(FATHER).post(f"/my/mandates/{given}/revoke", follow=True))

        page = check(as_user(DAUGHTER).get(f"/my/mandates/{given}/"))
        assert "已收回" in page
        assert "做过的事" not in page

    def test_keeps_a_list_of_originals(self, as_user: SignIn, given: int) -> None:
        father = as_user(FATHER)
        wrong = check(father.post(f"/my/mandates/{given}/originals", {"name": " ", "once": "k" * 12}), 422)
        assert "请写明是什么材料的原件" in wrong
        father.post(f"/my/mandates/{given}/originals", {"name": "户口簿", "once": "l" * 12})
        original = held().handed_over.get()

        father.post(f"/my/mandates/{given}/originals/{original.pk}/back")

        assert "已归还" in check(father.get(f"/my/mandates/{given}/"))

    def test_asks_as_many_questions_for_many_mandates_as_for_one(
        self, as_user: SignIn, given: int, django_assert_max_num_queries: Callable[..., object]
    ) -> None:
        agent, principal = held().agent, held().principal
        for _each in range(5):
            row = Mandate.objects.create(
                kind="relative",
                agent=agent,
                principal=principal,
                scope="all",
                starts_on=MONDAY.date(),
                principal_accepted_at=MONDAY,
                agent_accepted_at=MONDAY,
            )
            hand_over(mandate_id=row.pk, name="户口簿", actor=actor(FATHER), at=MONDAY)
        father = as_user(FATHER)

        with django_assert_max_num_queries(13):  # type: ignore[attr-defined]
            father.get("/my/mandates/")


class TestHelp:
    def test_is_open_to_everybody_and_finds_helpers_by_place(self, client: Client) -> None:
        assert "陆帮侬" in check(client.get("/help/", {"near": "贵阳"}))
        assert "没有找到，请打 12345" in check(client.get("/help/", {"near": "北极"}))
        assert Person.objects.exists()
