"""A steward designs a form without knowing a key: a data element, a condition, rows; tries it and sends it to review."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.looking import Walker


class TestASteward:
    def test_designs_tries_and_sends_a_form_to_review(self, walk: Callable[..., Walker]) -> None:
        steward = walk("steward").goto("/office/catalogue/items/")
        steward.fill(q="临时占用城市道路许可")
        steward.press("查找")
        steward.follow("起草变更", within="main")
        steward.fill(reason="申请表增加车辆情况，按数据项填写")
        steward.press("开始起草")
        number = steward.path.split("/")[-2]
        steward.follow("填写草稿")
        steward.follow("申请表", within="main")
        steward.look("steward-designer")

        steward.follow("新增分组", within="main")
        steward.fill(title="施工车辆", max_rows="5")
        steward.page.check("[name=repeats]")
        steward.press("保存")
        steward.page.locator("section.sheet", has_text="施工车辆").get_by_role("link", name="加一项").click()
        steward.fill(q="车牌号")
        steward.press("查找")
        steward.follow("号牌号码", within="main")
        steward.page.check("[name=required]")
        steward.look("steward-designer-field")
        steward.press("保存并再加一项")
        steward.fill(title="备注")
        steward.page.locator("summary", has_text="什么时候才填").click()
        steward.page.select_option("[name=when1_key]", "vehicle_plate")
        steward.page.select_option("[name=when1_says]", "answered")
        steward.press("保存")
        assert "“号牌号码”已填写时才填" in steward.main()

        steward.follow("预览和试填", within="main")
        assert steward.page.locator("[name='rows.1.field']").is_hidden()
        steward.page.fill("[name='rows.1.vehicle_plate']", "贵A00000")
        assert steward.page.locator("[name='rows.1.field']").is_visible()
        steward.press("再加一行")
        steward.look("steward-form-try")
        steward.press("检查这样填行不行")
        assert "请填写" in steward.main()

        steward.goto(f"/office/catalogue/revisions/{number}/")
        assert "申请表增加“施工车辆”" in steward.main()
