"""Mandates by program: both sides answer with their own token, and nobody else finds them."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.client import Api, api_of
from tests.city import MONDAY, actor, picture
from tongban.parties.models import Account, Mandate, Person

FATHER, DAUGHTER = "luo.shenhe", "cen.yuelu"
DAY = (MONDAY + dt.timedelta(hours=1)).date().isoformat()


def person(username: str) -> Person:
    found = Account.objects.get(username=username).person
    assert found is not None
    return found


def offered(by: Api, **more: Any) -> int:
    said = {"agent_name": person(DAUGHTER).name, "agent_number": person(DAUGHTER).id_number, "starts_on": DAY} | more
    answer = by.post("me/mandates", said)
    assert answer.status_code == 201, answer.json()
    return int(answer.json()["id"])


class TestMandates:
    def test_are_in_force_once_both_accepted_and_end_when_taken_back(self) -> None:
        father, daughter = api_of(FATHER), api_of(DAUGHTER)
        given = offered(father)
        assert father.get(f"me/mandates/{given}").json()["waits_for"] == "agent"

        assert daughter.post(f"me/mandates/{given}/accept", {}).json()["in_force"]
        assert person(FATHER).pk in [each["id"] for each in daughter.get("me").json()["acts_for"]]

        assert father.post(f"me/mandates/{given}/revoke", {}).json()["ended_by"] == "principal"
        assert person(FATHER).pk not in [each["id"] for each in daughter.get("me").json()["acts_for"]]
        assert [each["what"] for each in father.get(f"me/mandates/{given}/acts").json()["results"]] == [
            "收回",
            "同意",
            "提出授权",
        ]
        assert daughter.get(f"me/mandates/{given}/acts").json()["results"] == []

    def test_name_items_and_authorities_by_code(self) -> None:
        father = api_of(FATHER)
        given = offered(father, scope=["11520100009390085P", "11520100009390085P2000117009000"])

        answer = father.get(f"me/mandates/{given}").json()

        assert (answer["everything"], answer["authorities"]) == (False, ["11520100009390085P"])
        assert answer["items"] == ["11520100009390085P2000117009000"]

    def test_are_asked_for_and_declined(self) -> None:
        asked = {"principal_name": person(FATHER).name, "principal_number": person(FATHER).id_number, "starts_on": DAY}
        given = api_of(DAUGHTER).post("me/mandates/asked", asked).json()["id"]

        assert api_of(FATHER).post(f"me/mandates/{given}/decline", {}).json()["ended_by"] == "principal"
        assert api_of(FATHER).post(f"me/mandates/{given}/accept", {}).status_code == 409

    @pytest.mark.parametrize("call", ["accept", "decline", "revoke", "originals"])
    def test_are_nothing_to_a_stranger(self, stranger: Api, call: str) -> None:
        given = offered(api_of(FATHER))
        before = Mandate.objects.values_list().get(pk=given)

        assert (
            stranger.post(f"me/mandates/{given}/{call}", {"name": "证"} if call == "originals" else {}).status_code
            == 404
        )
        assert stranger.get(f"me/mandates/{given}").status_code == 404
        assert stranger.get(f"me/mandates/{given}/acts").status_code == 404
        assert given not in [each["id"] for each in stranger.get("me/mandates").json()["results"]]
        assert Mandate.objects.values_list().get(pk=given) == before

    def test_keep_a_list_of_originals(self) -> None:
        father = api_of(FATHER)
        given = offered(father)
        original = father.post(f"me/mandates/{given}/originals", {"name": "户口簿"}).json()["id"]

        back = f"me/mandates/{given}/originals/{original}/back"
        assert api_of("stranger").post(back, {}).status_code == 404
        assert father.post(back, {}).json()["handed_over"][0]["given_back_at"] is not None
        assert father.post(back, {}).status_code == 409

    def test_are_recorded_at_a_window_with_the_scan(self, clerk: Api, stranger: Api) -> None:
        said = {
            "principal_name": person(FATHER).name,
            "principal_number": person(FATHER).id_number,
            "agent_name": person(DAUGHTER).name,
            "agent_number": person(DAUGHTER).id_number,
            "starts_on": DAY,
            "agent_signed": "true",
        }
        answer = [
            each.client.post(
                "/api/v1/mandates/on-paper",
                {**said, "file": SimpleUploadedFile("委托书.png", picture())},
                headers={**each.headers, "Idempotency-Key": "the-paper-key"},
            )
            for each in (stranger, clerk)
        ]

        assert [each.status_code for each in answer] == [404, 201]
        given = answer[1].json()["id"]
        assert api_of(FATHER).get(f"me/mandates/{given}").json()["in_force"]
        assert api_of(FATHER).get(f"me/mandates/{given}/paper").content == picture()
        assert Mandate.objects.get(pk=given).recorded_by_id == actor("clerk").official_id

    def test_helpers_are_found_by_everybody(self, visitor: Api) -> None:
        assert "陆帮侬" in [each["name"] for each in visitor.get("helpers", {"near": "贵阳"}).json()["results"]]
