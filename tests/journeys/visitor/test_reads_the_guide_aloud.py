"""What a screen reader says of a guide: its headings, labels and their order, held by a snapshot.

Where the guide was changed on purpose, write the new one: TONGBAN_WRITE_SNAPSHOTS=1, and read the difference.
"""

from __future__ import annotations

import os
import pathlib
import re
from collections.abc import Callable
from itertools import pairwise

from tests.journeys.looking import Walker
from tongban.cli.story.play import Play

SNAPSHOT = pathlib.Path(__file__).parent / "guide.aria.yml"
# What moves with the day of the journey, and with what other journeys did; that it is right is tested elsewhere.
MOVING = {
    r"(\d{4}年)?\d{1,2}月\d{1,2}日(（周.）)?": "某日",
    r"第 \d+ 版": "第某版",
    # Where the day lies in a year whose holidays are not yet published.
    r"(?m)^ +- (img|text: 暂定，以节假日安排公布为准)\n": "",
    r"（暂定）": "",
    r'(?s)(?<=- heading "实际用了多久" \[level=2\]\n).*?(?=  - heading)': "",
}


def test_the_guide_reads_aloud_as_it_did(walk: Callable[..., Walker], story: Play) -> None:
    name = story.script.item()["name"]
    visitor = walk().goto(f"/search?q={name}")
    visitor.follow(name, within="main")

    said = visitor.page.locator("main").aria_snapshot()
    for moving, instead in MOVING.items():
        said = re.sub(moving, instead, said)
    if os.environ.get("TONGBAN_WRITE_SNAPSHOTS"):
        SNAPSHOT.write_text(said + "\n", encoding="utf-8")

    assert said + "\n" == SNAPSHOT.read_text(encoding="utf-8")


def test_headings_go_down_by_one(walk: Callable[..., Walker], story: Play) -> None:
    name = story.script.item()["name"]
    visitor = walk().goto(f"/search?q={name}")
    visitor.follow(name, within="main")

    levels = [int(level) for level in re.findall(r"\[level=(\d)\]", visitor.page.locator("main").aria_snapshot())]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
