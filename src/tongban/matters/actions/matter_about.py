"""A matter that is about another one: a complaint, a check, a request to a department."""

from tongban.matters.actions.step import new_matter
from tongban.matters.models import Matter


def matter_about(of: Matter, *, number: str, agent_id: int | None, owner_id: int | None = None) -> Matter:
    """Return a matter that is not written yet, for `open_matter`.

    It is of the same applicant and subject and in the same region; of the same authority unless `owner_id` says whose.
    """
    return new_matter(
        number=number,
        region_id=of.region_id,
        owner_id=owner_id or of.owner_id,
        subject=of.subject,
        applicant_name=of.applicant_name,
        applicant_person_id=of.applicant_person_id,
        applicant_organisation_id=of.applicant_organisation_id,
        agent_id=agent_id,
    )
