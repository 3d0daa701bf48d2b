"""Send a revision back to its author."""

import datetime as dt

from tongban.catalogue.actions.revisions.opening import refuse_unreasoned
from tongban.catalogue.actions.revisions.pass_review import PUBLISH_CLOCK
from tongban.catalogue.actions.revisions.send_to_review import REVIEW_CLOCK
from tongban.kernel.clock import day_of
from tongban.matters.actions.project import stop
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change
from tongban.matters.queries import read
from tongban.parties.rules.actor import Actor


@retried
def send_back(*, number: str, reason: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Return the drafts to be written again (退回修改), with the reason that their author reads.

    Raises BadInput without a reason, NotFound, NotYours, NotAllowedNow.
    """
    facts = read(number, actor=actor, kind="revision")
    allow(facts, "send_back", actor)
    refuse_unreasoned("reason", reason)
    today = day_of(at)
    return step(
        facts,
        "send_back",
        actor=actor,
        at=at,
        writes=[
            *stop(facts.running(REVIEW_CLOCK), today),
            *stop(facts.running(PUBLISH_CLOCK), today),
            Change(facts.parts["revision"], {"returned_for": reason.strip(), "reviewer_id": None}),
        ],
    )
