"""Finish an instant item (即办件) on the spot: accept, decide, make the licence and deliver in one go.

行政许可法 第三十四条第二款: what can be decided on the spot is. Every step is written with its own entry.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.access import may_finish_at_once
from tongban.cases.actions.decision.decide import decide
from tongban.cases.actions.decision.deliver import deliver
from tongban.cases.actions.decision.issue import issue
from tongban.cases.actions.intake.accept import accept
from tongban.cases.actions.intake.receive import receive
from tongban.cases.models import Decision
from tongban.cases.queries.outcome import licence_not_made, not_instant
from tongban.cases.queries.reading import read_case
from tongban.matters.actions.step import Stepped, allow, retried
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.parties.rules.actor import SYSTEM, Actor, DutyKind

_NOT_TAKEN_IN = ("submitted", "pre_review")


class NotInstant(NotAllowedNow):
    """The item has a promised time; it is handled step by step."""


@retried
@transaction.atomic
def finish_at_once(
    *,
    number: str,
    actor: Actor,
    at: dt.datetime,
    outcome: str = "granted",
    reasons: str = "",
    conditions: str = "",
    mode: str = "space",
    receiver: str = "",
    identity: str = "",
) -> Stepped:
    """Receive where that is not done, accept, decide, issue where the result is a licence, and deliver; all or nothing.

    Who does this receives for the authority and may also decide: by the duty, or by the list of a window
    authorisation. A licence is sealed by the system where the actor is not its issuer. Raises NotInstant, and what
    the steps raise.
    """
    facts = read_case(number, actor)
    if why := not_instant(facts):
        raise NotInstant(why)
    if facts.state != "accepted":
        allow(facts, "accept", actor)
    if not may_finish_at_once(actor, facts):
        raise NotYours(_("当场办结需要收件职责和决定权限：请由有决定职责或者持窗口授权书的人员办理"))
    if facts.state in _NOT_TAKEN_IN:
        receive(number=number, actor=actor, at=at)
    if facts.state != "accepted":
        accept(number=number, actor=actor, at=at)
    decided = decide(number=number, outcome=outcome, reasons=reasons, conditions=conditions, actor=actor, at=at)
    if decided.state == Decision.Outcome.GRANTED and licence_not_made(read_case(number, actor)):
        issuer = actor if actor.holds(DutyKind.ISSUER, facts.matter.owner_id) else SYSTEM
        issue(number=number, actor=issuer, at=at)
    return deliver(number=number, mode=mode, receiver=receiver, identity=identity, actor=actor, at=at)
