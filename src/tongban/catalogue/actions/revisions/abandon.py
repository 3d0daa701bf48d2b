"""Give a revision up before it is in force."""

import datetime as dt

from django.db import transaction

from tongban.catalogue.actions.revisions.opening import refuse_unreasoned
from tongban.catalogue.actions.revisions.pass_review import PUBLISH_CLOCK
from tongban.catalogue.actions.revisions.send_to_review import REVIEW_CLOCK
from tongban.catalogue.models import Version
from tongban.catalogue.rules.enumerations import VersionState
from tongban.kernel.clock import day_of
from tongban.matters.actions.project import stop
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change
from tongban.matters.queries import read
from tongban.parties.rules.actor import Actor


@retried
@transaction.atomic
def abandon(*, number: str, reason: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Withdraw the drafts, also those that wait for their day (撤销变更); they stay to be read.

    Raises BadInput without a reason, NotFound, NotYours, NotAllowedNow.
    """
    facts = read(number, actor=actor, kind="revision")
    allow(facts, "abandon", actor)
    refuse_unreasoned("reason", reason)
    today = day_of(at)
    done = step(
        facts,
        "abandon",
        actor=actor,
        at=at,
        writes=[
            *stop(facts.running(REVIEW_CLOCK), today),
            *stop(facts.running(PUBLISH_CLOCK), today),
            Change(facts.parts["revision"], {"returned_for": reason.strip()}),
        ],
    )
    Version.objects.filter(revision_id=facts.matter.pk).update(state=VersionState.WITHDRAWN.value)
    return done
