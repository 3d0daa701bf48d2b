"""Give a case to an official of its authority to work on (分派)."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.queries.reading import read_case
from tongban.cases.queries.receivers import receivers_of
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.parties.rules.actor import Actor


class HolderUnfit(BadInput):
    """The official named cannot hold the case; `errors` says why."""


@retried
def assign(*, number: str, official_id: int, actor: Actor, at: dt.datetime) -> Stepped:
    """Make an official the holder of a case: one who is there, charged with its item, and does not hold it already.

    Raises HolderUnfit, NotYours, NotFound, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "assign", actor)
    if official_id not in receivers_of(facts, actor, day_of(at)).officials:
        raise HolderUnfit({"official_id": _("承办人应是本机关有此职责、在岗且尚未承办此件的人员，请另选")})
    return step(
        facts,
        "assign",
        actor=actor,
        at=at,
        changes={"holder_id": official_id},
        said={"from": facts.matter.holder_id, "to": official_id},
    )
