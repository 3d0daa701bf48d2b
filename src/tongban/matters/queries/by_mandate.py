"""What was done in matters by a mandate: the acts of an agent, for the principal to read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from tongban.matters.lifecycle import KINDS
from tongban.matters.models import JournalEntry

MOST_ACTS = 100


@dataclass(frozen=True, slots=True)
class ActInMatter:
    """One move that an agent made: of which matter, when, by whom, and its words."""

    at: dt.datetime
    number: str
    subject: str
    verb: str
    label: str
    actor_name: str


def acts_by_mandate(mandate_id: int, *, principal_kind: str, principal_id: int) -> list[ActInMatter]:
    """Return the newest hundred moves made by the mandate in matters of its principal, in one query.

    Whoever asks must have been allowed to see the mandate.
    """
    organisation = principal_kind == "organisation"
    whose = (
        Q(matter__applicant_organisation_id=principal_id)
        if organisation
        else Q(matter__applicant_person_id=principal_id)
    )
    rows = JournalEntry.objects.filter(whose, actor__mandate=mandate_id).select_related("matter").order_by("-pk")
    return [
        ActInMatter(
            row.recorded_at,
            row.matter.number,
            row.matter.subject,
            row.verb,
            KINDS[row.matter.kind].move(row.verb).past or KINDS[row.matter.kind].move(row.verb).label,
            row.actor.get("name", ""),
        )
        for row in rows[:MOST_ACTS]
    ]
