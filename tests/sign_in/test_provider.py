"""A department's system signs people in through us, with a client library that nobody here wrote."""

import re
import warnings
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from django.utils.html import escape
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from tests.sign_in.people import NOW, PATIENCE_SECONDS, browser_of, client_of, holder, system
from tongban.parties.actions import close_sign_in_client, revoke_sign_in
from tongban.parties.models import Account, PartyEvent, SignInConsent
from tongban.parties.queries import actor_of
from tongban.parties.rules.actor import SYSTEM

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from authlib.integrations.base_client.errors import OAuthError
    from authlib.integrations.httpx_client import OAuth2Client

BACK = "https://pension.example/callback"
VERIFIER = "a-verifier-that-is-long-enough-for-rfc-7636-yes"
EVERYTHING = "openid profile id_number organisations"

pytestmark = pytest.mark.django_db(transaction=True)


class Department:
    """The department's system and the browser of somebody who uses it."""

    def __init__(self, site: str, *scopes: str) -> None:
        self.account = holder()
        self.issued = system(BACK, *scopes)
        self.browser = browser_of(self.account, site)
        self.asking = client_of(site)
        self.told = self.asking.get("/.well-known/openid-configuration").json()
        self.client = self.client_with(self.issued.secret)

    def client_with(self, secret: str) -> OAuth2Client:
        return OAuth2Client(
            self.issued.client_id,
            secret,
            scope=EVERYTHING,
            redirect_uri=BACK,
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_basic",
            token_endpoint=self.told["token_endpoint"],
            timeout=PATIENCE_SECONDS,
        )

    def ask(self, **more: str) -> httpx.Response:
        """Send the browser to us."""
        asked = {"code_verifier": VERIFIER, "nonce": "a-nonce", **more}
        url, _state = self.client.create_authorization_url(self.told["authorization_endpoint"], **asked)
        return self.browser.get(url)

    def press(self, page: httpx.Response, action: str = "grant") -> httpx.Response:
        """Send the form of the consent page."""
        fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
        sent = {name: [v for n, v in fields if n == name] for name, _ in fields}
        return self.browser.post(
            self.told["authorization_endpoint"], data={**sent, "action": action}, headers={"Referer": str(page.url)}
        )

    def tokens(self, **more: str) -> dict[str, str]:
        """Walk the whole way and return what the system was given."""
        answer = self.press(self.ask(**more))
        assert answer.status_code == 302, answer.text
        location = answer.headers["Location"]
        given: dict[str, str] = self.client.fetch_token(authorization_response=location, code_verifier=VERIFIER)
        return given


@pytest.fixture
def department(live_server: object) -> Department:
    return Department(str(live_server), "id_number", "organisations")


class TestAuthorizationCode:
    def test_tells_the_system_what_the_person_agreed_to(self, department: Department) -> None:
        page = department.ask()

        assert page.status_code == 200
        for words in ("养老保险网上大厅", "您的姓名和实名等级", "完整证件号码", "您可以代表的单位"):
            assert words in page.text
        assert "form-action 'self' https://pension.example" in page.headers["Content-Security-Policy"]
        department.browser.headers["Accept-Language"] = "en"
        assert "Qinghe Pension Bureau" in department.ask().text
        given = department.tokens()
        keys = KeySet.import_key_set(department.asking.get(department.told["jwks_uri"]).json())
        said = jwt.decode(given["id_token"], keys, algorithms=["RS256"]).claims
        assert said["iss"] == department.told["issuer"]
        assert said["aud"] == department.issued.client_id
        assert said["nonce"] == "a-nonce"
        assert said["sub"] == str(department.account.pk)
        assert "id_number" not in said
        person = department.account.person
        assert person is not None
        told = department.client.get(department.told["userinfo_endpoint"]).json()
        assert told == {
            "sub": str(department.account.pk),
            "name": "麦欣苒",
            "real_name_level": 2,
            "id_kind": "111",
            "id_number": person.id_number,
            "organisations": [{"name": "青禾示例面包有限公司", "uscc": person.represents.get().uscc}],
        }
        assert [e.kind for e in PartyEvent.objects.filter(subject=f"account:{department.account.pk}")] == [
            "consent_to_sign_in"
        ]

    def test_a_token_with_one_letter_changed_does_not_hold(self, department: Department) -> None:
        token = department.tokens()["id_token"]
        keys = KeySet.import_key_set(department.asking.get(department.told["jwks_uri"]).json())
        head, body, signature = token.split(".")
        changed = body[:20] + ("A" if body[20] != "A" else "B") + body[21:]

        with pytest.raises((JoseError, ValueError)):
            jwt.decode(f"{head}.{changed}.{signature}", keys, algorithms=["RS256"])
        bearer = {"Authorization": f"Bearer {token}"}
        assert department.asking.get(department.told["userinfo_endpoint"], headers=bearer).status_code in (401, 403)

    def test_wants_the_verifier_of_who_asked(self, department: Department) -> None:
        location = department.press(department.ask()).headers["Location"]

        with pytest.raises(OAuthError, match="invalid_grant"):
            department.client.fetch_token(authorization_response=location, code_verifier="another-" + VERIFIER)

    def test_wants_pkce(self, department: Department) -> None:
        department.client.code_challenge_method = None
        url, _state = department.client.create_authorization_url(department.told["authorization_endpoint"])

        answer = department.browser.get(url)

        assert answer.status_code == 302
        assert dict(parse_qsl(urlsplit(answer.headers["Location"]).query))["error"] == "invalid_request"

    def test_wants_the_secret_and_takes_a_code_once(self, department: Department) -> None:
        location = department.press(department.ask()).headers["Location"]

        with pytest.raises(OAuthError, match="invalid_client"):
            department.client_with("wrong").fetch_token(authorization_response=location, code_verifier=VERIFIER)
        department.client.fetch_token(authorization_response=location, code_verifier=VERIFIER)
        with pytest.raises(OAuthError, match="invalid_grant"):
            department.client.fetch_token(authorization_response=location, code_verifier=VERIFIER)

    def test_sends_nobody_to_an_address_that_was_not_registered(self, department: Department) -> None:
        department.client.redirect_uri = "https://elsewhere.example/callback"

        answer = department.ask()

        assert answer.status_code == 400
        assert "不能登录到那个系统" in answer.text
        assert not SignInConsent.objects.exists()

    def test_tells_the_system_that_the_person_refused(self, department: Department) -> None:
        answer = department.press(department.ask(), "cancel")

        assert "error=access_denied" in answer.headers["Location"]
        assert not SignInConsent.objects.exists()

    def test_gives_no_scope_that_the_system_was_not_allowed(self, live_server: object) -> None:
        department = Department(str(live_server))

        answer = department.ask()

        assert "error=invalid_scope" in answer.headers["Location"]

    def test_sends_a_stranger_to_sign_in_first(self, department: Department) -> None:
        department.browser.cookies.clear()

        answer = department.ask()

        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/accounts/login/?next=")


class TestConsent:
    def test_is_asked_once_and_goes_on_at_once_afterwards(self, department: Department) -> None:
        department.tokens()

        again = department.ask()
        quiet = department.ask(prompt="none")
        from_our_form = department.browser.get(str(again.request.url), headers={"Sec-Fetch-Site": "same-origin"})

        assert "code=" in again.headers["Location"]
        assert "code=" in quiet.headers["Location"]
        assert escape("养老保险网上大厅") in from_our_form.text
        assert PartyEvent.objects.filter(kind="consent_to_sign_in").count() == 1

    def test_of_one_system_is_none_to_another(self, department: Department) -> None:
        answer = department.ask(prompt="none")

        assert "error=consent_required" in answer.headers["Location"]
        assert not SignInConsent.objects.exists()

    def test_taken_back_ends_tokens_and_their_renewal_at_once(self, department: Department) -> None:
        given = department.tokens()
        renewed = department.client.refresh_token(refresh_token=given["refresh_token"])
        assert renewed["access_token"] != given["access_token"]

        answer = department.browser.get("/my/account/systems/")
        assert "养老保险网上大厅" in answer.text
        revoke_sign_in(consent_id=SignInConsent.objects.get().pk, actor=actor_of(department.account, "web"), at=NOW)

        with pytest.raises(OAuthError, match="invalid_grant"):
            department.client.refresh_token(refresh_token=renewed["refresh_token"])
        bearer = {"Authorization": f"Bearer {renewed['access_token']}"}
        assert department.asking.get(department.told["userinfo_endpoint"], headers=bearer).status_code == 401
        assert "error=consent_required" in department.ask(prompt="none").headers["Location"]
        assert PartyEvent.objects.filter(kind="revoke_sign_in").count() == 1

    def test_ends_with_the_system(self, department: Department) -> None:
        given = department.tokens()

        close_sign_in_client(sign_in_client_id=department.issued.id, actor=SYSTEM, at=NOW)

        assert department.ask().status_code == 404
        with pytest.raises(OAuthError):
            department.client.refresh_token(refresh_token=given["refresh_token"])

    def test_counts_as_long_as_the_account_is_open(self, department: Department) -> None:
        given = department.tokens()
        Account.objects.filter(pk=department.account.pk).update(is_active=False)

        with pytest.raises(OAuthError):
            department.client.refresh_token(refresh_token=given["refresh_token"])


class TestRevocation:
    def test_by_the_system_ends_the_token(self, department: Department) -> None:
        given = department.tokens()

        done = department.client.revoke_token(department.told["revocation_endpoint"], token=given["refresh_token"])

        assert done.status_code == 200
        with pytest.raises(OAuthError, match="invalid_grant"):
            department.client.refresh_token(refresh_token=given["refresh_token"])


class TestDiscovery:
    def test_names_what_is_there_and_nothing_else(self, live_server: object) -> None:
        asking = client_of(str(live_server))
        told = asking.get("/.well-known/openid-configuration").json()

        assert told["scopes_supported"] == EVERYTHING.split()
        assert told["response_types_supported"] == ["code"]
        assert "device_authorization_endpoint" not in told
        assert "registration_endpoint" not in told
        for path in ("/identity/o/device", "/identity/o/api/device/code"):
            assert asking.post(path).status_code in (403, 404)
