"""An administrator lets a colleague's inbox be looked after while she is away, and reads which lists are in force."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.looking import Walker
from tests.journeys.stages import Stages


class TestAnAdministrator:
    def test_lets_a_deputy_do_the_work_until_the_colleague_is_back(
        self, walk: Callable[..., Walker], stages: Stages
    ) -> None:
        number = stages.submitted()
        administrator = walk("administrator").goto("/office/duties/")
        administrator.look("administrator-absences")

        administrator.press("登记离岗")
        assert administrator.status == 422
        administrator.look("administrator-absences-wrong")
        form = administrator.page.locator("main form", has_text="谁离岗")
        form.get_by_label("谁离岗").select_option(label="韦念初（贵阳市政务服务管理局）")
        form.get_by_label("代理人").select_option(label="管砾远（贵阳市政务服务管理局）")
        form.get_by_label("截止日期").fill(form.get_by_label("开始日期").input_value())
        form.get_by_label("休假").check()
        administrator.press("登记离岗")
        assert "韦念初 → 管砾远" in administrator.main()
        administrator.look("administrator-absences-one")

        administrator.goto(f"/office/cases/{number}/accept/")
        administrator.press("确认受理")
        assert "管砾远（代韦念初）" in administrator.main()

        administrator.goto("/office/duties/")
        administrator.press("提前返岗")
        expect(administrator.page.locator("main")).to_contain_text("没有离岗")
        administrator.goto(f"/office/cases/{number}/accept/")
        assert administrator.page.locator(".step-form").count() == 0

    def test_reads_which_items_are_received_and_exercised_for_whom(self, walk: Callable[..., Walker]) -> None:
        administrator = walk("administrator").goto("/office/duties/")
        administrator.follow("授权书清单")

        assert "贵阳市文化和旅游局 → 贵阳市政务服务管理局" in administrator.main()
        assert "娱乐场所经营许可" in administrator.main()
        administrator.look("administrator-authorisations")
        administrator.press("登记授权书")
        assert administrator.status == 422
        administrator.look("administrator-authorisations-wrong")
