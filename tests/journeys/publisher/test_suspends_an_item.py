"""An item is suspended: proposed, looked over, published; nobody can apply for it until it is resumed."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.looking import Walker

ITEM = "砍伐城市树木审批"


class TestAPublisher:
    def test_takes_an_item_out_of_use_and_brings_it_back(self, walk: Callable[..., Walker]) -> None:
        steward, reviewer, publisher = walk("steward"), walk("item_reviewer"), walk("publisher")
        guide = walk(phone=True).goto(f"/search?q={ITEM}")
        guide.follow(ITEM, within="main")
        address = guide.path
        assert "在线申请" in guide.main()

        self._pass(steward, reviewer, publisher, "暂停使用", "信息系统升级，暂停受理")

        guide.goto(address)
        assert "暂停办理" in guide.main()
        assert "信息系统升级，暂停受理" in guide.main()
        assert guide.page.get_by_role("link", name="在线申请").count() == 0
        guide.look("visitor-suspended")
        publisher.goto("/office/catalogue/items/?standing=suspended")
        assert ITEM in publisher.main()
        publisher.look("publisher-items-suspended")

        self._pass(steward, reviewer, publisher, "恢复使用", "系统升级完成")

        assert "在线申请" in guide.goto(address).main()

    def _pass(self, steward: Walker, reviewer: Walker, publisher: Walker, button: str, why: str) -> None:
        steward.goto(f"/office/catalogue/items/?q={ITEM}")
        steward.page.locator(".item-pick input").first.check()
        steward.press(button)
        steward.look("steward-standing")
        steward.fill(why=why)
        steward.press("开始起草")
        revision = steward.path
        for warning in range(steward.page.get_by_text("说明保留的理由").count(), 0, -1):
            steward.page.get_by_text("说明保留的理由").first.click()
            steward.page.locator("main [name=reason]:visible").first.fill(f"现行版本已有说明（{warning}）")
            steward.press("记下理由")
        steward.follow("送审", within=".move-buttons")
        steward.press("确认送审")
        reviewer.goto(revision).follow("审核通过", within=".move-buttons")
        reviewer.press("审核通过")
        publisher.goto(revision).follow("发布", within=".move-buttons")
        publisher.press("批准发布")
        assert "已经生效" in publisher.main()
