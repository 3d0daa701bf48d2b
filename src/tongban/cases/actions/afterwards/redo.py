"""Handle the case anew, as a reconsideration or a court ordered (责令重新作出, 行政许可法 第七条)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.models import Case, Challenge, Decision, Delivery
from tongban.cases.queries.outcome import nothing_to_redo
from tongban.cases.queries.reading import item_of, read_case
from tongban.cases.rules.challenges import to_be_redone
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.queries import parameter
from tongban.licences.actions import suspend
from tongban.licences.queries import licence_facts
from tongban.matters.actions.project import start_clock, stop
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change, Insert, Write
from tongban.matters.events import NotAllowedNow
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor

if TYPE_CHECKING:
    from tongban.matters.models import Clock

_NEVER_ACCEPTED = ("not_accepted", "not_required")


class NothingOrdered(NotAllowedNow):
    """No outcome of a challenge asks for a new decision, or that was begun already."""


@retried
@transaction.atomic
def redo(*, number: str, reason: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Send the case back: before acceptance where that was refused, else to be decided, with a new limit by its item.

    A licence that is in force is suspended until the new decision gives it back or revokes it. Raises BadInput,
    NothingOrdered, NotFound, NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "redo", actor)
    if why := nothing_to_redo(facts):
        raise NothingOrdered(why)
    if not reason.strip():
        raise BadInput({"reason": _("请写明按照哪份决定或判决重新办理")})
    ordered: Challenge | None = to_be_redone(facts.parts["challenges"])
    assert ordered is not None
    afresh = facts.state in _NEVER_ACCEPTED
    decision: Decision | None = facts.parts["decision"]
    if decision is not None and decision.licence_identifier:
        held = decision.licence_identifier
        if licence_facts(held).written_state == "valid":
            told = f"{ordered.body} {ordered.number}：{ordered.get_outcome_display()}，重新办理期间暂停使用"
            suspend(identifier=held, reason=told, basis=f"{ordered.body} {ordered.number}", actor=actor, at=at)
    today = day_of(at)
    clock = _new_clock(facts, afresh, today)
    writes: list[Write] = [
        *(write for each in facts.clocks if each.stopped_on is None for write in stop(each, today)),
        Insert(clock),
        Change(ordered, {"redone_at": at, "redo_reason": reason.strip()}),
        Change(facts.parts["case"], _undone(facts.parts["case"], afresh, at)),
        *(Change(each, {"put_away": False}) for each in facts.parts["reviews"] if each.put_away),
    ]
    delivery: Delivery | None = facts.parts["delivery"]
    if delivery is not None:
        gone = {"sent_at": None, "delivered_at": None, "pickup_code": "", "tracking_number": ""}
        writes.append(Change(delivery, gone))
    return step(
        facts,
        "redo",
        actor=actor,
        at=at,
        to="submitted" if afresh else "deciding",
        writes=writes,
        # The answer is owed again.
        changes={"finished_on": None, "answer_due_on": None, "closed_at": None, "holder_id": None},
        said={"challenge": ordered.kind, "outcome": ordered.outcome, "due_on": clock.due_on.isoformat()},
    )


def _new_clock(facts: Facts, afresh: bool, today: dt.date) -> Clock:
    region = facts.region_code
    if afresh:
        days = parameter("intake_notice_days", region, today)
        return start_clock(None, "intake", on=today, days=days, region_code=region, runs_for="window")
    item = item_of(facts)
    days = item.legal_days if item.legal_days is not None else item.promised_days
    unit = item.legal_unit if item.legal_days is not None else item.promised_unit
    return start_clock(None, "legal", on=today, days=days, unit=unit, region_code=region, pausable=True)


def _undone(case: Case, afresh: bool, at: dt.datetime) -> dict[str, object]:
    # What was told of the first decision stays in the journal and in its documents.
    undone: dict[str, object] = {"decided_at": None, "delivered_at": None, "end_reason": ""}
    return {**undone, "received_at": at, "accepted_on": None} if afresh else undone
