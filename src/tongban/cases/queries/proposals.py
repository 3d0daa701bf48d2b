"""Who answers what is proposed (提请), and what is open."""

import datetime as dt
from dataclasses import dataclass

from tongban.cases.access import holds, took_part
from tongban.cases.lifecycle import DECIDER, LEAD, SUPERVISOR
from tongban.cases.models import Proposal
from tongban.cases.queries.extension import approved_by
from tongban.kernel.clock import day_of
from tongban.matters.queries import Facts
from tongban.matters.rules.lamps import Lamp, lamp
from tongban.parties.rules.actor import Actor

ANSWERED_BY = {
    Proposal.Kind.REFUSAL: (LEAD, DECIDER),
    Proposal.Kind.WITHDRAWAL: (LEAD, DECIDER),
    Proposal.Kind.VOIDING: (SUPERVISOR,),
}


def open_proposal(facts: Facts, kind: str) -> Proposal | None:
    """Return what is proposed of a kind and not answered yet."""
    return next((p for p in facts.parts["proposals"] if p.kind == kind and p.answered_at is None), None)


def may_answer(actor: Actor, facts: Facts, proposal: Proposal) -> bool:
    """Tell whether the actor may answer: by the duty that the kind needs, and never what they proposed themselves.

    Whether a case is refused or voided is not for who received it.
    """
    if proposal.made_by_id is not None and proposal.made_by_id in actor.officials:
        return False
    apart = proposal.kind in (Proposal.Kind.REFUSAL, Proposal.Kind.VOIDING) and took_part(actor, facts)
    extension = proposal.kind == Proposal.Kind.EXTENSION
    duties = (approved_by(facts),) if extension else ANSWERED_BY[Proposal.Kind(proposal.kind)]
    return not apart and any(holds(actor, facts, duty) for duty in duties)


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal as a page shows it; `is_mine` when the reader may answer it now."""

    proposal: Proposal
    kind: str
    label: str
    lamp: Lamp
    is_open: bool
    is_mine: bool


def proposal_lines(facts: Facts, actor: Actor, today: dt.date) -> list[ProposalLine]:
    """Return what was proposed in a case, the oldest first, each with the lamp of its answer."""
    return [
        ProposalLine(
            proposal=each,
            kind=each.kind,
            label=str(Proposal.Kind(each.kind).label),
            lamp=lamp(
                today=today,
                due_on=each.due_on if each.answered_at is None else None,
                warn_on=each.due_on,
                finished_on=day_of(each.answered_at) if each.answered_at else None,
                answer_due_on=each.due_on,
            ),
            is_open=each.answered_at is None,
            is_mine=each.answered_at is None and may_answer(actor, facts, each),
        )
        for each in facts.parts["proposals"]
    ]
