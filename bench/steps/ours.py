"""The life through the engine, with a kind of matter shaped like the case: clocks, reviews, duties, moves."""

from __future__ import annotations

from collections.abc import Callable

from bench.steps import life
from bench.steps.life import AT, TODAY, Cast
from tongban.cases.models import Review
from tongban.matters.actions.project import start_clock, stop
from tongban.matters.actions.step import Stepped, allow, open_matter, retried, step
from tongban.matters.actions.writes import Change, Insert, Write
from tongban.matters.events import NotAllowedNow
from tongban.matters.lifecycle import LOCAL, Kind, Move, Part, State, register
from tongban.matters.models import Matter
from tongban.matters.queries import Facts, read
from tongban.parties.rules.actor import Actor, DutyKind

NAME = "ours"
DUTIES = {"clerk": DutyKind.CLERK, "lead": DutyKind.REVIEWER, "decider": DutyKind.DECIDER}


def _waiting(facts: Facts) -> list[Review]:
    return [r for r in facts.parts["reviews"] if r.opened_on is not None and r.given_at is None]


def _holds(actor: Actor, facts: Facts, duty: str) -> bool:
    if duty == "applicant":
        return actor.person_id == facts.matter.applicant_person_id
    if duty == "reviewer":
        return any(actor.holds(DutyKind.REVIEWER, review.authority_id) for review in _waiting(facts))
    return actor.holds(DUTIES[duty], facts.matter.owner_id)


def _sees(actor: Actor, facts: Facts) -> bool:
    if actor.person_id == facts.matter.applicant_person_id:
        return True
    held = actor.authorities(DutyKind.CLERK, DutyKind.REVIEWER, DutyKind.DECIDER)
    return facts.matter.owner_id in held or any(r.authority_id in held for r in facts.parts["reviews"])


def _move(verb: str, source: str, target: str, duty: str) -> Move:
    targets = (target,) if target else ()
    return Move(verb, verb, verb, frozenset(source.split()), targets, frozenset({duty}), LOCAL, verb)


LIFE = register(
    Kind(
        code="bench",
        label="测量用办件",
        label_en="Measured case",
        states=tuple(
            State(code, code, code, finished=code == "granted")
            for code in ("draft", "submitted", "accepted", "reviewing", "granted")
        ),
        moves=(
            _move("draft", "", "draft", "applicant"),
            _move("submit", "draft", "submitted", "applicant"),
            _move("accept", "submitted", "accepted", "clerk"),
            _move("open_reviews", "accepted", "reviewing", "lead"),
            _move("give_opinion", "reviewing", "", "reviewer"),
            _move("decide", "reviewing", "granted", "decider"),
        ),
        holds=_holds,
        sees=_sees,
        parts={"reviews": Part("cases.Review")},
    )
)


def lives(cast: Cast) -> Callable[[str], None]:
    """Return what plays one life under a number."""

    def play(number: str) -> None:
        draft(cast, number)
        submit(cast, number)
        accept(cast, number)
        open_reviews(cast, number)
        for place in range(len(life.REVIEWS)):
            give_opinion(cast, number, place)
        decide(cast, number)

    return play


def draft(cast: Cast, number: str) -> Stepped:
    matter = Matter(
        number=number,
        region_id=cast.region,
        owner_id=cast.owner_id,
        applicant_person_id=cast.person_id,
        agent_id=cast.person_id,
        applicant_name=life.APPLICANT,
        subject=life.SUBJECT,
    )
    return open_matter(LIFE, matter, "draft", actor=cast.applicant, at=AT, said={"item": life.SUBJECT})


@retried
def submit(cast: Cast, number: str) -> Stepped:
    facts = read(number, actor=cast.applicant, kind="bench")
    allow(facts, "submit", cast.applicant)
    intake = start_clock(
        None, "intake", on=TODAY, days=life.INTAKE_DAYS, region_code=facts.region_code, runs_for="window"
    )
    said = {"intake_due_on": intake.due_on.isoformat()}
    return step(facts, "submit", actor=cast.applicant, at=AT, writes=[Insert(intake)], said=said)


@retried
def accept(cast: Cast, number: str) -> Stepped:
    facts = read(number, actor=cast.clerk, kind="bench")
    allow(facts, "accept", cast.clerk)
    limits = {"promise": life.PROMISED_DAYS, "legal": life.LEGAL_DAYS}
    clocks = {
        kind: start_clock(facts, kind, on=TODAY, days=days, region_code=facts.region_code, pausable=True)
        for kind, days in limits.items()
    }
    writes: list[Write] = [*stop(facts.running("intake"), TODAY), *(Insert(clock) for clock in clocks.values())]
    said = {f"{kind}_due_on": clock.due_on.isoformat() for kind, clock in clocks.items()}
    return step(facts, "accept", actor=cast.clerk, at=AT, writes=writes, changes={"holder_id": None}, said=said)


@retried
def open_reviews(cast: Cast, number: str) -> Stepped:
    facts = read(number, actor=cast.lead, kind="bench")
    allow(facts, "open_reviews", cast.lead)
    reviews = [
        Review(
            step_code=code,
            name=code,
            authority_id=cast.reviewing[place],
            lead=place == 0,
            after=[],
            days=life.REVIEW_DAYS,
            opened_on=TODAY,
        )
        for place, code in enumerate(life.REVIEWS)
    ]
    return step(
        facts,
        "open_reviews",
        actor=cast.lead,
        at=AT,
        writes=[Insert(review) for review in reviews],
        changes={"holder_id": cast.lead.official_id},
        said={"steps": [review.step_code for review in reviews]},
    )


@retried
def give_opinion(cast: Cast, number: str, place: int) -> Stepped:
    actor = cast.reviewers[place]
    facts = read(number, actor=actor, kind="bench")
    allow(facts, "give_opinion", actor)
    review = next(r for r in _waiting(facts) if r.step_code == life.REVIEWS[place])
    given = {
        "opinion": "agree",
        "text": "同意",
        "reviewer_id": actor.official_id,
        "reviewer_name": actor.name,
        "given_at": AT,
    }
    said = {"step": review.step_code, "opinion": "agree", "authority": review.authority_id}
    return step(facts, "give_opinion", actor=actor, at=AT, writes=[Change(review, given)], said=said)


@retried
def decide(cast: Cast, number: str) -> Stepped:
    facts = read(number, actor=cast.decider, kind="bench")
    allow(facts, "decide", cast.decider)
    if _waiting(facts):
        raise NotAllowedNow("reviews are outstanding")
    delivery = start_clock(None, "delivery", on=TODAY, days=life.DELIVERY_DAYS, region_code=facts.region_code)
    return step(
        facts,
        "decide",
        actor=cast.decider,
        at=AT,
        writes=[*stop(facts.running("legal"), TODAY), *stop(facts.running("promise"), TODAY), Insert(delivery)],
        changes={"holder_id": None},
        said={"outcome": "granted"},
    )
