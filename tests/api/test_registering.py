"""A window's own program takes applications in over the API."""

from typing import Any

import pytest

from tests.api.client import Api
from tests.cases.factory import answers, road_code
from tests.city import MONDAY
from tongban.cases.models import Case
from tongban.matters.models import Matter
from tongban.parties.models import Organisation, Person


def body(**more: Any) -> dict[str, Any]:
    return {
        "item": road_code(),
        "applicant": Organisation.objects.get(name__startswith="贵阳筑光引电").uscc,
        "answers": answers(MONDAY.date()),
        "papers": {"plan": 2},
        **more,
    }


class TestRegisterApplication:
    def test_takes_it_in_once_for_a_key_and_answers_where_it_is(self, clerk: Api) -> None:
        first = clerk.post("registrations", body(), "register-key-1")
        second = clerk.post("registrations", body(), "register-key-1")

        assert (first.status_code, second.status_code) == (201, 201)
        assert first.json() == second.json()
        number = first.json()["number"]
        assert first.json()["state"] == "received"
        assert clerk.case(number)["documents"][0]["kind"] == "window_receipt"
        assert Case.objects.get(matter__number=number).channel == "window"

    def test_takes_down_the_agent_who_is_not_known_yet(self, clerk: Api) -> None:
        agent = {"agent": "11010519491231002X", "agent_name": "路人甲", "agent_phone": "19900000999"}

        number = clerk.post("registrations", body(**agent)).json()["number"]

        assert Matter.objects.get(number=number).agent == Person.objects.get(id_number="11010519491231002X")

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"applicant": "nobody"}, "applicant"),
            ({"agent": "11010519491231002X"}, "agent_name"),
            ({"channel": "web"}, "channel"),
            ({"papers": {"no-such": 1}}, "no-such"),
            ({"occurred_at": "2026-03-02T10:00:00"}, "occurred_at"),
        ],
    )
    def test_names_what_is_wrong_and_takes_nothing_in(self, clerk: Api, more: dict[str, Any], field: str) -> None:
        answer = clerk.post("registrations", body(**more))

        assert answer.status_code == 422
        assert field in [each["field"] for each in answer.json()["errors"]]
        assert not Matter.objects.filter(kind="case").exists()

    def test_is_for_clerks(self, applicant: Api, visitor: Api) -> None:
        assert applicant.post("registrations", body()).status_code == 403
        assert visitor.post("registrations", body()).status_code == 401
        assert not Matter.objects.filter(kind="case").exists()
