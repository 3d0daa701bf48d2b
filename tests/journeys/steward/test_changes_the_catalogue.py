"""A steward changes an item; two others look it over and put it into force; a visitor reads what is new."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.keys import enter, tab_to
from tests.journeys.looking import Walker

# Not the item of the story: the other journeys go by that as it is.
ITEM = "临时占用城市道路许可"
MATERIAL = "占道期间通行保障方案"
NOTE = "写明围挡范围、通行宽度和夜间警示灯，附现场照片。"


class TestASteward:
    def test_changes_a_promise_and_a_material_and_everybody_reads_it(self, walk: Callable[..., Walker]) -> None:
        steward = walk("steward").goto("/office/catalogue/")
        steward.look("steward-desk")
        steward.follow("事项列表", within="main .tabs")
        steward.fill(q=ITEM)
        steward.press("查找")
        steward.look("steward-items")
        steward.follow("起草变更", within="main")
        steward.press("开始起草")
        assert steward.status == 422
        steward.look("steward-begin-wrong")
        steward.fill(reason="部门审查提速，承诺时限由 5 个工作日压缩为 4 个工作日")
        steward.press("开始起草")
        number = steward.path.split("/")[-2]

        steward.follow("填写草稿")
        steward.look("steward-draft")
        steward.follow("办理时限", within="main")
        steward.fill(promised_days="四")
        steward.press("保存")
        assert steward.status == 422
        assert "请填整数" in steward.main()
        steward.look("steward-limits-wrong")
        steward.fill(promised_days="4")
        steward.press("保存")
        steward.follow("申请材料", within="main")
        steward.look("steward-materials")
        steward.follow(MATERIAL, within="main")
        steward.fill(note=NOTE)
        steward.look("steward-material")
        steward.press("保存")
        steward.goto(f"/office/catalogue/revisions/{number}/")
        for warning in range(steward.page.get_by_text("说明保留的理由").count(), 0, -1):
            steward.page.get_by_text("说明保留的理由").first.click()
            steward.page.locator("main [name=reason]:visible").first.fill(f"余下的时间用于汇总意见（{warning}）")
            steward.press("记下理由")
        steward.look("steward-revision")
        assert "改前" in steward.main()
        steward.follow("预览办事指南", within="main")
        assert "4个工作日" in steward.main()
        steward.look("steward-preview")
        steward.goto(f"/office/catalogue/revisions/{number}/").follow("送审", within="main")
        steward.look("steward-send-to-review")
        steward.press("确认送审")
        assert "现在等待他人" in steward.main()

        reviewer = walk("item_reviewer").goto("/office/catalogue/")
        reviewer.follow(ITEM, within="main")
        reviewer.look("item-reviewer-revision")
        reviewer.follow("全部内容", within="main")
        reviewer.look("item-reviewer-content")
        reviewer.goto(f"/office/catalogue/revisions/{number}/").follow("审核通过", within="main")
        reviewer.press("审核通过")
        assert "等运行管理单位发布" in reviewer.main()

        publisher = walk("publisher").goto(f"/office/catalogue/revisions/{number}/")
        publisher.look("publisher-revision")
        publisher.follow("发布", within=".move-buttons")
        publisher.look("publisher-publish")
        publisher.press("批准发布")
        assert "群众看到的就是这个版本" in publisher.main()

        visitor = walk(phone=True).goto(f"/search?q={ITEM}")
        visitor.follow(ITEM, within="main")
        assert "4个工作日" in visitor.main()
        assert NOTE in visitor.main()
        visitor.follow("版本和变更", within="main")
        assert "承诺办结时限" in visitor.main()
        visitor.look("visitor-versions")

    def test_begins_on_a_telephone_without_script_and_by_keyboard(self, walk: Callable[..., Walker]) -> None:
        steward = walk("steward", phone=True, script=False).goto("/office/catalogue/items/?q=排水管网")
        steward.follow("起草变更", within="main")
        steward.fill(reason="更正咨询电话")
        tab_to(steward, words="开始起草")
        enter(steward)
        revision = steward.path

        steward.follow("填写草稿")
        steward.follow("常见问题", within="main")
        steward.follow("新增一项", within="main")
        steward.fill(question="排水户名称变了怎么办？", answer="办理变更，不用重新申请。")
        tab_to(steward, words="保存")
        enter(steward)
        assert "排水户名称变了怎么办？" in steward.main()
        with steward.page.expect_navigation():
            steward.page.locator(".edit-rows li").last.get_by_role("button", name="上移").click()
        assert "已移动“排水户名称变了怎么办？”" in steward.main()
        row = steward.page.locator(".edit-rows li", has_text="排水户名称变了怎么办？")
        with steward.page.expect_navigation():
            row.get_by_role("button", name="删除").click()
        assert "已删除“排水户名称变了怎么办？”" in steward.main()

        steward.goto(revision).follow("撤销变更", within="main")
        steward.fill(reason="电话没有错")
        steward.press("撤销变更")
        assert "已经撤销" in steward.main()
