"""One window: from the card to the receipt without a mouse; and what the network swallowed is sent once."""

from __future__ import annotations

import tomllib
from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.keys import enter, tab_to
from tests.journeys.looking import Walker
from tests.journeys.stages import Stages
from tongban.cli.story.script import exhibit

ITEM = "设置大型户外广告设施审批"


def _uscc(stages: Stages) -> str:
    people = tomllib.loads((stages.story.script.folder / "people.toml").read_text(encoding="utf-8"))
    return next(each["uscc"] for each in people["organisations"] if each["key"] == stages.facts["organisation"])


def _checklist(clerk: Walker) -> set[str]:
    """Return the papers that the page asks for."""
    fields = clerk.page.locator("input[name^=copies-]").all()
    return {(field.get_attribute("name") or "").removeprefix("copies-") for field in fields}


def _read_the_card(clerk: Walker, stages: Stages) -> None:
    """The card reader types the number where the keyboard already is, and presses Enter."""
    clerk.goto("/office/window/")
    expect(clerk.page.locator("input[name=card-code]")).to_be_focused()
    clerk.page.keyboard.type(_uscc(stages))
    enter(clerk)


class TestOneWindow:
    def test_leads_from_the_card_to_the_receipt_by_keyboard_alone(
        self, walk: Callable[..., Walker], stages: Stages
    ) -> None:
        number = stages.delivered()
        clerk = walk("clerk")
        _read_the_card(clerk, stages)

        assert number in clerk.main()
        assert "挖掘城市道路许可证" in clerk.page.locator("section", has_text="已有的证照").last.inner_text()
        clerk.look("window-visitor")
        tab_to(clerk, name="q")
        clerk.page.keyboard.type("户外广告")
        enter(clerk)
        clerk.look("window-found")
        tab_to(clerk, words=ITEM)
        enter(clerk)

        assert {"owner-consent", "structure-design"} <= _checklist(clerk)
        clerk.look("window-register")
        tab_to(clerk, name="s-site")
        clerk.page.keyboard.press("Space")
        tab_to(clerk, name="s-work")
        clerk.page.keyboard.press("ArrowDown")
        tab_to(clerk, words="按回答列出材料")
        enter(clerk)
        assert _checklist(clerk) == {"location-drawing"}
        clerk.look("window-register-asked")

        tab_to(clerk, name="copies-location-drawing")
        clerk.page.keyboard.type("1")
        tab_to(clerk, words="确认收件")
        enter(clerk)
        assert clerk.path.endswith("/hand-in/")
        name, data, media = exhibit(stages.facts["files"][0])
        scan = clerk.page.locator("#file-location-drawing")
        scan.set_input_files({"name": name, "mimeType": media, "buffer": data})
        scan.focus()
        tab_to(clerk, words="上传")
        enter(clerk)
        assert name in clerk.main()
        clerk.look("window-hand-in")

        tab_to(clerk, words="返回办件")
        enter(clerk)
        assert ITEM in clerk.main()
        assert clerk.fetch("收件回执").startswith(b"%PDF-")

    def test_keeps_what_the_network_swallowed_and_sends_it_once(
        self, walk: Callable[..., Walker], stages: Stages
    ) -> None:
        stages.guide()
        clerk = walk("clerk")
        _read_the_card(clerk, stages)
        cases = clerk.page.locator("section", has_text="正在办的").last.locator("li", has_text=ITEM)
        before = cases.count()
        tab_to(clerk, name="q")
        clerk.page.keyboard.type("户外广告")
        enter(clerk)
        clerk.follow(ITEM)
        clerk.fill(**{"copies-location-drawing": "1"})
        bar = clerk.page.locator("#unsent-bar")

        _send_without_network(clerk)
        _send_without_network(clerk)
        expect(bar.locator("p")).to_have_count(1)
        _forgive_the_network(clerk)
        clerk.look("window-unsent")

        clerk.page.context.set_offline(False)
        expect(bar).to_contain_text("已提交")
        clerk.look("window-sent")
        there = bar.get_by_role("link").get_attribute("href") or ""
        clerk.press("确认收件")
        assert there.endswith(clerk.path)
        _read_the_card(clerk, stages)
        assert cases.count() == before + 1

    def test_sends_it_in_nobody_else_s_name_and_keeps_it_while_signed_out(
        self, walk: Callable[..., Walker], stages: Stages
    ) -> None:
        stages.guide()
        clerk, second = walk("clerk"), walk("second_clerk")
        own, others = (each.page.context.cookies() for each in (clerk, second))
        browser, bar = clerk.page.context, clerk.page.locator("#unsent-bar")
        _read_the_card(clerk, stages)
        clerk.goto("/office/register/?q=户外广告").follow(ITEM)
        clerk.fill(**{"copies-location-drawing": "1"})
        _send_without_network(clerk)
        _forgive_the_network(clerk)

        browser.clear_cookies()
        browser.set_offline(False)
        expect(bar).to_contain_text("还没有提交")
        clerk.complaints.clear()  # that it was not let in is what the bar says
        browser.clear_cookies()
        browser.add_cookies(others)  # type: ignore[arg-type]
        clerk.goto("/office/window/")
        clerk.page.wait_for_timeout(500)
        expect(bar).to_have_count(0)

        browser.clear_cookies()
        browser.add_cookies(own)  # type: ignore[arg-type]
        clerk.goto("/office/window/")
        expect(bar).to_contain_text("已提交")

    def test_shows_why_what_was_kept_was_refused(self, walk: Callable[..., Walker], stages: Stages) -> None:
        stages.guide()
        clerk = walk("clerk").goto("/office/register/?q=户外广告")
        clerk.follow(ITEM)
        clerk.fill(**{"who-code": "", "copies-location-drawing": "2"})
        _send_without_network(clerk)
        _forgive_the_network(clerk)

        clerk.page.context.set_offline(False)
        expect(clerk.page.locator("#unsent-bar")).to_contain_text("没有办成")
        clerk.complaints.clear()  # the refusal itself, which the bar tells
        clerk.look("window-refused")
        clerk.page.get_by_role("button", name="看原因并更正").click()
        clerk.page.locator("#error-summary").wait_for()
        assert clerk.page.locator("#copies-location-drawing").input_value() == "2"
        clerk.goto("/office/window/")
        clerk.page.wait_for_timeout(500)
        expect(clerk.page.locator("#unsent-bar")).to_have_count(0)


def _send_without_network(clerk: Walker) -> None:
    clerk.page.context.set_offline(True)
    with clerk.page.expect_event("requestfailed"):
        clerk.page.get_by_role("button", name="确认收件").click()
    expect(clerk.page.locator("#unsent-bar")).to_contain_text("网络中断")


def _forgive_the_network(clerk: Walker) -> None:
    """What failed was the network, as it should, and nothing else."""
    assert clerk.complaints
    assert all("ERR_INTERNET_DISCONNECTED" in said for said in clerk.complaints)
    clerk.complaints.clear()
