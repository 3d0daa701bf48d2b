"""Pass a revision on to the publishing office."""

import datetime as dt

from tongban.catalogue.actions.revisions.send_to_review import REVIEW_CLOCK
from tongban.kernel.clock import day_of
from tongban.kernel.queries import parameter
from tongban.matters.actions.project import start_clock, stop
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change, Insert
from tongban.matters.queries import read
from tongban.parties.rules.actor import Actor

PUBLISH_CLOCK, PUBLISH_DAYS = "revision_publish", "revision_publish_days"


@retried
def pass_review(*, number: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Agree to the drafts for the authority (审核通过); whoever wrote in them does not.

    Raises NotFound, NotYours, NotAllowedNow.
    """
    facts = read(number, actor=actor, kind="revision")
    allow(facts, "pass_review", actor)
    today = day_of(at)
    clock = start_clock(
        None,
        PUBLISH_CLOCK,
        on=today,
        days=parameter(PUBLISH_DAYS, facts.region_code, today),
        region_code=facts.region_code,
    )
    passed = Change(facts.parts["revision"], {"reviewer_id": actor.official_id})
    return step(
        facts,
        "pass_review",
        actor=actor,
        at=at,
        writes=[*stop(facts.running(REVIEW_CLOCK), today), Insert(clock), passed],
    )
