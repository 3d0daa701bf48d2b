"""What shared data may be looked up for: a case that is open, for those who handle it or watch over it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from tongban.cases.access import handles, is_applicant, watches
from tongban.cases.queries.callable_licences import LICENCE_PATH
from tongban.cases.queries.holders import asked_as
from tongban.cases.queries.reading import item_of, read_case
from tongban.catalogue.queries import ImplementationView
from tongban.catalogue.rules.form_properties import whole_property
from tongban.catalogue.rules.forms import elements_of
from tongban.kernel.errors import NotFound
from tongban.kernel.rules.codes import resident_id_valid, uscc_valid
from tongban.matters.queries import Facts
from tongban.parties.queries import organisation, person
from tongban.parties.rules.actor import SYSTEM, Actor
from tongban.sharing.ports import LiveCase
from tongban.sharing.queries import registers_named

# Only a question for an identifier names somebody; the same digits in another answer are some number or other.
_IDENTIFIERS = (".id_number", ".uscc")


def live_case(number: str, actor: Actor, authority_id: int | None) -> LiveCase | None:
    """Return the open case as the actor may use it, or None when there is none or it is not theirs.

    It is about who applies, who acts for them, and whom the application names by their identifier; to who applies it
    opens nobody whom they name. A system of the authority (`authority_id`) that owns or reviews the case uses it as
    its officials would.
    """
    system = actor.client_system_id is not None
    try:
        facts = read_case(number, SYSTEM if system else actor)
    except NotFound:
        return None
    applies = not system and is_applicant(actor, facts)
    if facts.matter.closed_at is not None or (facts.state == "draft" and not applies):
        return None
    if system:
        charged = {facts.matter.owner_id, *(review.authority_id for review in facts.parts["reviews"])}
        handling = authority_id is not None and authority_id in charged
    else:
        handling = applies or handles(actor, facts)
    if not handling and (system or not watches(actor, facts)):
        return None
    item = item_of(facts)
    # What is only tried out names whom it likes: it opens nobody's data.
    named = () if applies or facts.parts["case"].mock else _named(item.form, facts.parts["case"].answers)
    return LiveCase(
        number=facts.matter.number,
        item_name=item.name,
        authority_id=facts.matter.owner_id,
        subjects=frozenset([*_parties(facts), *named]),
        elements=needed_elements(item),
        handles=handling,
        licences={each.exempt_code for each in item.materials if each.exempt_path == LICENCE_PATH}
        | {facts.parts["case"].about_licence},
    )


def needed_elements(item: ImplementationView) -> Collection[str]:
    """Return the data elements that an item asks for in its form, and those that stand in the place of its materials.

    A material names a register, or elements with commas between them.
    """
    shared = {one.exempt_code for one in item.materials if one.exempt_path == "shared_data" and one.exempt_code}
    told = registers_named(shared).values() if shared else ()
    named = {each.strip() for code in shared for each in code.split(",") if "." in each}
    asked = {asked_as(each) for each in elements_of(item.form).values()}
    return frozenset(asked).union(
        elements_of(item.form).values(), named, map(asked_as, named), *(each.elements for each in told)
    )


def _parties(facts: Facts) -> Iterator[str]:
    matter = facts.matter
    if matter.applicant_organisation_id is not None:
        yield organisation(matter.applicant_organisation_id).code
    for person_id in {matter.applicant_person_id, matter.agent_id}:
        if person_id is not None:
            yield person(person_id).code


def _named(form: Mapping[str, Any], answers: Mapping[str, Any], within: str = "") -> frozenset[str]:
    """Return the identifiers that the answers name where the form asks for one, in the rows of a table too."""
    known: Mapping[str, Any] = (whole_property(form, within)["items"] if within else form).get("properties", {})
    found: frozenset[str] = frozenset()
    for key, answer in answers.items():
        if isinstance(answer, list) and key in known and not within:
            found = found.union(*(_named(form, row, key) for row in answer if isinstance(row, Mapping)))
        elif isinstance(answer, str) and known.get(key, {}).get("x-element", "").endswith(_IDENTIFIERS):
            code = answer.strip().upper()
            found |= {code} if resident_id_valid(code) or uscc_valid(code) else frozenset()
    return found
