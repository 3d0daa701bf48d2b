"""Begin to look through what was handed in online (预审); the intake clock runs on."""

import datetime as dt

from tongban.cases.queries.reading import read_case
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change
from tongban.parties.rules.actor import Actor


@retried
def begin_pre_review(*, number: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Take the application in hand; the answer on acceptance stays due when it was (行政许可法 第三十二条).

    Raises NotFound, NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "begin_pre_review", actor)
    return step(
        facts,
        "begin_pre_review",
        actor=actor,
        at=at,
        writes=[Change(facts.parts["case"], {"clerk_id": actor.official_id})],
        changes={"holder_id": actor.official_id},
    )
