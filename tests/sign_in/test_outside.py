"""Signing in through an outside provider: a second server of our own, which the first knows by its address only.

The two are told apart by the name of the machine, so that a browser keeps one session for each.
"""

import re
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from tests.parties.factories import make_account, make_person
from tests.sign_in.people import PATIENCE_SECONDS, browser_of, client_of, holder, system
from tests.web.pages import check
from tongban.parties.models import Account, PartyEvent, Person, SignInClient
from tongban.settings.outside import claim_names, social_providers

START = "/accounts/outside/province/login/"
BACK = "/accounts/outside/province/login/callback/"


class Walk:
    """A browser that goes from the city to the province and back."""

    def __init__(self, city: str, province: str, account: Account) -> None:
        self.city, self.province = city, province
        self.here = client_of(city)
        self.there = browser_of(account, province)

    def sign_in(self) -> httpx.Response:
        """Follow the link, agree there, and come back; return the city's answer."""
        out = self.here.get(START + "?next=/my/cases/")
        assert out.status_code == 302, out.text
        page = self.there.get(out.headers["Location"])
        if page.status_code == 200:
            fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
            sent = {name: [v for n, v in fields if n == name] for name, _ in fields}
            agreed = {**sent, "action": "grant"}
            page = self.there.post("/identity/o/authorize", data=agreed, headers={"Referer": str(page.url)})
        assert page.status_code == 302, page.text
        return self.here.get(page.headers["Location"])


@pytest.fixture
def servers(live_server: Any, settings: Any) -> tuple[str, str]:
    """The city at localhost and the province at 127.0.0.1, each with a name of its own."""
    port = urlsplit(live_server.url).port
    city, province = f"http://localhost:{port}", f"http://127.0.0.1:{port}"
    issued = system(city + BACK, "id_number")
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = PATIENCE_SECONDS
    settings.SOCIALACCOUNT_PROVIDERS = social_providers(
        {
            "TONGBAN_OIDC_ISSUER": province,
            "TONGBAN_OIDC_CLIENT_ID": issued.client_id,
            "TONGBAN_OIDC_CLIENT_SECRET": issued.secret,
            "TONGBAN_OIDC_NAME": "黔省统一身份认证",
        },
        settings.HOME,
    )
    return city, province


@pytest.mark.django_db(transaction=True)
class TestOutsideSignIn:
    def test_signs_in_the_account_of_the_person_and_keeps_no_number_twice(self, servers: tuple[str, str]) -> None:
        account = holder()
        walk = Walk(*servers, account)

        answer = walk.sign_in()

        assert answer.status_code == 302, answer.text
        assert answer.headers["Location"] == "/my/cases/"
        assert walk.here.get("/my/account/").text.count("麦欣苒") >= 1
        linked = SocialAccount.objects.get()
        assert (linked.user, linked.provider, linked.extra_data) == (account, "province", {})
        assert (Person.objects.count(), Account.objects.count()) == (1, 1)
        event = PartyEvent.objects.get(kind="sign_in_from_outside")
        assert (event.facts["level"], event.facts["linked"], event.facts["opened"]) == (2, True, False)

        walk.here.cookies.clear()
        assert walk.sign_in().headers["Location"] == "/my/cases/"
        assert SocialAccount.objects.count() == 1

    def test_refuses_who_was_only_told_there(self, servers: tuple[str, str]) -> None:
        walk = Walk(*servers, make_account("told", person=make_person("麦欣苒", assurance=1)))

        answer = walk.sign_in()

        assert answer.status_code == 409
        assert "实名认证" in answer.text
        assert not SocialAccount.objects.exists()
        assert walk.here.get("/my/account/").status_code == 302

    def test_refuses_a_subject_that_names_another_person_now(self, servers: tuple[str, str]) -> None:
        account = holder()
        walk = Walk(*servers, account)
        walk.sign_in()
        Account.objects.filter(pk=account.pk).update(person=None)
        Account.objects.filter(pk=account.pk).update(person=make_person("别的人", assurance=2))
        SocialAccount.objects.update(user=make_account("other", person=Person.objects.get(name="麦欣苒")))
        walk.here.cookies.clear()

        answer = walk.sign_in()

        assert answer.status_code == 409
        assert "不是同一个人" in answer.text

    def test_takes_no_answer_that_it_did_not_ask_for(self, servers: tuple[str, str]) -> None:
        walk = Walk(*servers, holder())

        answer = walk.here.get(BACK, params={"code": "stolen", "state": "made-up"})

        assert "没有登录" in answer.text
        assert walk.here.get("/my/account/").status_code == 302

    def test_is_begun_by_our_own_link_only(self, servers: tuple[str, str]) -> None:
        city, _province = servers

        answer = client_of(city).get(START, headers={"Sec-Fetch-Site": "cross-site"})

        assert answer.headers["Location"] == "/accounts/login/"

    def test_is_offered_on_the_sign_in_page(self, servers: tuple[str, str], client: Client) -> None:
        assert "用黔省统一身份认证登录" in check(client.get("/accounts/login/?next=/my/"))
        assert SignInClient.objects.count() == 1


@pytest.mark.django_db
class TestWithoutAProvider:
    def test_there_is_no_button_and_no_way(self, client: Client) -> None:
        page = check(client.get("/accounts/login/"))

        assert "/accounts/outside/" not in page
        assert client.get(START).status_code == 404
        assert client.get("/accounts/outside/signup/").status_code == 404
        assert client.get("/accounts/outside/").status_code == 404


class TestSettings:
    def test_name_no_provider_by_themselves(self, settings: Any) -> None:
        assert social_providers({}, settings.HOME) == {}

    @pytest.mark.parametrize(
        "environ",
        [
            {"TONGBAN_OIDC_ISSUER": "http://id.example"},
            {"TONGBAN_OIDC_ISSUER": "https://id.example"},
            {"TONGBAN_OIDC_ISSUER": "https://id.example", "TONGBAN_OIDC_CLIENT_ID": "us"},
        ],
    )
    def test_say_what_is_missing(self, environ: dict[str, str], settings: Any) -> None:
        with pytest.raises(ImproperlyConfigured):
            social_providers(environ, settings.HOME)

    def test_read_other_names_of_claims(self) -> None:
        assert claim_names("number=cert_no level=auth_level") == {
            "number": "cert_no",
            "kind": "id_kind",
            "name": "name",
            "level": "auth_level",
        }
        with pytest.raises(ImproperlyConfigured, match="knows only kind, level, name, number"):
            claim_names("phone=mobile")
