"""Who is written to in an applicant's matter."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tongban.parties.queries import acting_for, acting_for_person

if TYPE_CHECKING:
    from tongban.matters.models import Matter


def whom_to_tell(matter: Matter, task_code: str, on: dt.date) -> set[int]:
    """Return who applied and the agent as long as the mandate lasts; for an organisation without one, all who may act.

    A person hears of everything that is done in their name.
    """
    if matter.applicant_person_id is not None:
        if matter.agent_id in (None, matter.applicant_person_id):
            return {matter.applicant_person_id}
        acting = acting_for_person(matter.applicant_person_id, task_code, on=on)
        return {matter.applicant_person_id, matter.agent_id} & acting
    if matter.applicant_organisation_id is None:
        return set()
    acting = acting_for(matter.applicant_organisation_id, task_code, on=on)
    return {matter.agent_id} if matter.agent_id in acting else set(acting)
