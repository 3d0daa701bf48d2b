"""Enter how a reconsideration or a lawsuit ended, and what follows from it (行政许可法 第七条)."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.models import Challenge
from tongban.cases.queries.outcome import no_challenge
from tongban.cases.queries.reading import read_case
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor


class NothingToConclude(NotAllowedNow):
    """No reconsideration or lawsuit runs."""


@retried
def conclude_challenge(
    *, number: str, outcome: str, effect: str, actor: Actor, at: dt.datetime, concluded_on: dt.date | None = None
) -> Stepped:
    """Enter the outcome, what it means here, and its day (today unless told).

    A grant that was quashed still has to be revoked, a decision that is to be taken anew redone. Raises BadInput,
    NothingToConclude, NotFound, NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "conclude_challenge", actor)
    if why := no_challenge(facts):
        raise NothingToConclude(why)
    challenge: Challenge = next(each for each in facts.parts["challenges"] if not each.outcome)
    on = concluded_on or day_of(at)
    errors = {}
    if outcome not in Challenge.Outcome.values:
        errors["outcome"] = _("请选择复议或诉讼的结果")
    if not effect.strip():
        errors["effect"] = _("请写明结果的内容和要办的事")
    if not challenge.lodged_on <= on <= day_of(at):
        errors["concluded_on"] = _("结果日期应在受理日期之后，并且不晚于今天")
    if errors:
        raise BadInput(errors)
    return step(
        facts,
        "conclude_challenge",
        actor=actor,
        at=at,
        writes=[Change(challenge, {"outcome": outcome, "effect": effect.strip()[:4000], "concluded_on": on})],
        said={"kind": challenge.kind, "outcome": outcome, "concluded_on": on.isoformat()},
    )
