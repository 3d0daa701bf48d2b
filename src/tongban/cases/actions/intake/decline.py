"""Decline what was proposed: a refusal at the window, a withdrawal, a voiding, an extension."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.actions.proposing import answered, to_answer
from tongban.cases.models import Proposal
from tongban.cases.queries.reading import read_case
from tongban.kernel.errors import BadInput
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.parties.rules.actor import Actor


@retried
def decline(*, number: str, kind: str, answer: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Answer a proposal with no, and why; the case goes on as if it had not been made.

    A case whose refusal was declined is accepted by its window, or returned for correction. Raises BadInput for an
    unknown kind or without a reason, NothingProposed, NotYours for the wrong duty and for who proposed it, NotFound,
    NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "decline", actor)
    errors = {}
    if kind not in Proposal.Kind.values:
        errors["kind"] = _("请选择要答复的提请")
    if not answer.strip():
        errors["answer"] = _("请写明不同意的理由")
    if errors:
        raise BadInput(errors)
    asked = to_answer(facts, kind, actor)
    return step(
        facts,
        "decline",
        actor=actor,
        at=at,
        writes=[answered(asked, Proposal.Outcome.DECLINED, actor=actor, at=at, answer=answer)],
        said={"proposal": kind},
    )
