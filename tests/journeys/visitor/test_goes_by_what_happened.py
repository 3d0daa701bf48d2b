"""A visitor who knows no item's name goes by what happened, tells of the situation, and takes the guide home."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from unicodedata import normalize

import pytest
from pypdf import PdfReader

from tests.journeys.looking import PHONE, Walker
from tongban.cli.story.play import Play

SCHOOL = "义务教育入学报名"


class TestAVisitorWhoKnowsNoName:
    @pytest.mark.parametrize("script", [True, False])
    def test_is_at_the_guide_in_three_clicks_and_has_it_tailored(
        self, walk: Callable[..., Walker], script: bool
    ) -> None:
        visitor, clicks = walk(phone=not script, script=script).goto("/"), 0
        for words in ("更多个人事项", "孩子上学", SCHOOL):
            visitor.follow(words, within="main")
            clicks += 1
            if script:
                visitor.look(f"visitor-three-clicks-{clicks}")

        assert clicks == 3
        assert visitor.page.locator("h1").inner_text() == SCHOOL

        before = visitor.page.locator("#materials .rows li").count()
        for name in dict.fromkeys(
            each.get_attribute("name") or "" for each in visitor.page.locator("#situation input[type=radio]").all()
        ):
            visitor.page.locator(f"#situation input[name='{name}']").last.check()
        visitor.press("按我的情况显示")

        assert "这份指南已按您的情况列出：" in visitor.main()
        assert visitor.page.locator("#materials .rows li").count() <= before
        shared = visitor.path
        if script:
            visitor.look("visitor-guide-tailored")

        again = walk(script=script).goto(shared)
        assert "这份指南已按您的情况列出：" in again.main()
        assert re.search(r"apply\?s-", again.page.get_by_role("link", name="在线申请").get_attribute("href") or "")

    def test_takes_the_guide_home_on_paper(self, walk: Callable[..., Walker], story: Play) -> None:
        item = story.script.item()
        visitor = walk().goto(f"/search?q={item['name']}")
        visitor.follow(item["name"], within="main")

        paper = PdfReader(io.BytesIO(visitor.page.pdf(format="A4")))
        # A PDF may name a character by the radical that looks like it.
        words = re.sub(r"\s+", "", normalize("NFKC", "".join(page.extract_text() for page in paper.pages)))

        due = story.days.after(int(item["promised_days"]))
        assert len(paper.pages) <= 5
        assert f"{due.month}月{due.day}日" in words
        for said in (item["name"], "需要准备", "无需提交", "办理过程", item["questions"][0]["answer"][:8]):
            assert re.sub(r"\s+", "", said) in words, said
        for not_on_paper in ("在线申请", "打印本指南", "按我的情况显示", "主导航"):
            assert not_on_paper not in words


class TestOlderPeople:
    def test_find_large_letters_and_few_words(self, walk: Callable[..., Walker]) -> None:
        visitor = walk(phone=True).goto("/")
        visitor.follow("长者专区", within="main")

        size = visitor.page.locator(".big-links a").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        box = visitor.page.locator(".big-links a").first.bounding_box()

        assert size >= 20
        assert box is not None
        assert box["height"] >= 60
        assert box["width"] >= PHONE["width"] * 0.8
        visitor.look("visitor-elderly")
        visitor.page.locator(".big-links a").first.click()
        visitor.page.wait_for_url("**/items/**")


class TestEveryWay:
    @pytest.mark.parametrize(
        ("name", "address"),
        [
            ("themes", "/themes/"),
            ("subject", "/themes/construction/"),
            ("persons", "/persons/"),
            ("companies", "/companies/"),
            ("authorities", "/authorities/"),
            ("authority", "/authorities/chengguan/"),
        ],
    )
    def test_is_whole_and_accessible(self, walk: Callable[..., Walker], name: str, address: str) -> None:
        walk().goto(address).look(f"visitor-way-{name}")
