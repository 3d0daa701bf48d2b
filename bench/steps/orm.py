"""The life in plain Django, as people usually write it: atomic, select_for_update, save, objects.create.

The same rows in the same tables, Django's own defaults for the connection, the same calendar kept in the process.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import transaction

from bench.steps import life
from bench.steps.life import AT, TODAY, Cast
from tongban.cases.models import Review
from tongban.kernel.models import Announcement
from tongban.kernel.queries import calendar_of
from tongban.matters.models import Clock, JournalEntry, Matter
from tongban.parties.rules.actor import Actor, DutyKind

NAME = "orm"
DATABASE = "as_it_comes"


class Refused(Exception):
    """The move is not allowed."""


def lives(cast: Cast) -> Callable[[str], None]:
    """Return what plays one life under a number."""

    def play(number: str) -> None:
        draft(cast, number)
        submit(number, cast.applicant)
        accept(number, cast.clerk)
        open_reviews(number, cast.lead, cast)
        for place, code in enumerate(life.REVIEWS):
            give_opinion(number, code, cast.reviewers[place])
        decide(number, cast.decider)

    return play


def draft(cast: Cast, number: str) -> None:
    with transaction.atomic():
        matter = Matter.objects.create(
            kind="bench",
            number=number,
            state="draft",
            region_id=cast.region,
            owner_id=cast.owner_id,
            applicant_person_id=cast.person_id,
            agent_id=cast.person_id,
            applicant_name=life.APPLICANT,
            subject=life.SUBJECT,
            opened_at=AT,
            version=1,
        )
        _record(matter, "draft", "", cast.applicant, {"item": life.SUBJECT})


def submit(number: str, actor: Actor) -> None:
    with transaction.atomic():
        matter = _locked(number, "draft")
        if matter.applicant_person_id != actor.person_id:
            raise Refused("not yours")
        intake = _start(matter, "intake", life.INTAKE_DAYS, runs_for="window")
        matter.due_on = intake.due_on
        _move(matter, "submit", "submitted", actor, {"intake_due_on": intake.due_on.isoformat()})


def accept(number: str, actor: Actor) -> None:
    with transaction.atomic():
        matter = _locked(number, "submitted")
        if not actor.holds(DutyKind.CLERK, matter.owner_id):
            raise Refused("not yours")
        _stop(matter, "intake")
        promise = _start(matter, "promise", life.PROMISED_DAYS, pausable=True)
        legal = _start(matter, "legal", life.LEGAL_DAYS, pausable=True)
        matter.due_on = min(promise.due_on, legal.due_on)
        said = {"promise_due_on": promise.due_on.isoformat(), "legal_due_on": legal.due_on.isoformat()}
        _move(matter, "accept", "accepted", actor, said)


def open_reviews(number: str, actor: Actor, cast: Cast) -> None:
    with transaction.atomic():
        matter = _locked(number, "accepted")
        if not actor.holds(DutyKind.REVIEWER, matter.owner_id):
            raise Refused("not yours")
        for place, code in enumerate(life.REVIEWS):
            Review.objects.create(
                matter=matter,
                step_code=code,
                name=code,
                authority_id=cast.reviewing[place],
                lead=place == 0,
                days=life.REVIEW_DAYS,
                opened_on=TODAY,
            )
        matter.holder_id = actor.official_id
        _move(matter, "open_reviews", "reviewing", actor, {"steps": list(life.REVIEWS)})


def give_opinion(number: str, code: str, actor: Actor) -> None:
    with transaction.atomic():
        matter = _locked(number, "reviewing")
        review = matter.reviews.get(step_code=code)
        if review.given_at is not None or not actor.holds(DutyKind.REVIEWER, review.authority_id):
            raise Refused("not yours")
        review.opinion = "agree"
        review.text = "同意"
        review.reviewer_id = actor.official_id
        review.reviewer_name = actor.name
        review.given_at = AT
        review.save()
        said = {"step": code, "opinion": "agree", "authority": review.authority_id}
        _move(matter, "give_opinion", "reviewing", actor, said)


def decide(number: str, actor: Actor) -> None:
    with transaction.atomic():
        matter = _locked(number, "reviewing")
        if not actor.holds(DutyKind.DECIDER, matter.owner_id):
            raise Refused("not yours")
        if matter.reviews.filter(given_at=None).exists():
            raise Refused("reviews are outstanding")
        _stop(matter, "legal")
        _stop(matter, "promise")
        delivery = _start(matter, "delivery", life.DELIVERY_DAYS)
        matter.finished_on = TODAY
        matter.answer_due_on = matter.due_on
        matter.due_on = delivery.due_on
        matter.holder_id = None
        _move(matter, "decide", "granted", actor, {"outcome": "granted"})


def _locked(number: str, state: str) -> Matter:
    matter = Matter.objects.select_for_update().get(number=number)
    if matter.state != state:
        raise Refused(f"not from {matter.state}")
    return matter


def _start(matter: Matter, kind: str, days: int, **more: Any) -> Clock:
    due = calendar_of(matter.region_id).add(TODAY, days)
    return Clock.objects.create(
        matter=matter,
        kind=kind,
        started_on=TODAY,
        days=days,
        due_on=due.day,
        due_provisional=due.provisional,
        **more,
    )


def _stop(matter: Matter, kind: str) -> None:
    clock = matter.clocks.get(kind=kind, stopped_on=None)
    clock.stopped_on = TODAY
    clock.save()


def _move(matter: Matter, verb: str, state: str, actor: Actor, said: dict[str, Any]) -> None:
    before, matter.state = matter.state, state
    matter.version += 1
    matter.save()
    _record(matter, verb, before, actor, said)


def _record(matter: Matter, verb: str, before: str, actor: Actor, said: dict[str, Any]) -> None:
    who = {"name": actor.name, "official": actor.official_id, "person": actor.person_id}
    facts = {"matter": matter.number, "sequence": matter.version, "verb": verb, "actor": who, "facts": said}
    entry = JournalEntry.objects.create(
        matter=matter,
        sequence=matter.version,
        verb=verb,
        from_state=before,
        to_state=matter.state,
        actor=who,
        source=actor.source,
        occurred_at=AT,
        recorded_at=AT,
        facts=said,
        leaf_hash=hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).digest(),
    )
    payload = {"number": matter.number, "matter": matter.pk}
    Announcement.objects.create(topic=f"bench.{verb}", key=entry.pk, payload=payload)
