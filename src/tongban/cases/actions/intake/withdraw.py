"""Withdraw an application before its review begins; afterwards the authority confirms it (`ask_to_withdraw`)."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.actions.ending import end_all
from tongban.cases.queries.reading import read_case
from tongban.kernel.errors import BadInput
from tongban.matters.actions.alerts import alert
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change, Write
from tongban.parties.rules.actor import Actor


@retried
def withdraw(*, number: str, reason: str, actor: Actor, at: dt.datetime) -> Stepped:
    """End the case at the applicant's wish; whatever runs in it ends. Raises BadInput without a reason.

    What comes from a window's terminal or an official's account is looked at by a supervisor (M06).
    """
    facts = read_case(number, actor)
    allow(facts, "withdraw", actor)
    if not reason.strip():
        raise BadInput({"reason": _("请写明撤回的原因")})
    writes: list[Write] = [
        *end_all(facts, at=at),
        Change(facts.parts["case"], {"end_reason": reason.strip()[:1000]}),
    ]
    if from_office(actor):
        writes.append(alert("M06", facts.matter, at=at, facts={"source": actor.source}))
    return step(facts, "withdraw", actor=actor, at=at, writes=writes)


def from_office(actor: Actor) -> bool:
    """Tell whether the words of an applicant come from where officials work."""
    return actor.source == "window" or actor.official_id is not None
