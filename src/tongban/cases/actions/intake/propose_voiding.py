"""Ask that a case be voided that was entered by mistake (作废): a supervisor approves it."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.actions.proposing import proposed
from tongban.cases.models import Proposal
from tongban.cases.queries.readiness import voiding_asked
from tongban.cases.queries.reading import read_case
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.queries import calendar_of, parameter
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor


class AlreadyAsked(NotAllowedNow):
    """The supervisor was asked already, and has not answered yet."""


@retried
def propose_voiding(*, number: str, reason: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Ask the supervisor; the case and its clocks go on until the answer.

    Raises BadInput without a reason, AlreadyAsked, NotFound, NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "propose_voiding", actor)
    if why := voiding_asked(facts):
        raise AlreadyAsked(why)
    if not reason.strip():
        raise BadInput({"reason": _("请写明登记有什么错误、为什么要作废")})
    today = day_of(at)
    days = parameter("void_approval_days", facts.region_code, today)
    due_on = calendar_of(facts.region_code).add(today, days).day
    return step(
        facts,
        "propose_voiding",
        actor=actor,
        at=at,
        writes=[proposed(Proposal.Kind.VOIDING, reason=reason, actor=actor, at=at, due_on=due_on)],
        said={"answer_due_on": due_on.isoformat()},
    )
