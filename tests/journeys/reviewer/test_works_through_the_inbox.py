"""A reviewer narrows the inbox, keeps the view, and handles what is ticked at once, each case with its result."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.looking import Walker
from tests.journeys.stages import Stages


class TestTheInbox:
    def test_is_narrowed_kept_and_worked_through(self, walk: Callable[..., Walker], stages: Stages) -> None:
        number = stages.accepted()
        lead = walk("lead_reviewer").goto(f"/office/?task=all&q={number}")
        lead.page.get_by_text("更多筛选").click()
        lead.fill(item="城市道路")
        lead.look("reviewer-inbox-filters")
        lead.page.get_by_role("button", name="筛选").click()
        lead.page.wait_for_url("**item=**")
        assert number in lead.main()

        lead.page.get_by_text("保存为常用视图").click()
        lead.fill(name="道路办件")
        lead.press("保存", within=".save-view")
        assert "视图已保存" in lead.text()
        lead.goto("/office/")
        lead.follow("道路办件", within=".saved-views")
        assert number in lead.main()
        lead.look("reviewer-inbox-view")

        lead.fill(number=[number])
        lead.press("认领", within=".bulk-tools")
        assert "已办理 1 件，未办理 0 件" in lead.main()
        lead.look("reviewer-bulk-done")
        lead.follow("返回收件箱", within="main")
        assert "承办人" in lead.main()
        lead.fill(number=[number])
        lead.press("认领", within=".bulk-tools")
        assert "已办理 0 件，未办理 1 件" in lead.main()
        lead.look("reviewer-bulk-refused")

        lead.follow("返回收件箱", within="main")
        lead.fill(number=[number])
        lead.press("分派", within=".bulk-tools")
        lead.look("reviewer-bulk-assign")
        lead.follow("返回，不办理", within="main")
        lead.fill(number=[number])
        lead.press("分送审查", within=".bulk-tools")
        lead.look("reviewer-bulk-confirm")
        lead.press("确认办理")
        assert "已办理 1 件，未办理 0 件" in lead.main()
        assert "审查中" in lead.main()

        lead.goto("/office/")
        lead.press("删除视图", within=".saved-views")
        assert "视图已删除" in lead.text()
