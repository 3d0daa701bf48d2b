"""Which licences of the applicant the officials of a case may call up: of the kinds that its item names."""

from __future__ import annotations

import datetime as dt

from tongban.cases.access import handles
from tongban.cases.queries.reading import read_case, version_of
from tongban.kernel.clock import day_of
from tongban.licences.queries.facts import LicenceFacts
from tongban.licences.queries.for_cases import held_of_types
from tongban.matters.queries import Facts
from tongban.parties.queries import organisation, person
from tongban.parties.rules.actor import Actor

LICENCE_PATH = "licence"


def callable_licences(actor: Actor, number: str, at: dt.datetime) -> list[LicenceFacts]:
    """Return the licences in force that the item of an open case takes in the place of a paper; none for others."""
    facts = read_case(number, actor)
    if facts.matter.closed_at is not None or not handles(actor, facts):
        return []
    return [each for each in of_item(facts, day_of(at)) if each.state == "valid"]


def of_item(facts: Facts, on: dt.date) -> list[LicenceFacts]:
    """Return the licences that who applies holds, of the kinds that the case's item names."""
    materials = version_of(facts.parts["case"].version_id).materials
    kinds = {each.exempt_code for each in materials if each.exempt_path == LICENCE_PATH}
    matter = facts.matter
    codes = [person(each).code for each in (matter.applicant_person_id, matter.agent_id) if each is not None]
    if matter.applicant_organisation_id is not None:
        codes.append(organisation(matter.applicant_organisation_id).code)
    return held_of_types(codes, kinds, on) if kinds else []
