"""Who stands in a matter: by the codes that other apps know them by."""

from tongban.matters.queries import Facts
from tongban.parties.queries import organisation, person


def applies_in(facts: Facts, code: str) -> bool:
    """Tell whether the code is that of who applies in the matter, or of who acts for them."""
    matter = facts.matter
    people = [each for each in (matter.applicant_person_id, matter.agent_id) if each is not None]
    if any(person(each).code == code for each in people):
        return True
    return matter.applicant_organisation_id is not None and organisation(matter.applicant_organisation_id).code == code
