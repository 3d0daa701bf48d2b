"""The applicant finds the result in the space: decision, licence and messages; rates it, and the case closes."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.looking import Walker
from tests.journeys.stages import Stages


class TestAnAgent:
    def test_finds_the_licence_in_the_space_and_rates_the_service(
        self, walk: Callable[..., Walker], stages: Stages
    ) -> None:
        number, rating = stages.delivered(), stages.facts["rating"]
        agent = walk("applicant", phone=True).goto(f"/my/cases/{number}/")

        assert "准予" in agent.main()
        agent.look("my-case-delivered")
        agent.follow("查看电子证照")
        assert "有效" in agent.main()
        agent.look("my-licence")
        assert agent.fetch("下载证照").startswith(b"%PDF-")
        agent.goto("/my/licences/").look("my-licences")

        agent.goto(f"/my/cases/{number}/").press("提交评价")
        assert agent.status == 422
        agent.look("my-case-rating-missing")
        agent.fill(level=str(rating["level"]), text=rating["comment"])
        agent.press("提交评价")
        assert "非常满意" in agent.main()
        assert "办结" in agent.main()
        for words in ("提交了申请", "受理了申请", "作出了决定", "送达了结果"):
            assert words in agent.main()
        agent.look("my-case-closed")

    def test_is_told_of_each_step_and_of_who_used_the_data(self, walk: Callable[..., Walker], stages: Stages) -> None:
        number = stages.accepted()
        agent = walk("applicant", phone=True)

        told = agent.page.locator("main .rows li", has_text=number)
        agent.goto_until("/my/messages/", lambda: told.count() == 2)
        agent.look("my-messages")
        with agent.page.expect_navigation():
            told.first.get_by_role("link").click()
        assert "已受理" in agent.main()
        agent.look("my-message")
        agent.follow("查看办件")
        assert agent.path == f"/my/cases/{number}/"
        agent.look("my-case-accepted")

        for path, name in (
            ("/my/cases/", "my-cases"),
            ("/my/mandates/", "my-mandates"),
            ("/my/data/", "my-data"),
            ("/my/account/", "my-account"),
        ):
            agent.goto(path).look(name)
