"""A session is its owner's alone: new at sign-in, dead at sign-out, and never longer than the city allows."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from tests.city import MONDAY, STORY
from tests.parties.factories import PASSWORD
from tongban.kernel import clock
from tongban.parties.models import Account, Duty
from tongban.web import session_age
from tongban.web.session_age import BEGUN, NOTED_EVERY_SECONDS, SEEN

pytestmark = pytest.mark.usefixtures("city", "db")
SignIn = Callable[[str], Client]
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """It is Monday, and no second passes but those by which a test lets a session be older."""
    # How slowly a password is hashed is not what is tested here.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    moment = time.time()
    monkeypatch.setattr(clock, "today", lambda: MONDAY.date())
    monkeypatch.setattr(session_age, "time", SimpleNamespace(time=lambda: moment))


def account(role: str) -> Account:
    return Account.objects.get(username=STORY["people"][role])


def sign_in(browser: Client, role: str = "applicant") -> str:
    """Sign in by the form as a person does, and return the session's key."""
    mine = account(role)
    mine.set_password(PASSWORD)
    mine.save()
    answer = browser.post(LOGIN, {"login": mine.username, "password": PASSWORD})
    assert answer.status_code == 302, re.sub(r"<[^>]+>", " ", answer.content.decode())
    return browser.cookies["sessionid"].value


def with_session(key: str) -> Client:
    """Return a browser that sends a session's key, wherever it has it from."""
    browser = Client()
    browser.cookies["sessionid"] = key
    return browser


def is_in(browser: Client, path: str = "/my/") -> bool:
    return browser.get(path).status_code == 200


def aged(browser: Client, *, idle_minutes: float = 0, hours: float = 0) -> Client:
    """Let a session be that old, and its last use that long ago."""
    session = browser.session
    session[SEEN] -= idle_minutes * 60 + hours * 3600
    session[BEGUN] -= max(idle_minutes * 60, hours * 3600)
    session.save()
    return browser


class TestSignIn:
    def test_gives_a_session_that_nobody_could_have_planted(self) -> None:
        planted = SessionStore()
        planted["next_step"] = "x"
        planted.save()
        browser = with_session(planted.session_key or "")

        key = sign_in(browser)

        assert key != planted.session_key
        assert is_in(browser)
        assert not is_in(with_session(planted.session_key or ""))

    def test_of_another_on_the_same_browser_takes_nothing_over(self) -> None:
        browser = Client()
        first = sign_in(browser)
        session = browser.session
        session["typed"] = "何雨禾"
        session.save()
        browser.post("/accounts/logout/")

        second = sign_in(browser, "stranger")

        assert first != second
        assert "typed" not in browser.session

    def test_is_not_done_by_an_identity_made_up(self) -> None:
        assert not is_in(with_session("0" * 32))
        assert not is_in(with_session("../../etc/passwd"))


class TestTheEnd:
    def test_is_sign_out(self) -> None:
        browser = Client()
        key = sign_in(browser)

        browser.post("/accounts/logout/")

        assert not is_in(with_session(key))

    def test_is_not_signing_out_by_a_mere_link(self) -> None:
        browser = Client()
        sign_in(browser)

        browser.get("/accounts/logout/")

        assert is_in(browser)

    def test_is_a_new_password_for_every_other_session(self) -> None:
        mine, theirs = Client(), Client()
        sign_in(theirs)
        sign_in(mine)
        mine.post("/accounts/reauthenticate/", {"password": PASSWORD})
        new = "另一个足够长的密码-2027"

        changed = mine.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

        assert changed.status_code == 302
        assert is_in(mine)
        assert not is_in(theirs)

    def test_is_the_closing_of_the_account(self, as_user: SignIn) -> None:
        browser = as_user(STORY["people"]["applicant"])
        assert is_in(browser)

        Account.objects.filter(username=STORY["people"]["applicant"]).update(is_active=False)

        assert not is_in(browser)

    def test_of_a_duty_is_the_end_of_its_pages_at_once(self, as_user: SignIn) -> None:
        browser = as_user(STORY["people"]["clerk"])
        assert is_in(browser, "/office/register/")

        Duty.objects.filter(official__account=account("clerk")).update(ends_on=MONDAY.date() - dt.timedelta(days=1))

        assert browser.get("/office/register/").status_code == 403


class TestAge:
    @pytest.mark.parametrize(
        ("role", "path", "minutes", "stays"),
        [
            ("applicant", "/my/", 59, True),
            ("applicant", "/my/", 61, False),
            ("clerk", "/office/", 29, True),
            ("clerk", "/office/", 31, False),
        ],
    )
    def test_ends_a_session_that_nobody_uses(
        self, as_user: SignIn, role: str, path: str, minutes: int, stays: bool
    ) -> None:
        browser = aged(as_user(STORY["people"][role]), idle_minutes=minutes)
        key = browser.session.session_key or ""

        answer = browser.get(path)

        assert (answer.status_code == 200) is stays
        if not stays:
            assert answer.headers["Location"] == f"{LOGIN}?next={path}"
            assert "已自动退出" in browser.get(answer.headers["Location"]).content.decode()
            assert not is_in(with_session(key), path)

    def test_ends_a_session_however_busy(self, as_user: SignIn) -> None:
        browser = as_user(STORY["people"]["applicant"])
        session = browser.session
        session[BEGUN] -= 10 * 3600 + 60
        session[SEEN] -= NOTED_EVERY_SECONDS + 1
        session.save()

        assert not is_in(browser)

    def test_is_written_down_once_a_minute_and_counts_from_the_last_use(self, as_user: SignIn) -> None:
        browser = aged(as_user(STORY["people"]["applicant"]), idle_minutes=50)

        assert is_in(browser)

        seen = browser.session[SEEN]
        assert is_in(aged(browser, idle_minutes=0.5))
        assert browser.session[SEEN] == seen - 30
        assert is_in(aged(browser, idle_minutes=50))


class TestTheApi:
    def test_knows_nobody_by_a_cookie(self, as_user: SignIn) -> None:
        browser = as_user(STORY["people"]["applicant"])

        assert browser.get("/api/v1/me").status_code == 401
        assert browser.post("/api/v1/applications", {}, content_type="application/json").status_code == 401
