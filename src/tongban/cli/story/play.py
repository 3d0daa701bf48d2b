"""Play one real application through the pages: from search to a verified licence, a line and a tick per step."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tongban.cli.story.days import Days
from tongban.cli.story.script import PASSWORD, Script
from tongban.cli.story.visitor import Page, StepFailed, Visitor

# Working days from the application to its end; the special procedure takes five of them.
WORKING_DAYS = 8


@dataclass
class Play:
    """The story as it is played: who takes part, the case's number, and what has been seen."""

    address: str
    script: Script
    days: Days
    say: Callable[[str], None] = print
    number: str = ""
    seen: dict[str, str] = field(default_factory=dict)
    people: dict[str, Visitor] = field(default_factory=dict)
    steps: int = 0

    def visitor(self, role: str) -> Visitor:
        """Return the signed-in person of a role; "anyone" is a visitor without an account."""
        if role not in self.people:
            self.people[role] = Visitor(self.address)
            if role != "anyone":
                self.people[role].sign_in(self.script.username(role), PASSWORD)
        return self.people[role]

    def tick(self, sentence: str) -> None:
        """Tell that a step held."""
        self.steps += 1
        self.say(f"  ✓ {self.days.day:%m-%d}  {sentence}")

    def verb(self, role: str, verb: str, values: dict[str, str | list[str]]) -> Page:
        """Let an official say a verb of the case on its page."""
        path = f"/office/cases/{self.number}/{verb}/"
        visitor = self.visitor(role)
        page = visitor.get(path)
        done = visitor.submit(page.form(path), dict(values))
        if done.status != 200 or done.url.rstrip("/").endswith(verb):
            raise StepFailed(f"{verb}：{done.status} {excerpt(done)}")
        return done

    def my_case(self) -> Page:
        """Open the case as its applicant sees it."""
        return self.visitor("applicant").get(f"/my/cases/{self.number}/")


def need(page: Page, *words: str, status: int = 200) -> Page:
    """Return the page if it answered so and shows all the words. Raises StepFailed."""
    shown = " ".join([page.text, *page.links])
    missing = [word for word in words if word not in shown]
    if page.status != status or missing:
        raise StepFailed(f"{page.url} 回答 {page.status}，缺少 {missing}：{excerpt(page)}")
    return page


def excerpt(page: Page) -> str:
    """Return the part of a page that says what is wrong."""
    found = re.search(r"(请|不能|错误|没有|失败).{0,160}", page.text)
    return found.group(0) if found else page.text[:200]


def waited_for(what: str, look: Callable[[], bool], seconds: float = 120) -> None:
    """Wait until something that a job does is done. Raises StepFailed."""
    give_up = time.monotonic() + seconds
    while not look():
        if time.monotonic() > give_up:
            raise StepFailed(f"等待超时：{what}")
        time.sleep(0.2)


def play(address: str, script: Script, say: Callable[[str], None] = print) -> Play:
    """Play the whole story. Raises StepFailed at the first step that does not hold; the clock is set right again."""
    from tongban.cli.story import applying, deciding, ending, finding, reviewing

    days = Days(WORKING_DAYS)
    story = Play(address, script, days, say)
    try:
        for scene in (finding.scene, applying.scene, reviewing.scene, deciding.scene, ending.scene):
            scene(story)
    finally:
        days.real()
    return story
