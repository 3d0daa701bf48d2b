"""The company's agent applies on a telephone of 360 px: prefilled, left and taken up again, refused where wrong."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.applicant.papers import give, give_bad
from tests.journeys.filling import fill_in_page
from tests.journeys.looking import Walker
from tests.journeys.stages import Stages


class TestAnAgent:
    def test_applies_for_the_company_on_a_telephone(self, walk: Callable[..., Walker], stages: Stages) -> None:
        facts = stages.facts
        answers = stages.story.script.answers(stages.story.days.day)
        agent = walk("applicant", phone=True).goto(stages.guide())

        agent.follow("在线申请")
        agent.look("apply-for-whom")
        agent.page.get_by_role("radio", name="贵阳筑光引电").check()
        agent.press("开始填写")

        number = agent.path.split("/")[2]
        assert agent.page.locator("#applicant_name").input_value().startswith("贵阳筑光引电")
        assert "来自" in agent.page.locator("#applicant_name-source").inner_text()
        agent.look("apply-prefilled")
        agent.press("保存并继续")

        # A page of required questions left empty: a list of what is missing, each line leading to its question.
        agent.look("apply-questions")
        # What an earlier application said is filled in: here it is taken out.
        for control in agent.page.locator("main form .field input.form-control, main form .field textarea").all():
            control.fill("")
        agent.press("保存并继续")
        assert agent.status == 422
        links = agent.page.locator("#error-summary a")
        assert links.count() >= 6
        assert agent.page.locator("#error-summary").evaluate("e => e === document.activeElement")
        agent.look("apply-errors")
        for link in links.all():
            target = link.get_attribute("href") or ""
            assert agent.page.locator(target).count() == 1, target
        first = links.first.get_attribute("href") or ""
        links.first.click()
        agent.page.wait_for_url(lambda address: address.endswith(first))

        # Left with a draft of three answers, and taken up again from the space.
        for key in facts["draft"]["keys"]:
            agent.answer(key, answers[key])
        agent.press("保存草稿，以后再填")
        assert "草稿已保存" in agent.main()
        row = agent.page.locator(".next-thing .rows li", has=agent.page.locator(f"a[href*='{number}']"))
        assert row.count() == 1
        agent.look("space-with-a-draft")
        with agent.page.expect_navigation():
            row.get_by_role("link").click()
        assert agent.path == f"/applications/{number}/2/"
        assert agent.page.locator("#project_name").input_value() == answers["project_name"]

        while "/materials" not in agent.path:
            before = agent.path
            fill_in_page(agent, answers)
            if "start_on" in agent.page.content():
                agent.look("apply-dates")
            agent.press("保存并继续")
            assert agent.path != before, agent.page.locator("#error-summary").inner_text()

        assert "政府已有的不用交" in agent.main()
        agent.look("apply-materials")
        for bad in facts["bad_files"]:
            give_bad(agent, bad)
            assert agent.status in (413, 422)
            assert bad["name"] in agent.page.locator("#error-summary").inner_text()
            assert agent.page.locator(".file-rows").count() == 0
        agent.look("apply-bad-file")
        for paper in facts["files"]:
            give(agent, paper)
            assert paper["name"] in agent.main()
        agent.look("apply-materials-given")
        agent.follow("核对并提交", within="main .actions.split")

        assert answers["road_section"] in agent.main()
        agent.look("apply-review")
        agent.press("提交申请")
        assert "请勾选" in agent.page.locator("#error-summary").inner_text()
        agent.look("apply-review-unconfirmed")
        agent.page.locator("#truth").check()
        agent.press("提交申请")

        assert agent.path == f"/applications/{number}/done"
        assert number in agent.main()
        agent.look("apply-done")
        assert agent.fetch("下载接收凭证").startswith(b"%PDF-")
        agent.follow("查看进度")
        assert agent.path == f"/my/cases/{number}/"
        assert "5 个工作日" in agent.main() or "最晚" in agent.main()
        agent.look("my-case-submitted")

        # The draft is handed in: the way back to its pages is closed, and says so.
        agent.goto(f"/applications/{number}/1/")
        assert agent.status == 409
        assert "不能再修改" in agent.main()
        agent.look("apply-closed")

    def test_what_is_typed_is_kept_without_pressing_anything(self, walk: Callable[..., Walker], stages: Stages) -> None:
        number = stages.drafted()
        agent = walk("applicant").goto(f"/applications/{number}/2/")

        with agent.page.expect_response(lambda answer: answer.url.endswith("/2/autosave")):
            agent.page.locator("#road_section").clear()
            agent.page.locator("#road_section").press_sequentially("示例东路 7 号", delay=5)
        agent.page.locator("#saved", has_text="已自动保存").wait_for()

        agent.goto(f"/applications/{number}/2/")
        assert agent.page.locator("#road_section").input_value() == "示例东路 7 号"
