"""Whose licences and data an application may use: who applies, and the person who acts where it is for somebody."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.matters.queries import Facts
from tongban.parties.queries import organisation, people, person
from tongban.parties.rules.views import PartyView

# Elements about the person who acts; the others are about the applicant, or about something of theirs.
OF_WHO_ACTS = ("agent.",)


@dataclass(frozen=True, slots=True)
class Holders:
    """`applicant` applies; `agent` acts for them, None where they act themselves or nobody is told."""

    applicant: PartyView
    agent: PartyView | None

    def subject_of(self, element: str) -> PartyView | None:
        """Return whom a data element is about, None where nobody of the application is meant.

        `person.` is the applicant, and where an organisation applies the person who acts for it.
        """
        if element.startswith(OF_WHO_ACTS):
            return self.agent
        if element.startswith("person.") and self.applicant.kind == "organisation":
            return self.agent
        if element.startswith("org.") and self.applicant.kind == "person":
            return None
        return self.applicant


def asked_as(element: str) -> str:
    """Return the element by which registers know it: who acts is a person like others."""
    return f"person.{element.removeprefix('agent.')}" if element.startswith(OF_WHO_ACTS) else element


def holders_of(facts: Facts) -> Holders:
    """Return who applies in a case and who acts, in one or two queries."""
    matter = facts.matter
    if matter.applicant_organisation_id is not None:
        return Holders(
            organisation(matter.applicant_organisation_id),
            person(matter.agent_id) if matter.agent_id is not None else None,
        )
    ids = {matter.applicant_person_id or 0, matter.agent_id or 0} - {0}
    known = people(ids)
    applicant = known[matter.applicant_person_id or 0]
    acts = matter.agent_id if matter.agent_id != applicant.id else None
    return Holders(applicant, known.get(acts) if acts is not None else None)
