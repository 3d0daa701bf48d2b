"""Renew what nobody decided on before the licence expired, as the law has it (行政许可法 第五十条)."""

import datetime as dt

from django.db import transaction

from tongban.cases.actions.decision.decide import take_decision
from tongban.cases.actions.decision.effect_on_licence import validity_of
from tongban.cases.actions.decision.issue import issue
from tongban.cases.models import Decision
from tongban.cases.queries.outcome import fees_unpaid, no_licence, not_deemed_renewed
from tongban.cases.queries.reading import read_case
from tongban.kernel.clock import day_of
from tongban.matters.actions.alerts import alert
from tongban.matters.actions.step import Stepped, allow, retried
from tongban.matters.events import NotAllowedNow
from tongban.matters.rules.alerts import DEEMED_RENEWED
from tongban.parties.rules.actor import SYSTEM


class NotExpired(NotAllowedNow):
    """The licence is still valid, or the renewal was applied for too late: silence says nothing."""


@retried
@transaction.atomic
def deem_renewed(*, number: str, at: dt.datetime) -> Stepped:
    """Take a renewal as granted that was asked for in time and not decided before the expiry, and renew the licence.

    The new validity begins on the day after the old one ended. An alert is raised with the step. Raises NotExpired,
    NotFound, NotAllowedNow.
    """
    facts = read_case(number, SYSTEM)
    allow(facts, "deem_renewed", SYSTEM)
    if why := not_deemed_renewed(facts, day_of(at)):
        raise NotExpired(why)
    valid_from, valid_until = validity_of(facts, day_of(at))
    decision = Decision(
        outcome=Decision.Outcome.GRANTED,
        valid_from=valid_from,
        valid_until=valid_until,
        decider_name=SYSTEM.name,
        decided_at=at,
        deemed=True,
    )
    raised = alert(DEEMED_RENEWED, facts.matter, at=at, facts={"licence": facts.parts["case"].about_licence})
    stepped = take_decision(facts, "deem_renewed", decision, actor=SYSTEM, at=at, also=[raised])
    renewed = read_case(number, SYSTEM)
    if no_licence(renewed) or fees_unpaid(renewed):
        return stepped
    return issue(number=number, actor=SYSTEM, at=at)
