"""Bringing a case to the stage at which a journey begins: by the same pages, but without a browser."""

from __future__ import annotations

import re
from typing import Any

from tongban.cli.story import applying
from tongban.cli.story.play import Play, need
from tongban.cli.story.script import exhibit
from tongban.cli.story.visitor import Page

OPINION = {"agree": "同意", "agree_with_conditions": "有条件同意"}


class Stages:
    """One case; each stage begins with the one before it, and returns the case's number."""

    def __init__(self, story: Play) -> None:
        self.story = story
        self.facts = story.script.facts

    @property
    def number(self) -> str:
        return self.story.number

    def guide(self) -> str:
        """Return the address of the item's guide."""
        if "guide" not in self.story.seen:
            page = self.story.visitor("anyone").get("/search", q=self.story.script.item()["name"])
            self.story.seen["guide"] = re.sub(r"^https?://[^/]+", "", page.link("/items/"))
            self.story.seen["promised_days"] = str(self.story.script.item()["promised_days"])
        return self.story.seen["guide"]

    def drafted(self) -> str:
        """Start an application for the company."""
        self.guide()
        applying.draft(self.story)
        return self.number

    def filled_in(self) -> str:
        """Answer every question and upload every paper."""
        self.drafted()
        agent = self.story.visitor("applicant")
        page: Page = agent.get(f"/applications/{self.number}/1/")
        while re.search(r"/applications/[^/]+/\d+/$", page.url):
            page = applying.fill(self.story, agent, page)
        for paper in self.facts["files"]:
            need(applying.give(self.story, paper["material"], exhibit(paper)), paper["name"])
        return self.number

    def submitted(self) -> str:
        """Hand it in."""
        self.filled_in()
        self._hand_in()
        return self.number

    def returned(self) -> str:
        """Let the window return it for correction, with the story's list."""
        self.submitted()
        self.story.verb("clerk", "return_for_correction", self.correction())
        return self.number

    def accepted(self) -> str:
        """Let the window accept it."""
        self.submitted()
        self.story.verb("clerk", "accept", {"note": self.facts["acceptance"]["note"]})
        return self.number

    def in_review(self) -> str:
        """Send it to both authorities."""
        self.accepted()
        self.story.verb("lead_reviewer", "open_reviews", {})
        return self.number

    def reviewed(self) -> str:
        """Let both authorities give their opinions."""
        self.in_review()
        for opinion in self.facts["opinions"]:
            self.story.verb(opinion["by"], "give_opinion", self.opinion(opinion))
        return self.number

    def granted(self) -> str:
        """Let the decider grant it."""
        self.reviewed()
        self.story.verb("decider", "decide", self.decision())
        return self.number

    def delivered(self) -> str:
        """Make the licence and deliver it."""
        self.granted()
        self.story.verb("issuer", "issue", {})
        self.story.verb("issuer", "deliver", dict(self.facts["delivery"]))
        return self.number

    def correction(self) -> dict[str, Any]:
        """Return what the clerk fills in to return the case: the ticks, the problems and the requirements."""
        said: dict[str, Any] = {"note": self.facts["correction"]["note"]}
        for item in self.facts["correction"]["items"]:
            code = item.get("material_code") or item["field"]
            said |= {
                f"pick-{code}": "on",
                f"problem-{code}": item["problem"],
                f"requirement-{code}": item["requirement"],
            }
        return said

    def opinion(self, opinion: dict[str, str]) -> dict[str, Any]:
        """Return what a reviewer fills in."""
        return {"step_code": opinion["step"], **{key: opinion[key] for key in ("opinion", "text", "conditions")}}

    def decision(self) -> dict[str, Any]:
        """Return what the decider fills in."""
        return {key: self.facts["decision"][key] for key in ("outcome", "reasons", "conditions")}

    def _hand_in(self) -> None:
        agent = self.story.visitor("applicant")
        page = agent.get(f"/applications/{self.number}/review")
        need(agent.submit(page.form("/review"), {"truth": "yes"}), self.number)
