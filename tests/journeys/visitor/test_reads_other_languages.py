"""The site in English and in traditional Chinese: switched by a link, remembered, and whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pytest

from tests.journeys.conftest import CITY
from tests.journeys.looking import Walker
from tests.journeys.stages import Stages

CHINESE = re.compile(r"[\u4e00-\u9fff]+")

TEXTS = """() => {
  const words = [document.title], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode())
    if (!walk.currentNode.parentElement.closest('script, style')) words.push(walk.currentNode.data);
  for (const e of document.body.querySelectorAll('*'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) words.push(e.getAttribute(name) || '');
  return words;
}"""
NAMES_OF_LANGUAGES = {"简体", "繁體"}


@cache
def words_of_the_city() -> str:
    """Return all that the demo city's own files say: data, which stays in the language it was written in."""
    return "".join(file.read_text(encoding="utf-8") for file in sorted(CITY.rglob("*.toml")))


def chinese_words(visitor: Walker) -> set[str]:
    """Return the Chinese words on the page that are not the city's own."""
    found = {each for words in visitor.page.evaluate(TEXTS) for each in CHINESE.findall(words)}
    return {each for each in found if each not in words_of_the_city()} - NAMES_OF_LANGUAGES


class TestAVisitor:
    @pytest.mark.parametrize("path", ["/", "/search?q=%E9%81%93%E8%B7%AF", "/about/", "/verify/", "/accounts/login/"])
    def test_reads_an_english_page_without_chinese_words_in_its_interface(
        self, walk: Callable[..., Walker], path: str
    ) -> None:
        visitor = walk().goto(path)

        visitor.follow("English")

        assert visitor.page.locator("html").get_attribute("lang") == "en"
        assert chinese_words(visitor) == set()
        visitor.look(f"english-{path.partition('?')[0].strip('/').replace('/', '-') or 'home'}")

    def test_reads_the_guide_in_english_and_the_language_stays(
        self, walk: Callable[..., Walker], stages: Stages
    ) -> None:
        visitor = walk().goto("/?lang=en")

        visitor.goto(stages.guide())

        assert "Permit to excavate a city road" in visitor.main()
        assert chinese_words(visitor) == set()
        visitor.look("english-guide")

    def test_reads_traditional_characters(self, walk: Callable[..., Walker], stages: Stages) -> None:
        visitor = walk().goto("/")

        visitor.follow("繁體")

        assert visitor.page.locator("html").get_attribute("lang") == "zh-Hant"
        assert "您要辦什麼事" in visitor.main()
        visitor.look("traditional-home")
        visitor.fill(q="挖馬路")
        with visitor.page.expect_navigation():
            visitor.page.keyboard.press("Enter")
        assert "挖掘城市道路許可" in visitor.main()
        visitor.follow("挖掘城市道路許可")
        assert "城市道路管理條例" in visitor.main()
        visitor.look("traditional-guide")
