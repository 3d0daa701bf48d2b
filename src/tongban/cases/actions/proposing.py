"""What one asks for and another decides (提请): made, answered, or fallen away with the case's next step."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tongban.cases.models import Proposal
from tongban.cases.queries.proposals import may_answer, open_proposal
from tongban.matters.actions.writes import Change, Insert, Write
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor


class NothingProposed(NotAllowedNow):
    """There is no open proposal of the kind to be answered."""


def proposed(
    kind: str,
    *,
    reason: str,
    actor: Actor,
    at: dt.datetime,
    due_on: dt.date | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Insert:
    """Return the row of a proposal, to be written with the step that makes it; one may be open of a kind."""
    return Insert(
        Proposal(
            kind=kind,
            reason=reason.strip(),
            facts=dict(facts or {}),
            made_by_id=actor.official_id,
            made_by_name=actor.name,
            made_at=at,
            due_on=due_on,
        )
    )


def to_answer(facts: Facts, kind: str, actor: Actor) -> Proposal:
    """Return the open proposal of the kind that the actor may answer. Raises NothingProposed, NotYours."""
    found = open_proposal(facts, kind)
    if found is None:
        raise NothingProposed(_("没有等待答复的提请，可能已经答复"))
    if not may_answer(actor, facts, found):
        raise NotYours(_("这项提请不由您答复：答复的人须有相应职责，且不是提请人"))
    return found


def answered(proposal: Proposal, outcome: str, *, actor: Actor, at: dt.datetime, answer: str = "") -> Change:
    """Return the write that answers a proposal; `outcome` is one of Proposal.Outcome."""
    return Change(
        proposal,
        {"outcome": outcome, "answer": answer.strip(), "answered_by_id": actor.official_id, "answered_at": at},
    )


def fallen_away(facts: Facts, *kinds: str, at: dt.datetime) -> list[Write]:
    """Return the writes that end open proposals, of the kinds or all, to which no answer is needed any more."""
    return [
        Change(proposal, {"answered_at": at})
        for proposal in facts.parts["proposals"]
        if proposal.answered_at is None and (not kinds or proposal.kind in kinds)
    ]
