import datetime as dt
import logging

import pytest

from tests.api.client import Api, api_of, token_of
from tests.cases.factory import case, road_code
from tests.city import MONDAY, actor
from tongban.kernel import clock
from tongban.parties.actions import end_service, issue_token, register_absence, revoke_token
from tongban.parties.models import Account, ClientSystem
from tongban.parties.rules.actor import SYSTEM
from tongban.parties.rules.tokens import new_token


class TestAccessToken:
    @pytest.mark.parametrize("path", ["me", "cases", "inbox", "cases/520100202603020101000001X", "licences"])
    def test_is_needed_where_it_is_not_public(self, visitor: Api, path: str) -> None:
        answer = visitor.get(path)

        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == 401

    @pytest.mark.parametrize("raw", ["tb_forged", "", "tb_" + "x" * 43, "x" * 9000, "tb_é"])
    def test_is_refused_when_forged_on_public_calls_too(self, raw: str) -> None:
        forger = Api(raw or " ")

        assert forger.get("me").status_code == 401
        assert forger.get("items").status_code == 401

    def test_is_refused_under_another_scheme(self, applicant: Api) -> None:
        applicant.headers["Authorization"] = applicant.headers["Authorization"].replace("Bearer", "Basic")

        assert applicant.get("me").status_code == 401

    def test_is_refused_when_expired(self) -> None:
        old = token_of("applicant", at=clock.now() - dt.timedelta(days=400))

        assert Api(old).get("me").status_code == 401

    def test_is_refused_when_revoked(self) -> None:
        owner, at = actor("applicant"), clock.now()
        issued = issue_token(name="短", scopes=["read"], expires_at=at + dt.timedelta(days=1), actor=owner, at=at)
        assert Api(issued.raw).get("me").status_code == 200

        revoke_token(token_id=issued.id, actor=owner, at=at)

        assert Api(issued.raw).get("me").status_code == 401

    def test_for_reading_cannot_act(self) -> None:
        reader = api_of("applicant", "read")

        answer = reader.post("applications", {"item": "any"})

        assert reader.get("cases").status_code == 200
        assert answer.status_code == 403

    def test_of_a_system_sees_what_is_open_and_no_case(self) -> None:
        system = ClientSystem.objects.create(key="weather", name="气象平台")
        at = clock.now()
        issued = issue_token(
            name="接口",
            scopes=["read", "act"],
            expires_at=at + dt.timedelta(days=1),
            actor=SYSTEM,
            at=at,
            client_system_key=system.key,
        )
        caller, number = Api(issued.raw), case("submitted")

        me = caller.get("me").json()

        assert (me["name"], me["kind"], me["duties"], me["acts_for"]) == ("气象平台", "system", [], [])
        assert caller.get("items").status_code == 200
        assert caller.get("cases").json()["results"] == caller.get("licences").json()["results"] == []
        assert caller.get(f"cases/{number}").status_code == 404
        assert caller.post(f"cases/{number}/accept", {}).status_code == 404
        assert caller.post("applications", {"item": road_code()}).status_code == 403
        assert caller.get("inbox").status_code == 403

    def test_of_an_official_who_left_is_dead(self, clerk: Api) -> None:
        left = actor("clerk")
        assert left.official_id is not None
        assert clerk.get("inbox").status_code == 200

        end_service(official_id=left.official_id, successor_id=None, actor=SYSTEM, at=clock.now())

        assert clerk.get("inbox").status_code == 401

    def test_is_never_logged(self, caplog: pytest.LogCaptureFixture) -> None:
        raw = new_token()
        with caplog.at_level(logging.DEBUG):
            Api(raw).get("me")
            Api(raw).get("nowhere")

        assert raw not in caplog.text

    def test_a_session_of_the_site_does_not_open_the_api(self) -> None:
        browser = Api("")
        browser.client.force_login(Account.objects.get(username="he.yuhe"), "django.contrib.auth.backends.ModelBackend")

        assert browser.get("me").status_code == 401


class TestReadMe:
    def test_tells_an_official_the_duties_of_today(self, clerk: Api) -> None:
        me = clerk.get("me").json()

        assert (me["name"], me["kind"], me["scopes"]) == ("王硕言", "official", ["act", "read"])
        assert [(held["kind"], held["authority_key"]) for held in me["duties"]] == [
            ("clerk", "chengguan"),
            ("clerk", "gongan-jiaoguan"),
        ]
        assert {(held["items"], held["on_behalf_of"]) for held in me["duties"]} == {(None, "")}

    def test_tells_of_listed_items_and_of_whom_a_deputy_stands_in_for(self) -> None:
        absent, deputy = actor("wu.jianluo").official_id or 0, actor("administrator").official_id or 0
        register_absence(
            official_id=absent,
            deputy_id=deputy,
            starts_on=MONDAY.date(),
            ends_on=MONDAY.date(),
            reason="leave",
            actor=SYSTEM,
            at=MONDAY,
        )

        duties = api_of("administrator").get("me").json()["duties"]

        listed = [held for held in duties if held["items"]]
        assert [(held["authority_key"], len(held["items"]), held["on_behalf_of"]) for held in listed] == [
            ("gongan", 2, "吴涧落")
        ]
        assert ("administrator", "") in {(held["kind"], held["on_behalf_of"]) for held in duties}

    def test_tells_a_person_for_whom_to_apply_without_whole_identity_numbers(self, applicant: Api) -> None:
        answer = applicant.get("me")
        me = answer.json()

        assert me["kind"] == "person"
        assert "91529900TB00020158" in [party["code"] for party in me["acts_for"]]
        assert "529900198806120219" not in answer.content.decode()
