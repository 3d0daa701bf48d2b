"""Withdraw an application before it is decided."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.queries.reading import read_case
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.actions.pauses import end_pause
from tongban.matters.actions.project import stop
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change, Write
from tongban.parties.rules.actor import Actor


@retried
def withdraw(*, number: str, reason: str, actor: Actor, at: dt.datetime) -> Stepped:
    """End the case at the applicant's wish; all its clocks stop. Raises BadInput without a reason."""
    facts = read_case(number, actor)
    allow(facts, "withdraw", actor)
    if not reason.strip():
        raise BadInput({"reason": _("请写明撤回的原因")})
    today = day_of(at)
    writes: list[Write] = [w for clock in facts.clocks if clock.stopped_on is None for w in stop(clock, today)]
    writes += [end_pause(pause, on=today) for pause in facts.pauses if pause.ended_on is None]
    writes.append(Change(facts.parts["case"], {"end_reason": reason.strip()[:1000]}))
    return step(facts, "withdraw", actor=actor, at=at, writes=writes)
