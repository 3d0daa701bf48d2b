"""Somebody adds a passkey and signs in with it, without a password; the pages of identity look as they should."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.looking import DESKTOP, PATIENCE_MS, Walker
from tongban.cli.story.script import PASSWORD

# Nobody else signs in as them: a passkey is a second step for a password too.
WITH_A_KEY, WITH_A_FACE = "long.shouye", "tang.zhaoye"


@pytest.fixture
def with_authenticator(browser: Browser, site: str) -> Iterator[Walker]:
    """A browser whose machine keeps passkeys; they are bound to a name, which 127.0.0.1 is not."""
    context = browser.new_context(
        base_url=site.replace("127.0.0.1", "localhost"), viewport=DESKTOP, locale="zh-CN", reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield Walker(page, script=True)
    context.close()


class TestAHolderOfAPasskey:
    def test_adds_it_and_signs_in_with_it(self, with_authenticator: Walker) -> None:
        holder = with_authenticator
        page: Page = holder.page
        holder.goto("/accounts/login/")
        holder.look("sign-in")
        holder.fill(login=WITH_A_KEY, password=PASSWORD)
        holder.press("登录")
        holder.goto("/my/account/")
        holder.look("account")
        holder.goto("/accounts/2fa/").follow("添加通行密钥")
        holder.look("confirm-it-is-you")
        holder.fill(password=PASSWORD)
        holder.press("确认")
        holder.look("passkey-add")
        page.get_by_label("给它起个名字").fill("书桌上的电脑")
        page.locator("#mfa_webauthn_add").click()
        page.wait_for_url("**/accounts/2fa/recovery-codes/**")
        holder.look("recovery-codes")
        holder.goto("/accounts/2fa/")
        assert "书桌上的电脑" in holder.main()
        assert "可以不输密码登录" in holder.main()
        holder.look("passkeys")
        holder.goto("/my/account/").press("退出登录")

        holder.goto("/accounts/login/?next=/my/account/")
        page.locator("#passkey_login").click()
        page.wait_for_url(lambda url: urlsplit(url).path == "/my/account/")

        assert WITH_A_KEY in holder.main()
        holder.goto("/accounts/2fa/").follow("删除")
        page.locator("#mfa_webauthn_reauthenticate").or_(page.get_by_role("link", name="密钥")).first.click()
        page.locator("#mfa_webauthn_reauthenticate").click()
        page.wait_for_url("**/remove/")
        holder.press("删除")
        holder.goto("/accounts/2fa/")
        assert "还没有添加" in holder.main()

    def test_does_a_face_check_of_the_demonstration(self, with_authenticator: Walker) -> None:
        holder = with_authenticator
        holder.goto("/accounts/login/").fill(login=WITH_A_FACE, password=PASSWORD)
        holder.press("登录")
        holder.goto("/my/account/").press("做人脸核验")
        assert "演示：未做人脸比对" in holder.main()
        holder.look("face-check")
        holder.press("继续")
        assert "3 级：已做人脸核验" in holder.main()
        assert "演示：未做人脸比对" in holder.main()
        holder.look("account-face-checked")
