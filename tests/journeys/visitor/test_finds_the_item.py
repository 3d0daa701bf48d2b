"""A visitor finds the item in each of the ways that people type, and sees when the answer would be due."""

from collections.abc import Callable

from tests.journeys.looking import Walker
from tongban.cli.story.play import Play


class TestAVisitor:
    def test_finds_the_item_by_what_people_type_and_reads_the_guide(
        self, walk: Callable[..., Walker], story: Play
    ) -> None:
        visitor, name = walk(), story.script.item()["name"]
        visitor.goto("/").look("visitor-home")
        for place, search in enumerate(story.script.facts["searches"]):
            visitor.goto("/").fill(q=search["query"])
            with visitor.page.expect_navigation():
                visitor.page.keyboard.press("Enter")
            assert name in visitor.main(), search["how"]
            if place in (0, 4):
                visitor.look(f"visitor-search-{place}")

        visitor.follow(name)

        assert "《城市道路管理条例》第三十三条" in visitor.main()
        due = story.days.after(int(story.script.item()["promised_days"]))
        assert f"{due.month}月{due.day}日" in visitor.main()
        assert "暂定" in visitor.main() or not story.days.calendar.is_projected(due)
        visitor.look("visitor-guide")

    def test_who_finds_nothing_is_told_what_to_try(self, walk: Callable[..., Walker]) -> None:
        visitor = walk().goto("/search?q=zzqqxxzz")

        assert "没有找到相关事项" in visitor.main()
        visitor.look("visitor-search-nothing")
        visitor.follow("看全部事项")
        assert visitor.path == "/search"

    def test_opens_a_theme_and_reads_a_guide_of_it(self, walk: Callable[..., Walker]) -> None:
        visitor = walk().goto("/")
        theme = visitor.page.locator("main .theme-grid a").first

        with visitor.page.expect_navigation():
            theme.click()

        assert visitor.path.startswith("/themes/")
        visitor.look("visitor-theme")
        visitor.page.locator("main .item-links a").first.click()
        visitor.page.wait_for_url("**/items/**")

    def test_reads_the_guide_of_something_done_at_once(self, walk: Callable[..., Walker]) -> None:
        visitor = walk().goto("/search?audience=person")
        visitor.page.locator(".rows li", has_text="当场办结").first.get_by_role("link").first.click()
        visitor.page.wait_for_url("**/items/**")

        assert "当场办结" in visitor.main()
        visitor.look("visitor-guide-at-once")

    def test_reads_about_the_site(self, walk: Callable[..., Walker]) -> None:
        visitor = walk().goto("/")

        visitor.follow("关于本站", within="footer")

        assert "时限怎么算" in visitor.main()
        visitor.look("visitor-about")

    def test_a_wrong_address_leads_back_to_the_search(self, walk: Callable[..., Walker]) -> None:
        visitor = walk().goto("/items/no-such-item/")

        assert visitor.status == 404
        assert "没有找到" in visitor.main()
        visitor.look("visitor-not-found")
        visitor.follow("搜索事项", within="main")
        assert visitor.path == "/search"

    def test_a_page_of_ones_own_asks_to_sign_in_and_says_why(self, walk: Callable[..., Walker]) -> None:
        visitor = walk().goto("/my/cases/")

        assert visitor.path.startswith("/accounts/login/?next=")
        assert "登录后会回到刚才的页面" in visitor.main()
        visitor.look("visitor-sign-in")
