"""A kind of matter made for the engine's tests: it has no rows of its own."""

import datetime as dt
import itertools

from tongban.matters.actions.step import Stepped, open_matter
from tongban.matters.lifecycle import Basis, Kind, Move, State
from tongban.matters.models import Matter
from tongban.parties.models import Authority, Region
from tongban.parties.rules.actor import Actor, DutyKind, Held

NUMBERS = itertools.count(1)
UTC = dt.UTC
MONDAY = dt.datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def _move(verb: str, sources: str, *targets: str, duty: str = "clerk") -> Move:
    return Move(
        verb,
        verb,
        verb,
        frozenset(sources.split()),
        targets,
        frozenset({duty}),
        Basis("local parameter"),
        verb,
    )


ERRAND = Kind(
    code="errand",
    label="差事",
    label_en="Errand",
    states=(
        State("open", "开始", "Open"),
        State("running", "进行", "Running"),
        State("done", "完成", "Done", finished=True),
        State("closed", "归档", "Closed", finished=True, closed=True),
    ),
    moves=(
        _move("begin", "", "open"),
        _move("start", "open", "running"),
        _move("note", "running"),
        _move("pause", "running"),
        _move("resume", "running"),
        _move("finish", "running", "done", "closed"),
        _move("close", "done", "closed", duty="chief"),
        _move("hand_over", "open running done", duty="administrator"),
    ),
    holds=lambda actor, facts, duty: (
        actor.is_system
        or (duty == "clerk" and actor.holds(DutyKind.CLERK, facts.matter.owner_id))
        or (duty == "administrator" and bool(actor.authorities(DutyKind.ADMINISTRATOR)))
    ),
    sees=lambda actor, facts: actor.is_system or facts.matter.owner_id in actor.authorities(),
)


def authority() -> Authority:
    """Return the one authority of these tests, in a region without a calendar of its own."""
    region, _ = Region.objects.get_or_create(code="529900000000", defaults={"name": "示例市", "level": 3})
    found, _ = Authority.objects.get_or_create(
        key="example",
        defaults={"uscc": "11529900MB0000001A", "name": "示例局", "short_name": "示例局", "region": region},
    )
    return found


def clerk(owner: Authority, name: str = "甲") -> Actor:
    """Return a clerk of the authority."""
    return Actor(name=name, duties=frozenset({Held(DutyKind.CLERK, owner.pk)}))


def errand(owner: Authority, at: dt.datetime = MONDAY) -> Stepped:
    """Begin an errand and return what the engine says of it."""
    matter = Matter(
        number=f"E{next(NUMBERS):06d}",
        region_id=owner.region_id,
        owner_id=owner.pk,
        applicant_name="乙",
        subject="差事",
    )
    return open_matter(ERRAND, matter, "begin", actor=clerk(owner), at=at)
