"""Void a case that was entered by mistake, with the approval of a supervisor (作废)."""

import datetime as dt

from tongban.cases.actions.ending import end_all
from tongban.cases.actions.paper import paper
from tongban.cases.actions.proposing import answered, to_answer
from tongban.cases.models import Proposal
from tongban.cases.queries.reading import read_case
from tongban.matters.actions.alerts import alert
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change
from tongban.matters.rules.alerts import VOIDED
from tongban.parties.rules.actor import Actor


@retried
def void(*, number: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Approve what was proposed: the case ends as if it had not been entered, and stays on record with an alert.

    Raises NothingProposed, NotYours for who proposed it or took part, NotFound, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "void", actor)
    asked = to_answer(facts, Proposal.Kind.VOIDING, actor)
    return step(
        facts,
        "void",
        actor=actor,
        at=at,
        writes=[
            *end_all(facts, at=at, but=Proposal.Kind.VOIDING),
            answered(asked, Proposal.Outcome.APPROVED, actor=actor, at=at),
            Change(facts.parts["case"], {"end_reason": asked.reason[:1000]}),
            paper(
                facts,
                "voiding_note",
                at=at,
                fields=[
                    ("申请人", facts.matter.applicant_name),
                    ("提请人", asked.made_by_name),
                    ("批准人", actor.name),
                ],
                body=[f"此件因登记有误作废。原因：{asked.reason}", "您的申请不受影响；需要继续办理的，请联系窗口。"],
            ),
            alert(VOIDED, facts.matter, at=at, facts={"state": facts.state}),
        ],
        changes={"holder_id": None},
    )
