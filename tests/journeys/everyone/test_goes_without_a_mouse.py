"""Everything with the keyboard alone: Tab, Enter, Space and typing; one always sees where one is."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.keys import enter, tab_to
from tests.journeys.looking import Walker
from tests.journeys.stages import Stages
from tongban.cli.story.script import PASSWORD


class TestSomebodyWithoutAMouse:
    def test_searches_reads_signs_in_and_fills_in_a_page(self, walk: Callable[..., Walker], stages: Stages) -> None:
        facts, name = stages.facts, stages.story.script.item()["name"]
        typist = walk().goto("/")

        # The first thing that Tab reaches skips what every page repeats.
        typist.page.keyboard.press("Tab")
        assert typist.focus()["words"] == "跳到正文"
        assert typist.focus()["seen"]
        typist.page.keyboard.press("Enter")
        expect(typist.page.locator("#main")).to_be_focused()
        tab_to(typist, name="q")
        typist.page.keyboard.type("挖马路")
        enter(typist)

        tab_to(typist, words=name)
        enter(typist)
        tab_to(typist, words="在线申请")
        enter(typist)

        assert typist.path.startswith("/accounts/login")
        tab_to(typist, name="login")
        typist.page.keyboard.type(stages.story.script.username("applicant"))
        tab_to(typist, name="password")
        typist.page.keyboard.type(PASSWORD)
        enter(typist)

        assert typist.path.endswith("/apply")
        tab_to(typist, name="applicant")
        typist.page.keyboard.press("Space")
        tab_to(typist, words="开始填写")
        enter(typist)
        tab_to(typist, words="保存并继续")
        enter(typist)

        answers = stages.story.script.answers(stages.story.days.day)
        tab_to(typist, name="project_name")
        typist.page.keyboard.type(answers["project_name"])
        tab_to(typist, name="purpose")
        typist.page.keyboard.press("ArrowDown")
        for key in ("road_name", "road_section"):
            tab_to(typist, name=key)
            typist.page.keyboard.type(answers[key])
        tab_to(typist, name="surfaces")
        typist.page.keyboard.press("Space")
        for key in ("excavation_length", "excavation_width", "excavation_depth", "excavation_area"):
            tab_to(typist, name=key)
            typist.page.keyboard.type(str(answers[key]))
        tab_to(typist, words="保存并继续")
        enter(typist)

        assert typist.path.endswith("/3/"), typist.page.locator("#error-summary").all_inner_texts()
        assert facts["organisation"]

    def test_a_clerk_accepts_a_case(self, walk: Callable[..., Walker], stages: Stages) -> None:
        number = stages.submitted()
        clerk = walk("clerk").goto("/office/")

        tab_to(clerk, name="q")
        clerk.page.keyboard.type(number)
        clerk.page.keyboard.press("Enter")
        clerk.page.locator("tbody tr", has_text=number).wait_for()
        expect(clerk.page.locator("tbody tr")).to_have_count(1)
        tab_to(clerk, words=stages.story.script.item()["name"])
        enter(clerk)
        tab_to(clerk, words="受理")
        enter(clerk)
        tab_to(clerk, words="确认受理")
        enter(clerk)

        assert clerk.path == f"/office/cases/{number}/"
        assert "已受理" in clerk.main()
