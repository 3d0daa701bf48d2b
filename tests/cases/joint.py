"""The story's item with other steps, and the actors of its authorities."""

from __future__ import annotations

import datetime as dt
import tomllib
from typing import Any

from tests.cases.factory import answers, give_files, road_code
from tests.city import FOLDER, MONDAY, actor, company
from tongban.cases import actions
from tongban.cases.models import Review
from tongban.catalogue.actions import import_items
from tongban.parties.models import Authority, Official
from tongban.parties.rules.actor import Actor, DutyKind, Held

# Two side by side; what experts say is asked for large works only; the last waits for what there is of these.
GRAPH: list[dict[str, Any]] = [
    {
        "code": "engineering",
        "name": "市政工程审查",
        "authority": "chengguan",
        "days": 5,
        "lead": True,
        "kind": "review",
    },
    {
        "code": "traffic",
        "name": "交通安全会审",
        "authority": "gongan-jiaoguan",
        "days": 3,
        "kind": "joint",
        "only_when": "'车行道' in answers.surfaces",
    },
    {
        "code": "experts",
        "name": "规划会审",
        "authority": "ziran",
        "days": 2,
        "kind": "joint",
        "after": ["engineering"],
        "only_when": "answers.excavation_area > 100",
    },
    {
        "code": "closing",
        "name": "汇总意见",
        "authority": "chengguan",
        "days": 2,
        "kind": "review",
        "after": ["experts", "traffic"],
    },
]


def road(**changes: Any) -> dict[str, Any]:
    """Return the story's item as its file holds it, with changes."""
    return {**tomllib.loads((FOLDER / "items" / "road-excavation.toml").read_text(encoding="utf-8")), **changes}


def in_review(steps: list[dict[str, Any]] | None = None, at: dt.datetime = MONDAY, **changes: Any) -> str:
    """Bring a case of the story's item with other steps, or other changes, to its review; answers are `answers=`."""
    return opened(accepted(steps, at, **changes), at)


def accepted(steps: list[dict[str, Any]] | None = None, at: dt.datetime = MONDAY, **changes: Any) -> str:
    """Bring a case of the story's item with other steps to its acceptance."""
    more = changes.pop("answers", {})
    import_items([road(**({"steps": steps} if steps else {}), **changes)], at=at)
    applicant = actor("applicant")
    number = actions.draft(task_code=road_code(), actor=applicant, at=at, organisation_id=company(applicant))
    actions.save_draft(number=number, answers={**answers(at.date()), **more}, actor=applicant, at=at)
    give_files(number, applicant, at)
    actions.submit(number=number, actor=applicant, at=at)
    actions.accept(number=number, actor=actor("clerk"), at=at)
    return number


def opened(number: str, at: dt.datetime = MONDAY) -> str:
    """Send an accepted case to its review."""
    actions.open_reviews(number=number, actor=actor("lead_reviewer"), at=at)
    return number


def reviewer(authority: str) -> Actor:
    """Return somebody who reviews for an authority and takes no other part."""
    official = Official.objects.order_by("-pk")[0]
    held = Held(DutyKind.REVIEWER, Authority.objects.get(key=authority).pk)
    return Actor(name=official.name, official_id=official.pk, duties=frozenset({held}))


def review(number: str, step: str, round: int = 1) -> Review:
    """Return the review of a step."""
    return Review.objects.get(matter__number=number, step_code=step, round=round)


def opine(number: str, step: str, who: Actor, at: dt.datetime = MONDAY, **said: str) -> str:
    """Give an opinion, an agreeing one unless told, and return the state that it leads to."""
    said = {"opinion": "agree", **said}
    return actions.give_opinion(number=number, step_code=step, actor=who, at=at, **said).state
