"""Take the materials of an online application in for good (收件), with a receipt."""

import datetime as dt

from tongban.cases.actions.intake.receipts import window_receipt
from tongban.cases.queries.reading import read_case
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change, Write
from tongban.parties.rules.actor import Actor


@retried
def receive(*, number: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Confirm the receipt; it is given once, and the answer on acceptance stays due when it was.

    Raises NotFound, NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "receive", actor)
    given = any(document.kind == "window_receipt" for document in facts.parts["documents"])
    intake = facts.running("intake")
    writes: list[Write] = [Change(facts.parts["case"], {"clerk_id": actor.official_id})]
    if not given and intake is not None:
        writes.append(window_receipt(facts, due_on=intake.due_on, at=at))
    return step(facts, "receive", actor=actor, at=at, writes=writes, changes={"holder_id": actor.official_id})
