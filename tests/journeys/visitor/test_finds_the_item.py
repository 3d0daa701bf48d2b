"""A visitor finds the item in each of the ways that people type, and sees when the answer would be due."""

from collections.abc import Callable

from tests.journeys.looking import Walker
from tongban.cli.story.play import Play


class TestAVisitor:
    def test_finds_the_item_by_what_people_type_and_reads_the_guide(
        self, walk: Callable[..., Walker], story: Play
    ) -> None:
        visitor = walk()
        visitor.goto("/").look("home")
        for place, search in enumerate(story.script.facts["searches"]):
            visitor.goto("/")
            visitor.page.locator("main input[type=search]").first.fill(search["query"])
            visitor.page.keyboard.press("Enter")
            visitor.page.wait_for_load_state()
            assert "挖掘城市道路许可" in visitor.text()
            if place in (0, 4):
                visitor.look(f"search-{place}")

        visitor.page.get_by_role("link", name="挖掘城市道路许可").first.click()
        visitor.page.wait_for_load_state()

        assert "城市道路管理条例" in visitor.text()
        visitor.look("guide")
