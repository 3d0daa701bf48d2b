"""The page tells the saved runs and nothing else; what was not run is said to be not measured."""

import re
import xml.etree.ElementTree as ElementTree
from typing import Any

from bench import page, runs
from bench.chart import Bar, bars
from tongban.cli.commands import bench


def said(part: int | None, value: float, **more: Any) -> dict[str, Any]:
    return {
        "bench": "inbox",
        "machine": {"cpu": "a cpu", "cores": 2, "memory_gb": 8, "python": "3.11"},
        "part": part,
        "quick": False,
        "at": "2026-03-02T02:00:00+00:00",
        "figures": [{"name": "ours, p95", "value": value, "unit": "ms", "limit": 75}],
        "ratios": [{"name": "ours, p95/limit", "value": value / 75, "goal": 1, "held": value <= 75, "at_most": True}],
        "notes": ["asked by one client"],
        **more,
    }


def made(**found: dict[str, Any]) -> tuple[str, dict[str, str]]:
    return page.made(found, dict.fromkeys(found, "the inbox of a city"))


class TestMade:
    def test_says_what_was_not_measured(self) -> None:
        text, pictures = made(inbox={}, pages={"1 %": said(1, 15)})

        assert "## inbox\n\nThe inbox of a city.\n\nNot measured.\n" in text
        assert "Not measured on 10 % and 100 % of the city." in text
        assert set(pictures) == {"pages-goals.svg"}

    def test_shows_the_largest_part_and_how_the_cost_grows(self) -> None:
        text, pictures = made(inbox={"1 %": said(1, 10), "10 %": said(10, 100), "10 %, quick": said(10, 9, quick=True)})

        assert "| [inbox](#inbox) | 10 % | 0 of 1 | 2026-03-02 |" in text
        assert "Measured on 10 % of the city, at 2026-03-02 02:00 UTC: 2 cores, a cpu, 8 GB, Python 3.11." in text
        assert "| ours, p95 | 100 | ms | at most 75 |" in text
        assert "| ours, p95/limit | 1.33333 | at most 1 | **no** |" in text
        assert "| ours, p95 | 10 | 100 | ms | +1.00 |" in text
        assert "- asked by one client" in text
        assert all(f"](../pictures/performance/{name})" in text for name in pictures)

    def test_is_that_of_the_saved_runs(self) -> None:
        on_it = re.findall(r"^## (\w+)$", page.PAGE.read_text(encoding="utf-8"), re.MULTILINE)
        names = [name for name in bench.names() if name in on_it]
        helps = {name: str(__import__(f"bench.{name}", fromlist=["HELP"]).HELP) for name in names}

        text, pictures = page.made({name: runs.read(page.SAVED, name) for name in names}, helps)

        assert page.PAGE.read_text(encoding="utf-8") == text, "run ./tongban bench --page"
        assert {file.name: file.read_text(encoding="utf-8") for file in page.PICTURES.glob("*")} == pictures


class TestBars:
    def test_draws_each_bar_as_long_as_its_value(self) -> None:
        drawn = bars("a <title>", [Bar("one", 1, "1"), Bar("half", 0.5, "½", good=False)], line=1, line_said="goal")

        root = ElementTree.fromstring(drawn)
        _paper, one, half = root.findall("{http://www.w3.org/2000/svg}rect")
        assert float(one.get("width", "")) == 2 * float(half.get("width", ""))
        assert root.findtext("{http://www.w3.org/2000/svg}title") == "a <title>"
