import datetime as dt
import logging

import pytest

from tests.api.client import Api, api_of, token_of
from tests.city import actor
from tongban.kernel import clock
from tongban.parties.actions import issue_token, revoke_token
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

    def test_is_never_logged(self, caplog: pytest.LogCaptureFixture) -> None:
        raw = new_token()
        with caplog.at_level(logging.DEBUG):
            Api(raw).get("me")
            Api(raw).get("nowhere")

        assert raw not in caplog.text

    def test_a_session_of_the_site_does_not_open_the_api(self) -> None:
        from tongban.parties.models import Account

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

    def test_tells_a_person_for_whom_to_apply_without_whole_identity_numbers(self, applicant: Api) -> None:
        answer = applicant.get("me")
        me = answer.json()

        assert me["kind"] == "person"
        assert "91529900TB00020158" in [party["code"] for party in me["acts_for"]]
        assert "529900198806120219" not in answer.content.decode()
