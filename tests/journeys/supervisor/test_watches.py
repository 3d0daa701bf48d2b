"""A supervisor sees every case with names and numbers masked, and can do nothing to any."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.looking import Walker
from tests.journeys.stages import Stages
from tongban.cases.lifecycle import MOVES


class TestASupervisor:
    def test_sees_everything_masked_and_can_do_nothing(self, walk: Callable[..., Walker], stages: Stages) -> None:
        number = stages.delivered()
        supervisor = walk("supervisor").goto("/office/")
        supervisor.look("supervisor-inbox")

        supervisor.goto(f"/office/cases/{number}/")
        supervisor.look("supervisor-case")
        said = supervisor.page.content()
        assert "办理经过" in supervisor.main()
        for personal in (stages.facts["delivery"]["receiver"], "19900000101", stages.facts["answers"]["site_phone"]):
            assert personal not in said
        assert "何**" in said
        assert supervisor.page.locator(".move-buttons a, main form").count() == 0

        for verb in sorted({move.verb for move in MOVES}):
            supervisor.goto(f"/office/cases/{number}/{verb}/")
            assert supervisor.page.locator(".step-form").count() == 0, verb
        assert "已送达" in stages.story.my_case().text

    def test_goes_by_the_menu_of_a_telephone_to_the_deadlines_of_each_authority(
        self, walk: Callable[..., Walker], stages: Stages
    ) -> None:
        stages.submitted()
        supervisor = walk("supervisor", phone=True).goto("/office/")
        menu = supervisor.page.locator(".office-menu > summary")
        way = supervisor.page.get_by_role("navigation").get_by_role("link", name="各部门时限")
        assert way.count() == 0

        menu.focus()
        supervisor.page.keyboard.press("Enter")
        supervisor.page.locator(".menu-group > summary", has_text="监督").press("Enter")
        supervisor.look("supervisor-menu")
        way.click()

        supervisor.page.get_by_role("heading", name="各部门时限").wait_for()
        supervisor.look("supervisor-lamps")
        supervisor.page.locator(".lamp-chart td a").last.click()
        supervisor.page.get_by_role("heading", name="收件箱").wait_for()
        assert supervisor.page.locator(".inbox-table tbody tr").count() >= 1

    def test_is_no_applicant(self, walk: Callable[..., Walker], stages: Stages) -> None:
        number = stages.submitted()
        supervisor = walk("supervisor").goto(f"/my/cases/{number}/")

        assert supervisor.page.locator("main form").count() == 0
