import html
import json
import pathlib
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests.web.pages import check
from tongban.cli.commands import demo
from tongban.parties.models import Account
from tongban.web.demo_accounts import FILE

WHO = {
    "name": "测试员",
    "id_number": "529900199912317810",
    "phone": "19900000999",
    "username": "ceshiyuan",
    "email": "ceshiyuan@example.com",
    "password1": "long-enough-2026",
    "password2": "long-enough-2026",
}


@pytest.fixture(autouse=True)
def quickly_hashed(settings: Any) -> None:
    # How slowly a password is hashed is not what is tested here.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.mark.django_db
class TestSignup:
    def test_registers_a_person_and_signs_in(self, client: Client) -> None:
        answer = client.post("/accounts/signup/", WHO)

        assert answer.status_code == 302, answer.content.decode()[:3000]
        account = Account.objects.get(username="ceshiyuan")
        assert account.person is not None
        assert (account.person.name, account.person.id_number) == ("测试员", WHO["id_number"])
        assert client.get("/my/account/").status_code == 200

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("id_number", "529900199912317811", "身份号码不正确"),
            ("phone", "12", "请填写 11 位手机号码"),
            ("name", "<b>", "请按身份证件填写姓名"),
            ("password2", "another-2026-word", "密码"),
        ],
    )
    def test_says_at_the_field_what_is_wrong_and_keeps_nothing(
        self, client: Client, field: str, value: str, said: str
    ) -> None:
        text = check(client.post("/accounts/signup/", {**WHO, field: value}))

        assert said in text
        assert f'href="#id_{field}"' in text
        assert not Account.objects.filter(username="ceshiyuan").exists()


@pytest.mark.django_db
class TestPasswordReset:
    def test_answers_the_same_whether_or_not_the_address_is_known(self, client: Client) -> None:
        client.post("/accounts/signup/", WHO)
        stranger, known = Client(), Client()

        first = stranger.post("/accounts/password/reset/", {"email": "nobody@example.com"}, follow=True)
        second = known.post("/accounts/password/reset/", {"email": WHO["email"]}, follow=True)

        assert check(first) == check(second)
        assert any("/accounts/password/reset/key/" in str(each.body) for each in mail.outbox)

    def test_lets_the_owner_of_the_address_set_a_new_password(self, client: Client) -> None:
        client.post("/accounts/signup/", WHO)
        browser = Client()
        browser.post("/accounts/password/reset/", {"email": WHO["email"]})
        (link,) = {
            each for mailed in mail.outbox for each in re.findall(r"/accounts/password/reset/key/\S+", str(mailed.body))
        }

        page = browser.get(link, follow=True)
        text = check(page)
        action = page.redirect_chain[-1][0]
        fresh = {"password1": "quite-new-2026-word", "password2": "quite-new-2026-word"}
        assert "密码已重设" in check(browser.post(action, fresh, follow=True))

        assert "重设密码" in text
        assert Client().login(username="ceshiyuan", password="quite-new-2026-word")
        assert "链接已失效" in check(Client().get(link, follow=True))


@pytest.mark.django_db
class TestAccountPages:
    @pytest.mark.parametrize("path", ["login", "signup", "password/reset", "password/reset/done", "inactive"])
    def test_are_open_to_strangers(self, client: Client, path: str) -> None:
        check(client.get(f"/accounts/{path}/"))

    @pytest.mark.parametrize("path", ["password/change/", "email/", "2fa/", "logout/"])
    def test_are_dressed_alike_for_those_who_signed_in(self, client: Client, path: str) -> None:
        client.post("/accounts/signup/", WHO)

        check(client.get(f"/accounts/{path}", follow=True))

    def test_offer_demo_accounts_in_a_demonstration_only(self, client: Client) -> None:
        assert "演示账号" not in check(client.get("/accounts/login/"))

    def test_name_the_roles_of_a_demonstration_in_english(
        self, client: Client, settings: pytest.FixtureRequest, tmp_path: pathlib.Path
    ) -> None:
        settings.DEMO, settings.HOME = True, tmp_path  # type: ignore[attr-defined]
        rows = [{"username": key, "name": "甲", "role": role, "password": "x"} for key, role in demo.ROLES.items()]
        (tmp_path / FILE).write_text(json.dumps(rows), encoding="utf-8")

        text = check(client.get("/accounts/login/?lang=en"))

        assert re.findall(r'<td data-label="Who">(.*?)</td>', text) == [
            "Applicant (for a company)",
            "Clerk at the window",
            "Clerk at the window",
            "Lead reviewer",
            "Joint reviewer (traffic police)",
            "Decider",
            "Issuer of licences",
            "Supervisor",
            "Head of the authority",
            "Head of the government",
            "Editor of services",
            "Reviewer of services",
            "Helper of applicants",
            "Publisher of services",
            "Data steward (of a register)",
            "System administrator",
            "Another applicant",
        ]

    def test_lead_back_to_where_one_stood_by_a_demo_account_and_after_a_wrong_password(
        self, client: Client, settings: pytest.FixtureRequest, tmp_path: pathlib.Path
    ) -> None:
        settings.DEMO, settings.HOME = True, tmp_path  # type: ignore[attr-defined]
        row = {"username": "ceshiyuan", "name": "甲", "role": "申请人", "password": WHO["password1"]}
        (tmp_path / FILE).write_text(json.dumps([row]), encoding="utf-8")
        Client().post("/accounts/signup/", WHO)
        stood = "/search?q=%E9%81%93%E8%B7%AF&audience=legal&page=1"

        sign_in = _link(check(client.get(stood)), r'class="tool-link" href="(/accounts/login/[^"]*)"><svg')
        chosen = _link(check(client.get(sign_in)), r'href="(\?[^"]*as=ceshiyuan)"')
        page = check(client.get("/accounts/login/" + chosen))
        assert re.findall(r'name="([a-z]+)"[^>]* autofocus', page) == ["password"]
        assert page.count(row["password"]) == 1
        sent = {"next": _link(page, r'name="next" value="([^"]*)"'), "login": "ceshiyuan"}
        again = check(client.post("/accounts/login/", {**sent, "password": "wrong-wrong-wrong"}))
        answer = client.post("/accounts/login/", {**sent, "password": row["password"]})

        assert _link(page, r'class="tool-link" href="(/accounts/login/[^"]*)"><svg') == sign_in
        assert _link(again, r'href="(\?[^"]*as=ceshiyuan)"') == chosen
        assert answer.headers["Location"] == stood

    def test_lead_to_no_other_site(self, client: Client) -> None:
        client.post("/accounts/signup/", WHO)
        sent = {"login": "ceshiyuan", "password": WHO["password1"]}

        for elsewhere in ("https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example/"):
            answer = Client().post("/accounts/login/", {**sent, "next": elsewhere})
            assert answer.headers["Location"] == "/my/"

    def test_a_wrong_password_says_nothing_about_the_account(self, client: Client) -> None:
        client.post("/accounts/signup/", WHO)
        browser = Client()

        known = browser.post("/accounts/login/", {"login": "ceshiyuan", "password": "wrong-wrong"})
        unknown = browser.post("/accounts/login/", {"login": "nobody", "password": "wrong-wrong"})

        assert _same(check(known), "ceshiyuan") == _same(check(unknown), "nobody")


def _link(page: str, pattern: str) -> str:
    found = re.search(pattern, page)
    assert found is not None, pattern
    return html.unescape(found[1])


def _same(page: str, username: str) -> str:
    """Take out what differs from one page to the next anyway: the form's token and what was typed."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page).replace(username, "")
