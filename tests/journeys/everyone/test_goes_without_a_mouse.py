"""Everything with the keyboard alone: Tab, Enter, Space and typing; one always sees where one is."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.looking import Walker
from tests.journeys.stages import Stages
from tongban.cli.story.script import PASSWORD

MOST_TABS = 90


class TestSomebodyWithoutAMouse:
    def test_searches_reads_signs_in_and_fills_in_a_page(self, walk: Callable[..., Walker], stages: Stages) -> None:
        facts, name = stages.facts, stages.story.script.item()["name"]
        typist = walk().goto("/")

        # The first thing that Tab reaches skips what every page repeats.
        typist.page.keyboard.press("Tab")
        assert typist.focus()["words"] == "跳到正文"
        assert typist.focus()["seen"]
        typist.page.keyboard.press("Enter")
        assert typist.page.evaluate("document.activeElement.id") == "main"
        _tab_to(typist, name="q")
        typist.page.keyboard.type("挖马路")
        _enter(typist)

        _tab_to(typist, words=name)
        _enter(typist)
        _tab_to(typist, words="在线申请")
        _enter(typist)

        assert typist.path.startswith("/accounts/login")
        _tab_to(typist, name="login")
        typist.page.keyboard.type(stages.story.script.username("applicant"))
        _tab_to(typist, name="password")
        typist.page.keyboard.type(PASSWORD)
        _enter(typist)

        assert typist.path.endswith("/apply")
        _tab_to(typist, name="applicant")
        typist.page.keyboard.press("Space")
        _tab_to(typist, words="开始填写")
        _enter(typist)
        _tab_to(typist, words="保存并继续")
        _enter(typist)

        answers = stages.story.script.answers(stages.story.days.day)
        _tab_to(typist, name="project_name")
        typist.page.keyboard.type(answers["project_name"])
        _tab_to(typist, name="purpose")
        typist.page.keyboard.press("ArrowDown")
        for key in ("road_name", "road_section"):
            _tab_to(typist, name=key)
            typist.page.keyboard.type(answers[key])
        _tab_to(typist, name="surfaces")
        typist.page.keyboard.press("Space")
        for key in ("excavation_length", "excavation_width", "excavation_depth", "excavation_area"):
            _tab_to(typist, name=key)
            typist.page.keyboard.type(str(answers[key]))
        _tab_to(typist, words="保存并继续")
        _enter(typist)

        assert typist.path.endswith("/3/"), typist.page.locator("#error-summary").all_inner_texts()
        assert facts["organisation"]

    def test_a_clerk_accepts_a_case(self, walk: Callable[..., Walker], stages: Stages) -> None:
        number = stages.submitted()
        clerk = walk("clerk").goto("/office/")

        _tab_to(clerk, name="q")
        clerk.page.keyboard.type(number)
        clerk.page.keyboard.press("Enter")
        clerk.page.locator("tbody tr", has_text=number).wait_for()
        expect(clerk.page.locator("tbody tr")).to_have_count(1)
        _tab_to(clerk, words=stages.story.script.item()["name"])
        _enter(clerk)
        _tab_to(clerk, words="受理")
        _enter(clerk)
        _tab_to(clerk, words="确认受理")
        _enter(clerk)

        assert clerk.path == f"/office/cases/{number}/"
        assert "已受理" in clerk.main()


def _tab_to(typist: Walker, *, name: str = "", words: str = "") -> None:
    """Press Tab until the control of this name or these words is reached, seeing on the way where one is."""
    passed = []
    for _ in range(MOST_TABS):
        typist.page.keyboard.press("Tab")
        focus = typist.focus()
        if focus["words"] or focus.get("name"):
            assert focus["seen"], f"on {typist.path} one does not see that the focus is on {focus}"
        if (name and focus.get("name") == name) or (words and focus["words"].startswith(words)):
            return
        passed.append(focus["words"] or focus.get("name"))
    raise AssertionError(f"Tab does not reach {name or words} on {typist.path}, only {passed}")


def _enter(typist: Walker) -> None:
    with typist.page.expect_navigation():
        typist.page.keyboard.press("Enter")
