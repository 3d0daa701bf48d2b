"""Answer a question or a complaint of an applicant."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.feedback.models import Complaint
from tongban.feedback.rules.texts import refuse_unclear
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.actions.project import stop
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change
from tongban.matters.queries import read
from tongban.parties.rules.actor import Actor


@retried
def answer(*, number: str, text: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Close it with the answer that the applicant reads. Raises BadInput, NotYours, NotAllowedNow, NotFound."""
    facts = read(number, actor=actor, kind="complaint")
    allow(facts, "answer", actor)
    if errors := refuse_unclear("text", text, _("请写明答复")):
        raise BadInput(errors)
    row: Complaint = facts.parts["complaint"]
    given = {
        "answer": text.strip(),
        "answered_by_id": actor.official_id,
        "answered_by_name": actor.name,
        "answered_at": at,
    }
    return step(
        facts,
        "answer",
        actor=actor,
        at=at,
        writes=[*stop(facts.running("answer"), day_of(at)), Change(row, given)],
        said={"topic": row.topic},
    )
