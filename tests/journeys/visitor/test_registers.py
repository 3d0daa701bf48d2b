"""A newcomer registers, forgets the password, and gets back in by mail; a stranger who guesses learns nothing."""

from __future__ import annotations

import email
import email.policy
import pathlib
import random
import re
import time
from collections.abc import Callable

from tests.journeys.looking import Walker
from tongban.cli.story.play import Play

PASSWORD, NEW_PASSWORD = "qing-cheng-2026", "xin-de-mi-ma-2026"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
MAIL_SECONDS = 180


def invented_id() -> str:
    """Return a resident identity number with a valid check character, of an area that does not exist."""
    digits = f"529900{random.randint(1950, 2004)}{random.randint(1, 12):02}{random.randint(1, 28):02}"
    digits += f"{random.randint(1, 999):03}"
    rest = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11
    return digits + "10X98765432"[rest]


class TestANewcomer:
    def test_registers_and_recovers_the_account_by_mail(self, walk: Callable[..., Walker], home: pathlib.Path) -> None:
        newcomer, name = walk(), f"xin.{random.randrange(10**9)}"
        newcomer.goto("/").follow("登录", within="header")
        newcomer.follow("注册新账号")
        newcomer.look("register")

        newcomer.press("注册")
        said = newcomer.page.locator("#error-summary li").all_inner_texts()
        assert len(said) == len(set(said)) == 7, said
        assert "请填写“姓名”。" in said
        newcomer.look("register-errors")
        newcomer.fill(
            name="新来宾", id_number="529900199001011230", phone="19900000999", username=name,
            email=f"{name}@example.com", password1=PASSWORD, password2=PASSWORD,
        )  # fmt: skip
        newcomer.press("注册")
        said = newcomer.page.locator("#error-summary li").all_inner_texts()
        assert len(said) == 1, said
        assert "核对 18 位号码" in said[0]
        newcomer.fill(id_number=invented_id(), password1=PASSWORD, password2=PASSWORD)
        newcomer.press("注册")

        assert "新来宾" in newcomer.text()
        newcomer.goto("/my/")
        assert "没有正在办理的事" in newcomer.main()
        newcomer.look("newcomer-space")
        newcomer.goto("/my/account/").press("退出登录")

        newcomer.goto("/accounts/login/").follow("忘记密码")
        newcomer.look("password-forgotten")
        newcomer.fill(email=f"{name}@example.com")
        newcomer.press("发送重设链接")
        assert "请查收邮件" in newcomer.main()
        newcomer.look("password-mail-sent")
        newcomer.goto(_link(home / "outgoing-mail", f"{name}@example.com"))
        newcomer.look("password-new")
        newcomer.fill(password1=NEW_PASSWORD, password2=NEW_PASSWORD)
        newcomer.press("保存新密码")
        assert "密码已重设" in newcomer.main()
        newcomer.look("password-set")
        newcomer.follow("登录", within="main")
        newcomer.sign_in(name, NEW_PASSWORD)
        assert "/accounts/login" not in newcomer.path

    def test_who_guesses_a_password_learns_nothing(self, walk: Callable[..., Walker], story: Play) -> None:
        guesser = walk()
        said = []
        for name in (story.script.username("applicant"), "nobody.at.all"):
            guesser.goto("/accounts/login/").sign_in(name, "wrong-password")
            assert "/accounts/login" in guesser.path
            said.append(guesser.page.locator("#error-summary").inner_text())

        assert said[0] == said[1]
        assert "不正确" in said[0] or "错误" in said[0]
        guesser.look("sign-in-refused")

    def test_who_asks_for_mail_to_an_unknown_address_learns_nothing(self, walk: Callable[..., Walker]) -> None:
        guesser = walk().goto("/accounts/password/reset/")

        guesser.fill(email="nobody@example.com")
        guesser.press("发送重设链接")

        assert "无论邮箱是否注册过" in guesser.main()


def _link(folder: pathlib.Path, address: str) -> str:
    """Return the reset link's path from the newest mail to an address; wait for it a little."""
    give_up = time.monotonic() + MAIL_SECONDS
    while time.monotonic() < give_up:
        for file in sorted(folder.glob("*"), key=lambda each: each.stat().st_mtime, reverse=True):
            message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            body = message.get_body()
            found = re.search(r"/accounts/password/reset/key/\S+", body.get_content() if body else "")
            if address in str(message["To"]) and found:
                return found.group(0)
        time.sleep(0.2)
    raise AssertionError(f"no mail with a link to {address}")
