"""The applicant is told once what to put right, puts it right item by item, and hands it in again."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.applicant.papers import give
from tests.journeys.looking import Walker
from tests.journeys.stages import Stages


class TestAnAgent:
    def test_answers_a_correction_item_by_item(self, walk: Callable[..., Walker], stages: Stages) -> None:
        number = stages.returned()
        facts = stages.facts["correction"]
        agent = walk("applicant", phone=True).goto("/my/")

        row = agent.page.locator(".next-thing .rows li", has=agent.page.locator(f"a[href*='{number}']"))
        assert "去补正" in row.inner_text()
        agent.look("space-to-correct")
        with agent.page.expect_navigation():
            row.get_by_role("link").click()
        for item in facts["items"]:
            assert item["problem"] in agent.main()
            assert item["requirement"] in agent.main()
        agent.look("my-case-correcting")

        # Each item leads to where it is put right, and says there what is asked.
        links = agent.page.locator("#correction").get_by_role("link", name="去改这一项")
        assert links.count() == len(facts["items"])
        with agent.page.expect_navigation():
            links.nth(0).click()
        assert facts["items"][0]["problem"] in agent.main()
        agent.look("correct-material")
        for paper in facts["files"]:
            give(agent, paper)

        agent.goto(f"/my/cases/{number}/")
        with agent.page.expect_navigation():
            agent.page.locator("#correction").get_by_role("link", name="去改这一项").nth(1).click()
        assert facts["items"][1]["requirement"] in agent.main()
        agent.look("correct-answer")
        for key, value in facts["answers"].items():
            agent.answer(key, value)
        agent.press("保存并继续")

        agent.goto(f"/my/cases/{number}/").follow("核对并提交补正")
        agent.page.locator("#truth").check()
        agent.press("提交补正")

        assert agent.path == f"/applications/{number}/done"
        agent.goto(f"/my/cases/{number}/")
        assert "已提交" in agent.main()
        assert facts["answers"]["road_section"] in agent.page.locator("details.sheet").first.text_content()

    def test_withdraws_when_it_is_no_longer_wanted(self, walk: Callable[..., Walker], stages: Stages) -> None:
        number = stages.submitted()
        agent = walk("applicant", phone=True).goto(f"/my/cases/{number}/")

        agent.page.get_by_text("不想办了").click()
        agent.press("撤回申请", within=f"form[action$='{number}/withdraw']")
        assert agent.status == 422
        agent.look("my-case-withdraw-without-reason")
        agent.fill(reason="施工改期。")
        agent.press("撤回申请", within=f"form[action$='{number}/withdraw']")

        assert "撤回" in agent.main()
        assert agent.page.locator("form[action$='withdraw']").count() == 0
        agent.look("my-case-withdrawn")
