"""A visitor reads the published lists, of today and of another day, takes one away, and looks an item's code up."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.journeys.looking import Walker
from tongban.cli.story.play import Play


class TestAVisitor:
    def test_reads_a_list_and_goes_from_it_to_the_guide(self, walk: Callable[..., Walker], story: Play) -> None:
        visitor = walk().goto("/")
        visitor.follow("公开清单", within="footer")
        visitor.look("visitor-lists")

        visitor.follow("一次办清单", within="main")
        visitor.look("visitor-list")
        visitor.fill(q="道路")
        visitor.press("查找")

        assert "q=%E9%81%93%E8%B7%AF" in visitor.path
        words = visitor.main()
        visitor.page.locator(".list-table th a").first.click()
        visitor.page.wait_for_url("**/items/**")
        assert visitor.page.locator("h1").inner_text() in words

    def test_sees_what_came_since_a_day(self, walk: Callable[..., Walker]) -> None:
        visitor = walk().goto("/lists/powers/")

        visitor.follow("变动历史")
        assert "新增" in visitor.main()
        visitor.look("visitor-list-history")
        visitor.page.locator("main tbody th a").last.click()
        visitor.page.wait_for_url("**/compare**")

        assert "变更 0" in visitor.main()
        visitor.look("visitor-list-compare")

    def test_asks_for_a_day_before_all(self, walk: Callable[..., Walker]) -> None:
        visitor = walk().goto("/lists/proofs/?on=2000-01-01")

        assert "没有符合条件的内容" in visitor.main()
        visitor.look("visitor-list-empty")

    def test_takes_a_list_away_that_holds_the_same_rows(self, walk: Callable[..., Walker]) -> None:
        visitor = walk().goto("/lists/proofs/?part=kept")
        visitor.look("visitor-list-proofs")

        told = json.loads(visitor.fetch("JSON"))

        assert f"共 {len(told['rows'])} 条" in visitor.main()
        assert {row["kept"] for row in told["rows"]} <= {"kept"}
        assert visitor.fetch("Excel")[:2] == b"PK"
        assert visitor.fetch("CSV").startswith(b"\xef\xbb\xbf")

    def test_reads_a_power_that_nobody_applies_for(self, walk: Callable[..., Walker]) -> None:
        visitor = walk().goto("/lists/powers/")
        visitor.follow("依职权", within=".tabs")
        visitor.look("visitor-list-powers")

        visitor.page.locator(".list-table th a").first.click()
        visitor.page.wait_for_url("**/powers/**")

        assert "不需要申请" in visitor.main()
        visitor.look("visitor-power")

    def test_finds_who_carries_an_entry_out_and_what_its_code_says(
        self, walk: Callable[..., Walker], story: Play
    ) -> None:
        item = story.script.item()
        visitor = walk().goto("/lists/")
        visitor.follow("基本目录", within="main")
        visitor.look("visitor-directory")
        visitor.fill(q=item["name"])
        visitor.press("查找")
        visitor.follow(item["name"], within="main table")

        assert "市级" in visitor.main()
        assert item["catalog_code"] in visitor.main()
        visitor.look("visitor-directory-entry")
        visitor.page.locator("main td.secret a").first.click()
        visitor.page.wait_for_url("**/codes?**")
        assert "统一社会信用代码" in visitor.main()
        visitor.look("visitor-codes")

    def test_reads_all_of_it_without_script_on_a_phone(self, walk: Callable[..., Walker]) -> None:
        visitor = walk(phone=True, script=False).goto("/lists/")

        visitor.follow("权责清单", within="main")
        visitor.follow("比较两天")
        visitor.fill(**{"from": "2026-01-01"})
        visitor.press("比较")

        assert "新增" in visitor.main()
