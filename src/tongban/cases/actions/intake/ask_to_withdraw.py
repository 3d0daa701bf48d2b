"""Ask to withdraw an application that is under review: the authority confirms it."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.actions.intake.withdraw import from_office
from tongban.cases.actions.paper import paper
from tongban.cases.actions.proposing import proposed
from tongban.cases.models import Proposal
from tongban.cases.queries.readiness import withdrawal_asked
from tongban.cases.queries.reading import read_case
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.queries import calendar_of, parameter
from tongban.matters.actions.alerts import alert
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Write
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor


class AlreadyAsked(NotAllowedNow):
    """The applicant has asked already, and is not answered yet."""


@retried
def ask_to_withdraw(*, number: str, reason: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Write the applicant's request down; the review and its clocks go on until it is confirmed.

    Raises BadInput without a reason, AlreadyAsked, NotFound, NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "ask_to_withdraw", actor)
    if why := withdrawal_asked(facts):
        raise AlreadyAsked(why)
    if not reason.strip():
        raise BadInput({"reason": _("请写明撤回的原因")})
    today = day_of(at)
    days = parameter("withdrawal_answer_days", facts.region_code, today)
    due_on = calendar_of(facts.region_code).add(today, days).day
    asked = reason.strip()[:1000]
    writes: list[Write] = [
        proposed(Proposal.Kind.WITHDRAWAL, reason=asked, actor=actor, at=at, due_on=due_on),
        paper(
            facts,
            "withdrawal_request",
            at=at,
            fields=[("申请人", facts.matter.applicant_name), ("提出人", actor.name)],
            body=[f"申请撤回“{facts.matter.subject}”的申请。", f"原因：{asked}"],
        ),
    ]
    if from_office(actor):
        writes.append(alert("M06", facts.matter, at=at, facts={"source": actor.source}))
    return step(facts, "ask_to_withdraw", actor=actor, at=at, writes=writes, said={"answer_due_on": due_on.isoformat()})
