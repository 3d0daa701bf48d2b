"""What every answer tells the browser, by class of page; each as the whole stack gives it."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.cases.factory import case
from tests.city import STORY
from tests.web.pages import check
from tongban.cases.models import CaseMaterial, Document
from tongban.kernel import allowances
from tongban.web import busy

pytestmark = pytest.mark.usefixtures("city", "db")
SignIn = Callable[[str], Client]
OFFICE = ("inbox", "case")

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'self'",
    "frame-ancestors 'none'",
    "manifest-src 'self'",
}
CAGE = {"default-src 'none'", "style-src 'unsafe-inline'", "frame-ancestors 'none'", "sandbox"}


def held(answer: Any, policy: set[str] = POLICY) -> None:
    """Assert what holds for every answer of the house."""
    headers = answer.headers
    assert {each.strip() for each in headers["Content-Security-Policy"].split(";")} == policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert not {"Server", "X-Powered-By", "Access-Control-Allow-Origin"} & set(headers)


class TestPages:
    @pytest.mark.parametrize("path", ["/", "/about/", "/search?q=道路", "/accounts/login/", "/verify/", "/robots.txt"])
    def test_of_everybody_are_kept_by_no_shared_cache(self, client: Client, path: str) -> None:
        answer = client.get(path)

        assert answer.status_code == 200
        held(answer)
        assert "private" in answer.headers["Cache-Control"] or "no-store" in answer.headers["Cache-Control"]

    @pytest.mark.parametrize(
        ("role", "path"),
        [
            ("applicant", "/my/"),
            ("applicant", "/my/data/"),
            ("applicant", "/about/"),
            ("clerk", "/office/"),
            ("clerk", "/office/inbox.csv"),
            ("administrator", "/admin/"),
        ],
    )
    def test_of_who_has_signed_in_are_kept_nowhere(self, as_user: SignIn, role: str, path: str) -> None:
        answer = as_user(STORY["people"][role]).get(path)

        assert answer.status_code == 200
        held(answer)
        assert "no-store" in answer.headers["Cache-Control"]

    @pytest.mark.parametrize(("path", "status"), [("/api/v1/items", 200), ("/api/v1/me", 401), ("/healthz", 200)])
    def test_for_programs_hold_the_same(self, client: Client, path: str, status: int) -> None:
        answer = client.get(path, headers={"Origin": "https://elsewhere.example"})

        assert answer.status_code == status
        held(answer)


class TestFiles:
    def test_that_strangers_gave_run_nothing_and_reach_nothing(self, as_user: SignIn) -> None:
        number = case("delivered")
        plan = CaseMaterial.objects.filter(matter__number=number, code="plan")[0]
        applicant = as_user(STORY["people"]["applicant"])

        picture = applicant.get(f"/my/cases/{number}/files/{plan.pk}")

        assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/png")
        held(picture, CAGE)
        assert picture.headers["Content-Disposition"].startswith("inline; filename*=UTF-8''")
        assert "no-store" in picture.headers["Cache-Control"]

    def test_of_a_case_are_caged_in_the_office(self, as_user: SignIn) -> None:
        number = case("delivered")
        clerk = as_user(STORY["people"]["clerk"])
        document = Document.objects.filter(matter__number=number).earliest("pk").key
        plan = CaseMaterial.objects.filter(matter__number=number, code="plan").earliest("pk").pk

        for path in (f"documents/{document}", f"materials/{plan}"):
            answer = clerk.get(f"/office/cases/{number}/{path}")
            assert answer.status_code == 200, path
            held(answer, CAGE)


class TestRefusals:
    def test_of_a_host_that_is_not_ours_name_it_nowhere(self, client: Client) -> None:
        answer = client.get("/", headers={"Host": "evil.example"})

        assert answer.status_code == 400
        held(answer)
        assert b"evil.example" not in answer.content
        assert answer.headers["Cache-Control"] == "no-store"

    @pytest.mark.parametrize(
        ("role", "method", "path", "status"),
        [
            ("applicant", "get", "/office/", 403),
            ("applicant", "get", "/no/such/page", 404),
            ("applicant", "post", "/about/", 405),
            ("applicant", "get", "/my/cases/5201/", 404),
        ],
    )
    def test_hold_the_same(self, as_user: SignIn, role: str, method: str, path: str, status: int) -> None:
        answer = getattr(as_user(STORY["people"][role]), method)(path)

        assert answer.status_code == status
        held(answer)
        assert "no-store" in answer.headers["Cache-Control"]

    def test_of_what_is_too_large_hold_the_same(self, client: Client) -> None:
        answer = client.post("/api/v1/applications", b"x" * (1024 * 1024 + 1), content_type="application/json")

        assert answer.status_code == 413
        held(answer)

    @pytest.mark.parametrize("path", ["/accounts/login/", "/api/v1/licences/verification"])
    def test_of_who_tries_too_often_hold_the_same(
        self, client: Client, monkeypatch: pytest.MonkeyPatch, path: str
    ) -> None:
        def refuse(sort: str, asker: str) -> None:
            raise allowances.TooOften(20)

        monkeypatch.setattr(allowances, "take", refuse)
        told = {"login": "he.yuhe", "password": "wrong-password"}
        answer = client.post(path, told, REMOTE_ADDR="203.0.113.9")

        assert answer.status_code == 429
        held(answer)
        assert "wrong-password" not in answer.content.decode()

    def test_when_the_house_is_full_hold_what_a_browser_needs(self, rf: Any) -> None:
        answer = busy.answer(rf.get("/"))

        assert answer.status_code == 503
        held(answer)
        assert answer.headers["Cache-Control"] == "no-store"


class TestFailures:
    def test_tell_nothing_of_the_inside(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        client.raise_request_exception = False

        def fail(code: str) -> None:
            raise RuntimeError("secret-of-the-house: SELECT password FROM parties_account")

        monkeypatch.setattr("tongban.catalogue.queries.announced", fail)
        pages = [client.get("/items/any/"), client.get("/api/v1/items/any")]

        assert pages[0].status_code == 500
        for answer in pages:
            text = answer.content.decode()
            assert "secret-of-the-house" not in text
            assert "Traceback" not in text
            assert "tongban/" not in text.replace("/static/tongban/", "")
            held(answer)


class TestMethods:
    @pytest.mark.parametrize("method", ["TRACE", "CONNECT", "TRACK", "DEBUG", "PROPFIND"])
    @pytest.mark.parametrize(
        "path", ["/", "/about/", "/my/", "/office/", "/accounts/login/", "/api/v1/items", "/healthz"]
    )
    def test_that_no_page_has_are_refused(self, as_user: SignIn, method: str, path: str) -> None:
        answer = as_user(STORY["people"]["clerk"]).generic(method, path, headers={"X-Probe": "echo-me"})

        assert answer.status_code in (400, 403, 405, 501), path
        assert b"echo-me" not in answer.content

    @pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
    def test_are_what_the_request_says_and_no_header(self, as_user: SignIn, name: str) -> None:
        browser = as_user(STORY["people"]["applicant"])

        assert browser.get("/uploads/", headers={name: "POST"}).status_code == 405
        assert (
            browser.post("/uploads/no-such-upload-at-all", {"_method": "DELETE"}, headers={name: "DELETE"}).status_code
            == 405
        )


class TestAddresses:
    @pytest.mark.parametrize(
        "there",
        [
            "https://evil.example/",
            "//evil.example/",
            "/\\evil.example/",
            "https:evil.example",
            "javascript:alert(1)",
            "http://testserver@evil.example/",
            "http://testserver.evil.example/",
            "\thttps://evil.example",
        ],
    )
    def test_of_other_sites_are_no_way_back(self, as_user: SignIn, there: str) -> None:
        signed_in = as_user(STORY["people"]["applicant"]).get("/accounts/login/", {"next": there})
        signed_out = as_user(STORY["people"]["applicant"]).post("/accounts/logout/", {"next": there})

        for answer in (signed_in, signed_out):
            assert answer.status_code == 302
            assert "evil" not in answer.headers["Location"].partition("?")[0]
            assert not answer.headers["Location"].startswith("javascript")

    @pytest.mark.parametrize(
        "headers",
        [
            {"X-Forwarded-Host": "evil.example"},
            {"X-Original-URL": "/admin/"},
            {"X-Rewrite-URL": "/admin/"},
            {"Forwarded": "host=evil.example"},
            {"X-Forwarded-Prefix": "/evil"},
        ],
    )
    def test_are_not_changed_by_headers(self, client: Client, headers: dict[str, str]) -> None:
        plain, asked = client.get("/about/"), client.get("/about/", headers=headers)

        assert asked.status_code == 200
        assert "evil" not in asked.content.decode()
        assert len(asked.content) == len(plain.content)

    @pytest.mark.parametrize(
        "query", ["page=1&page=9999999999999999999999", "page=-1", "page[]=1", "page=%00", "q=%ff&q=x", "page=1e9", ";"]
    )
    @pytest.mark.parametrize("path", ["/search", "/decisions/", "/api/v1/items", "/lists/"])
    def test_with_odd_queries_are_answered(self, client: Client, path: str, query: str) -> None:
        assert client.get(f"{path}?{query}").status_code in (200, 302, 400, 404, 422)


HTTPS = """
import json, django
django.setup()
from django.conf import settings
names = [n for n in dir(settings) if n.startswith(("SESSION_COOKIE", "CSRF_COOKIE", "SECURE_", "DEBUG"))]
print(json.dumps({n: getattr(settings, n) for n in names if not callable(getattr(settings, n))}, default=str))
"""


@pytest.fixture(scope="module")
def over_https() -> dict[str, Any]:
    """The settings of a site whose public address is https, as a process of its own reads them."""
    environ = {**os.environ, "TONGBAN_PUBLIC_URL": "https://testserver", "DJANGO_SETTINGS_MODULE": "tongban.settings"}
    for name in ("TONGBAN_DEBUG", "TONGBAN_DEMO"):
        environ.pop(name, None)
    done = subprocess.run([sys.executable, "-c", HTTPS], env=environ, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


class TestOverHttps:
    def test_cookies_are_this_host_s_alone(self, over_https: dict[str, Any], settings: Any) -> None:
        for name, value in over_https.items():
            setattr(settings, name, tuple(value) if isinstance(value, list) else value)
        browser = Client(enforce_csrf_checks=True)
        page = browser.get("/accounts/login/?lang=en&elder=yes", secure=True)
        token = page.content.decode().partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
        from tongban.parties.models import Account

        account = Account.objects.get(username=STORY["people"]["applicant"])
        account.set_password("一个足够长的密码-2026")
        account.save()
        signed_in = browser.post(
            "/accounts/login/",
            {"login": account.username, "password": "一个足够长的密码-2026", "csrfmiddlewaretoken": token},
            secure=True,
            headers={"Referer": "https://testserver/accounts/login/"},
        )

        assert signed_in.status_code == 302
        cookies = {**page.cookies, **signed_in.cookies}
        assert {"__Host-session", "__Host-csrf", "language", "elder"} <= set(cookies)
        for name, cookie in cookies.items():
            assert cookie["secure"], name
            assert cookie["httponly"], name
            assert cookie["samesite"] == "Lax", name
            assert (cookie["path"], cookie["domain"]) == ("/", ""), name
        assert page.headers["Strict-Transport-Security"].startswith("max-age=31536000")

    def test_nothing_is_debugged(self, over_https: dict[str, Any]) -> None:
        assert over_https["DEBUG"] is False
        assert over_https["SESSION_COOKIE_SECURE"] is True
        assert over_https["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]


class TestStaticFiles:
    def test_run_nothing_when_opened_by_themselves(self, settings: Any, tmp_path: pathlib.Path) -> None:
        (tmp_path / "drawing.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
        settings.STATIC_ROOT = tmp_path
        answer = Client().get("/static/drawing.svg")

        assert answer.status_code == 200
        held(answer, CAGE)


__all__ = ["HttpResponse", "check"]
