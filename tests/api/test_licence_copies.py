"""Copies over the API: a bank's system by a code or the holder's leave, a holder, anybody who verifies."""

import datetime as dt
import hashlib
from typing import Any

import pytest
from django.core.cache import cache

from tests.api.client import Api, api_of
from tests.cases.factory import case
from tests.city import actor
from tongban.cases.models import Decision
from tongban.kernel import clock
from tongban.kernel.signing import read_keys
from tongban.licences.actions import suspend
from tongban.licences.models import Copy, LicenceUse
from tongban.licences.rules.ended import read_ended
from tongban.parties.actions import issue_token
from tongban.parties.models import ClientSystem
from tongban.parties.rules.actor import SYSTEM


@pytest.fixture
def identifier() -> str:
    return str(Decision.objects.get(matter__number=case("issued")).licence_identifier)


@pytest.fixture
def bank() -> Api:
    """The system of a bank, which no authority answers for."""
    ClientSystem.objects.create(key="bank", name="贵阳某银行信贷系统")
    issued = issue_token(
        name="bank",
        scopes=["read", "act"],
        client_system_key="bank",
        expires_at=clock.now() + dt.timedelta(days=30),
        actor=SYSTEM,
        at=clock.now(),
    )
    return Api(issued.raw)


class TestCopies:
    def test_are_made_read_and_taken_back_by_the_holder(self, applicant: Api, stranger: Api, identifier: str) -> None:
        made = applicant.post(f"licences/{identifier}/copies", {"purpose": "办理贷款", "user_name": "贵阳某银行"})

        assert made.status_code == 201
        link = made.json()["links"]["self"]
        assert applicant.get(f"{link}/file").content.startswith(b"%PDF")
        assert stranger.get(link).status_code == 404
        assert stranger.get(f"{link}/file").status_code == 404
        assert applicant.post(f"{link}/end", {}).json()["state"] == "revoked"
        assert applicant.get(link).json()["label"] == "副本已失效"
        uses = applicant.get(f"licences/{identifier}/uses").json()
        assert {each["act"] for each in uses["results"]} >= {"copy_made", "copy_downloaded", "copy_viewed"}

    def test_are_received_by_a_bank_for_a_code(self, applicant: Api, bank: Api, identifier: str) -> None:
        code = applicant.post(f"licences/{identifier}/codes", {"purpose": "开立账户"}).json()["code"]

        made = bank.post("copies/by-code", {"about": identifier, "code": code}, key="bank-key-1")
        again = bank.post("copies/by-code", {"about": identifier, "code": code}, key="bank-key-1")
        other = bank.post("copies/by-code", {"about": identifier, "code": code}, key="bank-key-2")

        assert made.status_code == 201
        assert again.json() == made.json()
        assert other.status_code == 409
        assert bank.get(f"copies/{made.json()['number']}/file").content.startswith(b"%PDF")
        assert bank.get(f"licences/{identifier}/file").status_code == 404
        assert Copy.objects.get().user_name == "贵阳某银行信贷系统"

    def test_are_received_for_the_picture_on_the_screen(self, applicant: Api, bank: Api, identifier: str) -> None:
        token = applicant.get(f"licences/{identifier}/screen").json()["token"]

        made = bank.post("copies/by-screen", {"token": token, "purpose": "核对资质"})

        assert made.status_code == 201
        assert bank.post("copies/by-screen", {"token": token, "purpose": "核对资质"}).status_code == 409

    def test_are_asked_for_and_approved(self, applicant: Api, bank: Api, stranger: Api, identifier: str) -> None:
        said = {"about": identifier, "purpose": "信用评估", "fields": ["road_name"]}
        asked = bank.post("copies/requests", said).json()
        assert asked["shows"] == ["挖掘道路"]
        assert stranger.get(f"copies/requests/{asked['id']}").status_code == 404
        assert stranger.post(f"copies/requests/{asked['id']}/answer", {"approve": True}).status_code == 404

        answer = applicant.post(f"copies/requests/{asked['id']}/answer", {"approve": True}).json()

        assert bank.get(f"copies/requests/{asked['id']}").json()["copy_number"] == answer["copy_number"]
        assert bank.get(f"copies/{answer['copy_number']}").json()["purpose"] == "信用评估"

    def test_are_verified_by_anybody_who_learns_no_more_than_they_say(
        self, applicant: Api, visitor: Api, identifier: str
    ) -> None:
        number = applicant.post(
            f"licences/{identifier}/copies", {"purpose": "办理贷款", "user_name": "贵阳某银行"}
        ).json()["number"]

        told = visitor.get(f"copies/{number}/verification", {"on": "2026-03-01"}).json()

        assert (told["state"], told["state_on"], told["purpose"]) == ("valid", "not_yet_valid", "办理贷款")
        assert "face" not in told["licence"]
        assert visitor.get("copies/FBX/verification").status_code == 404
        used = LicenceUse.objects.get(kind="verified")
        assert (used.actor_name, used.account, used.door) == ("", None, "api")


class TestConsulting:
    def test_takes_a_purpose_or_a_live_case(self, clerk: Api, identifier: str) -> None:
        decider: Any = api_of("decider")

        assert clerk.get(f"licences/{identifier}").status_code == 404
        assert clerk.get(f"licences/{identifier}", {"purpose": "想看看"}).status_code == 404
        assert decider.get(f"licences/{identifier}", {"purpose": "年度检查"}).status_code == 200
        assert LicenceUse.objects.get().purpose == "年度检查"


def test_keys_and_the_list_of_what_has_ended_are_published(visitor: Api, applicant: Api, identifier: str) -> None:
    file = hashlib.sha256(applicant.get(f"licences/{identifier}/file").content).hexdigest()
    suspend(identifier=identifier, reason="检查", actor=actor("decider"), at=clock.now())
    keys = read_keys(visitor.get("keys").json())

    ended = read_ended(visitor.get("licences/ended").content.decode(), keys.journal)

    assert keys.sm2
    assert ended.states[file] == "suspended"
    assert visitor.client.get("/.well-known/tongban-keys.json").json()["format"] == "tongban-keys-1"


def test_the_list_of_what_has_ended_is_made_once_a_minute(
    visitor: Api, identifier: str, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    first = visitor.get("licences/ended")
    monkeypatch.setattr("tongban.licences.queries.ended.ended_list", lambda at: "another")

    with django_assert_max_num_queries(2):
        again = visitor.get("licences/ended")
    same = visitor.client.get("/api/v1/licences/ended", headers={"If-None-Match": first.headers["ETag"]})
    cache.clear()
    later = visitor.client.get("/api/v1/licences/ended", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.content, again.headers["ETag"]) == (first.content, first.headers["ETag"])
    assert (same.status_code, same.content) == (304, b"")
    assert (later.status_code, later.content) == (200, b"another")
