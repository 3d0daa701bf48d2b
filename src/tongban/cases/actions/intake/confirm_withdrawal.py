"""Confirm the withdrawal of an application that is under review (撤件确认)."""

import datetime as dt

from tongban.cases.actions.ending import end_all
from tongban.cases.actions.paper import paper
from tongban.cases.actions.proposing import answered, to_answer
from tongban.cases.models import Proposal
from tongban.cases.queries.reading import read_case
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change
from tongban.parties.rules.actor import Actor


@retried
def confirm_withdrawal(*, number: str, actor: Actor, at: dt.datetime) -> Stepped:
    """End the case as its applicant asked; whatever runs in it ends.

    Raises NothingProposed, NotFound, NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "confirm_withdrawal", actor)
    asked = to_answer(facts, Proposal.Kind.WITHDRAWAL, actor)
    return step(
        facts,
        "confirm_withdrawal",
        actor=actor,
        at=at,
        writes=[
            *end_all(facts, at=at, but=Proposal.Kind.WITHDRAWAL),
            answered(asked, Proposal.Outcome.APPROVED, actor=actor, at=at),
            Change(facts.parts["case"], {"end_reason": asked.reason}),
            paper(
                facts,
                "withdrawal_confirmation",
                at=at,
                fields=[("申请人", facts.matter.applicant_name)],
                body=["您撤回申请的请求已经确认，此件不再办理。您可以随时重新申请。", f"撤回原因：{asked.reason}"],
            ),
        ],
        changes={"holder_id": None},
    )
