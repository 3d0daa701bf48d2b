"""Who somebody is, and the systems that sign people in, over the API."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.client import Api, api_of
from tests.city import actor
from tongban.parties.contrib.demo_face import DemoFaceDevice
from tongban.parties.models import Authority, FaceCheck, Person, SignInClient
from tongban.parties.ports import use_face_device


@pytest.fixture
def demo_device(settings: Any) -> Iterator[None]:
    settings.DEMO = True
    use_face_device(DemoFaceDevice())
    yield
    use_face_device(None)


class TestIdentity:
    def test_tells_the_caller_who_they_are_with_the_number_masked(self, applicant: Api) -> None:
        person = Person.objects.get(pk=actor("applicant").person_id)

        told = applicant.get("me/identity").json()

        assert (told["name"], told["id_kind"], told["real_name_level"]) == (person.name, "111", person.assurance)
        assert "*" in told["masked_number"]

    def test_is_for_persons(self, clerk: Api, visitor: Api) -> None:
        assert visitor.get("me/identity").status_code == 401
        assert clerk.get("me/identity").status_code == 404


class TestFaceChecks:
    def test_go_the_same_way_as_on_the_page(self, applicant: Api, stranger: Api, demo_device: None) -> None:
        begun = applicant.post("me/face-checks", {}, "face-key-1")
        assert begun.json() == applicant.post("me/face-checks", {}, "face-key-1").json()
        key = begun.json()["key"]

        assert stranger.post(f"me/face-checks/{key}/end").status_code == 404
        ended = applicant.post(f"me/face-checks/{key}/end").json()

        assert (ended["outcome"], ended["demonstration"]) == ("passed", True)
        assert applicant.get("me/identity").json()["real_name_level"] == 3
        assert FaceCheck.objects.count() == 1

    def test_are_refused_without_a_device(self, applicant: Api) -> None:
        answer = applicant.post("me/face-checks")

        assert answer.status_code == 409
        assert "窗口" in answer.json()["detail"]


class TestSignInClients:
    def body(self) -> dict[str, object]:
        (authority,) = {held.authority_id for held in actor("administrator").duties}
        return {
            "authority": Authority.objects.get(pk=authority).key,
            "key": "pension",
            "name": "养老保险网上大厅",
            "redirect_uris": ["https://pension.example/back"],
            "scopes": ["id_number"],
        }

    def test_are_registered_renewed_and_closed_and_a_secret_is_told_once(self, clerk: Api) -> None:
        administrator = api_of("administrator")

        first = administrator.post("sign-in-clients", self.body(), "client-key-1")
        second = administrator.post("sign-in-clients", self.body(), "client-key-1")

        assert (first.status_code, second.status_code) == (201, 201)
        assert len(first.json()["secret"]) > 30
        assert second.json() == {**first.json(), "secret": ""}
        pk = first.json()["id"]
        assert administrator.post(f"sign-in-clients/{pk}/secret").json()["secret"] != first.json()["secret"]
        assert clerk.get("sign-in-clients").json() == {"results": []}
        assert clerk.post(f"sign-in-clients/{pk}/close").status_code == 404
        assert clerk.post("sign-in-clients", self.body()).status_code == 404
        closed = administrator.post(f"sign-in-clients/{pk}/close").json()["results"][0]
        assert closed["closed_at"] is not None
        assert SignInClient.objects.count() == 1

    def test_name_the_field_that_is_wrong(self) -> None:
        answer = api_of("administrator").post(
            "sign-in-clients", {**self.body(), "redirect_uris": ["http://x.example/"]}
        )

        assert answer.status_code == 422
        assert "redirect_uris" in str(answer.json()["errors"])

    def test_consents_are_ones_own(self, applicant: Api) -> None:
        assert applicant.get("me/sign-in-consents").json() == {"results": []}
        assert applicant.post("me/sign-in-consents/1/revoke").status_code == 404


class TestRegisteringWithAnotherDocument:
    def test_takes_the_agent_down_by_a_passport(self, clerk: Api) -> None:
        from tests.api.test_registering import body

        agent = {"agent": "E12345678", "agent_id_kind": "414", "agent_name": "John Smith", "agent_phone": "19900000999"}

        answer = clerk.post("registrations", body(**agent))

        assert answer.status_code == 201, answer.json()
        person = Person.objects.get(id_number="E12345678")
        assert (person.id_kind, person.code, person.assurance) == ("414", "414-E12345678", 2)
