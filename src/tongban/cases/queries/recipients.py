"""Who is written to in an applicant's matter."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tongban.parties.queries import acting_for

if TYPE_CHECKING:
    from tongban.matters.models import Matter


def whom_to_tell(matter: Matter, task_code: str, on: dt.date) -> set[int]:
    """Return who applied, or the agent as long as the mandate lasts, or else all who may act for the organisation."""
    if matter.applicant_organisation_id is None:
        return {matter.applicant_person_id} if matter.applicant_person_id is not None else set()
    acting = acting_for(matter.applicant_organisation_id, task_code, on=on)
    return {matter.agent_id} if matter.agent_id in acting else set(acting)
