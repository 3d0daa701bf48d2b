"""An applicant asks about the case, the window answers, and the applicant reads it where messages come."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.looking import Walker
from tests.journeys.stages import Stages

QUESTION, ANSWER = "路口那一段可以晚上施工吗？", "可以，请在 22 时以后施工，并设置夜间警示灯。"


class TestAnApplicant:
    def test_asks_is_answered_and_is_told(self, walk: Callable[..., Walker], stages: Stages) -> None:
        number = stages.submitted()
        applicant = walk("applicant", phone=True).goto(f"/my/cases/{number}/")

        applicant.follow("留言或投诉")
        applicant.look("my-ask")
        applicant.press("提交")
        assert applicant.status == 422
        applicant.look("my-ask-unsaid")
        applicant.fill(topic="question", text=QUESTION)
        applicant.press("提交")
        assert QUESTION in applicant.main()
        applicant.look("my-asked")

        clerk = walk("clerk").goto("/office/")
        clerk.follow("留言投诉")
        clerk.look("complaints")
        row = clerk.page.locator(".rows > li", has_text=number)
        with clerk.page.expect_navigation():
            row.get_by_role("link").first.click()
        clerk.look("complaint")
        clerk.press("发送答复")
        assert clerk.status == 422
        clerk.look("complaint-unsaid")
        clerk.fill(text=ANSWER)
        clerk.press("发送答复")
        assert ANSWER in clerk.main()
        clerk.look("complaint-answered")

        assert ANSWER in applicant.goto(f"/my/cases/{number}/ask").main()
        applicant.look("my-answered")
        told = applicant.page.locator("main .rows li", has_text=number).filter(has_text="答复")
        applicant.goto_until("/my/messages/", lambda: told.count() > 0)
        with applicant.page.expect_navigation():
            told.first.get_by_role("link").click()
        applicant.look("my-message-answered")

    def test_chooses_by_which_channel_messages_come(self, walk: Callable[..., Walker], stages: Stages) -> None:
        applicant = walk("applicant", phone=True).goto("/my/account/")
        applicant.follow("接收方式")
        applicant.look("my-channels")
        wecom = applicant.page.locator("form", has_text="企业微信群机器人")

        wecom.locator("input[name=address]").fill("https://example.com/hook")
        with applicant.page.expect_navigation():
            wecom.get_by_role("button", name="开启").click()
        assert applicant.status == 422
        applicant.look("my-channels-wrong-key")
        wecom.locator("input[name=address]").fill("693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa")
        with applicant.page.expect_navigation():
            wecom.get_by_role("button", name="开启").click()
        assert "已开启" in wecom.inner_text()
        applicant.look("my-channels-on")
        with applicant.page.expect_navigation():
            wecom.get_by_role("button", name="关闭").click()
        assert "未开启" in wecom.inner_text()
