"""The pictures of the documentation, taken from a demo city: `./tongban test tests/journeys/pictures.py`.

The suite does not collect this file; run it when a page that is shown there has changed, and commit docs/pictures.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from PIL import Image
from playwright.sync_api import ViewportSize

from tests.journeys.days import PassingDays
from tests.journeys.looking import Walker
from tests.journeys.stages import Stages
from tongban.cli.environment import REPOSITORY

PICTURES = REPOSITORY / "docs" / "pictures"
DESK: ViewportSize = {"width": 1280, "height": 860}
TELEPHONE: ViewportSize = {"width": 390, "height": 844}
COLOURS = 128


def take(walker: Walker, path: str, name: str, size: ViewportSize = DESK) -> None:
    """Keep what a screen of this size shows of a page, in few colours, so that it weighs little."""
    walker.page.set_viewport_size(size)
    walker.goto(path)
    shot = Image.open(BytesIO(walker.page.screenshot()))
    shot.convert("RGB").quantize(COLOURS).save(PICTURES / f"{name}.png", optimize=True)


class TestPictures:
    def test_are_taken(self, walk: Callable[..., Walker], stages: Stages, days: PassingDays) -> None:
        stages.story.days = days
        stages.in_review()
        days.pass_(3)
        stages.accepted()
        days.pass_(3)
        stages.submitted()
        days.pass_(2)
        stages.reviewed()
        number, paused = stages.in_review(), stages.facts["suspension"]
        why = {"kind": paused["kind"], "days": str(paused["days"]), "reason": paused["reason"]}
        stages.story.verb(paused["asked_by"], "suspend", why)

        visitor, lead = walk(), walk("lead_reviewer")
        take(visitor, "/", "home")
        take(visitor, stages.guide(), "guide")
        take(lead, "/office/?task=all", "inbox")
        take(lead, f"/office/cases/{number}/", "office-case")
        take(walk("applicant", phone=True), f"/my/cases/{number}/", "my-case", TELEPHONE)
