"""From the first page to the receipt in the mode for elders: a telephone of 360 px, keyboard, no script."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.journeys.applicant.papers import give
from tests.journeys.filling import fill_in_page
from tests.journeys.keys import enter, tab_to
from tests.journeys.looking import CUT_OFF, PHONE, SHOTS, Walker
from tests.journeys.stages import Stages

SMALL = """() => [...document.querySelectorAll('main .btn, .elder-help a, .site-nav a')]
  .filter(e => e.getClientRects().length && e.getBoundingClientRect().height < 55).map(e => e.innerText.trim())"""


@pytest.fixture
def elder(walk: Callable[..., Walker]) -> Iterator[Walker]:
    """Somebody on a telephone without script; the account keeps the mode, so that it is left again for the others."""
    walker = walk("applicant", phone=True, script=False)
    yield walker.goto("/?elder=no")
    walker.goto("/?elder=no")


class TestAnElder:
    def test_finds_applies_and_hands_in_by_keyboard_without_script(self, elder: Walker, stages: Stages) -> None:
        facts, name = stages.facts, stages.story.script.item()["name"]
        plain = size_of(elder)
        tab_to(elder, words="长者模式")
        enter(elder)
        assert size_of(elder) >= 1.25 * plain
        assert elder.page.get_by_role("link", name="打电话 12345").get_attribute("href") == "tel:12345"
        look(elder, "elder-home")

        tab_to(elder, words="找人帮忙")
        enter(elder)
        look(elder, "elder-help")
        elder.goto("/")
        tab_to(elder, name="q")
        elder.page.keyboard.type("挖马路")
        enter(elder)
        look(elder, "elder-search")
        tab_to(elder, words=name)
        enter(elder)
        look(elder, "elder-guide")
        tab_to(elder, words="在线申请")
        enter(elder)

        elder.page.get_by_role("radio", name="贵阳筑光引电").focus()
        elder.page.keyboard.press("Space")
        look(elder, "elder-for-whom")
        tab_to(elder, words="开始填写")
        enter(elder)
        number, answers = elder.path.split("/")[2], stages.story.script.answers(stages.story.days.day)
        while "/materials" not in elder.path:
            before = elder.path
            fill_in_page(elder, answers)
            look(elder, f"elder-form-{before.strip('/').split('/')[-1]}")
            press(elder, "保存并继续")
            assert elder.path != before, elder.main()
        for paper in facts["files"]:
            give(elder, paper)
        look(elder, "elder-materials")
        elder.follow("核对并提交", within="main")
        elder.page.locator("#truth").focus()
        elder.page.keyboard.press("Space")
        look(elder, "elder-review")
        press(elder, "提交申请")

        assert number in elder.main()
        look(elder, "elder-done")
        assert "普通版" in elder.text()

    def test_finds_pages_accessible_at_both_widths(self, walk: Callable[..., Walker], stages: Stages) -> None:
        visitor = walk(phone=True).goto("/?elder=yes")

        for name, path in (("home", "/"), ("help", "/help/"), ("guide", stages.guide()), ("login", "/accounts/login/")):
            visitor.goto(path).look(f"elder-{name}-axe")


def size_of(walker: Walker) -> float:
    """Return the size of the letters of the page, in px."""
    size: float = walker.page.evaluate("parseFloat(getComputedStyle(document.querySelector('main')).fontSize)")
    return size


def press(walker: Walker, words: str) -> None:
    """Press a button of the page with the Enter key."""
    walker.page.locator("main").get_by_role("button", name=words).first.focus()
    enter(walker)


def look(walker: Walker, name: str) -> None:
    """Look at the page on a telephone: nothing sticks out, and targets are large enough for an unsteady finger."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    walker.page.screenshot(path=SHOTS / f"{name}-360.png", full_page=True)
    assert walker.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], name
    assert walker.page.evaluate(CUT_OFF) == [], name
    assert walker.page.evaluate(SMALL) == [], name
