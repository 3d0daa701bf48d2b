"""No page changes anything for a form that another site sent: held against every route there is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import Resolver404, URLPattern, get_resolver, resolve

from tests.city import STORY
from tongban.parties.models import Account

pytestmark = pytest.mark.usefixtures("city", "db")
# A program proves itself by its token or secret, which no browser sends by itself: cookies are not looked at. The page
# of consent takes the request of another site by POST, as OpenID Connect has it, and asks for the token of the form
# when consent is given.
BY_TOKEN = ("api/", "identity/o/api/", "identity/o/logout", ".well-known/", "identity/o/authorize")
EXPIRED = "页面已过期，没有提交成功"


def _exempt(address: str) -> bool:
    # By what answers: a route of a package may stand behind one of ours.
    try:
        return bool(getattr(resolve(f"/{address}").func, "csrf_exempt", False))
    except Resolver404:
        return False


def addresses() -> Iterator[str]:
    """Return an address for each route of the house, with something in each of its places."""
    for address in _walk(get_resolver().url_patterns, ""):
        filled = re.sub(r"\(\?P<\w+>[^)]*\)", "1-x", address.replace("^", "").replace("$", ""))
        yield re.sub(r"<(?:(\w+):)?\w+>", lambda place: "1" if place[1] == "int" else "x", filled)


def _walk(patterns: list[object], before: str) -> Iterator[str]:
    for each in patterns:
        path = before + str(each.pattern)  # type: ignore[attr-defined]
        if isinstance(each, URLPattern):
            yield path
        else:
            yield from _walk(each.url_patterns, path)  # type: ignore[attr-defined]


@pytest.fixture
def browser() -> Client:
    """A browser with a session, as one that another site makes send a form."""
    found = Client(enforce_csrf_checks=True)
    account = Account.objects.get(username=STORY["people"]["clerk"])
    found.force_login(account, "django.contrib.auth.backends.ModelBackend")
    return found


def test_only_what_goes_by_token_needs_no_form_of_ours() -> None:
    exempt = {address for address in addresses() if _exempt(address)}

    assert {each for each in exempt if not each.startswith(BY_TOKEN)} == set()
    assert len(exempt) > 100


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_every_other_route_refuses_what_another_site_sends(browser: Client, method: str) -> None:
    wanted = sorted(
        {
            address
            for address in addresses()
            if not _exempt(address) and not address.startswith(("admin/", "identity/o/(?"))
        }
    )
    # The other methods are asked of those that know them: the check comes before any page.
    asked = wanted if method == "post" else [each for each in wanted if each.startswith(("uploads", "my/", "admin"))]

    taken = []
    for address in asked:
        answer = getattr(browser, method)(f"/{address}", headers={"Origin": "https://evil.example"})
        if answer.status_code != 403 or EXPIRED not in answer.content.decode():
            taken.append((address, answer.status_code))

    assert len(asked) > (200 if method == "post" else 30)
    assert taken == []


def test_a_token_of_another_browser_does_not_do(browser: Client, as_user: Callable[[str], Client]) -> None:
    page = Client(enforce_csrf_checks=True).get("/accounts/login/").content.decode()
    stolen = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]

    answer = browser.post("/my/mandates/", {"csrfmiddlewaretoken": stolen})

    assert answer.status_code == 403
    assert EXPIRED in answer.content.decode()


def test_consent_is_not_given_by_another_site_s_form(browser: Client) -> None:
    answer = browser.post("/identity/o/authorize", {"request": "signed", "action": "grant"})

    assert answer.status_code == 403
