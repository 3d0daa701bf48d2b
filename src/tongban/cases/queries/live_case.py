"""What shared data may be looked up for: a case that is open, for those who handle it or watch over it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from tongban.cases.access import handles, watches
from tongban.cases.queries.holders import asked_as
from tongban.cases.queries.reading import item_of, read_case
from tongban.catalogue.queries import ImplementationView
from tongban.catalogue.rules.forms import elements_of
from tongban.kernel.errors import NotFound
from tongban.kernel.rules.codes import resident_id_valid, uscc_valid
from tongban.matters.queries import Facts
from tongban.parties.queries import organisation, person
from tongban.parties.rules.actor import SYSTEM, Actor
from tongban.sharing.ports import LiveCase
from tongban.sharing.queries import registers_named

_CODE = re.compile(r"[0-9A-Z]{18}")


def live_case(number: str, actor: Actor, authority_id: int | None) -> LiveCase | None:
    """Return the open case as the actor may use it, or None when there is none or it is not theirs.

    It is about who applies, who acts for them, and whom the application names by their identifier. A system of the
    authority (`authority_id`) that owns or reviews the case uses it as its officials would.
    """
    system = actor.client_system_id is not None
    try:
        facts = read_case(number, SYSTEM if system else actor)
    except NotFound:
        return None
    if facts.matter.closed_at is not None or facts.state == "draft":
        return None
    if system:
        charged = {facts.matter.owner_id, *(review.authority_id for review in facts.parts["reviews"])}
        handling = authority_id is not None and authority_id in charged
    else:
        handling = handles(actor, facts)
    if not handling and (system or not watches(actor, facts)):
        return None
    item = item_of(facts)
    return LiveCase(
        number=facts.matter.number,
        item_name=item.name,
        authority_id=facts.matter.owner_id,
        subjects=frozenset(_subjects(facts)),
        elements=needed_elements(item),
        handles=handling,
    )


def needed_elements(item: ImplementationView) -> Collection[str]:
    """Return the data elements that an item asks for in its form, and those that stand in the place of its materials.

    A material names a register, or elements with commas between them.
    """
    shared = {one.exempt_code for one in item.materials if one.exempt_path == "shared_data" and one.exempt_code}
    told = registers_named(shared).values() if shared else ()
    named = {each.strip() for code in shared for each in code.split(",") if "." in each}
    asked = {asked_as(each) for each in elements_of(item.form).values()}
    return frozenset(asked).union(elements_of(item.form).values(), named, *(each.elements for each in told))


def _subjects(facts: Facts) -> Iterator[str]:
    matter = facts.matter
    if matter.applicant_organisation_id is not None:
        yield organisation(matter.applicant_organisation_id).code
    for person_id in {matter.applicant_person_id, matter.agent_id}:
        if person_id is not None:
            yield person(person_id).code
    # What is only tried out names whom it likes: it opens nobody's data.
    if not facts.parts["case"].mock:
        yield from _named(facts.parts["case"].answers)


def _named(answers: Any) -> Iterator[str]:
    """Return the identifiers that answers name, those of rows that repeat included."""
    if isinstance(answers, dict | list):
        for value in answers.values() if isinstance(answers, dict) else answers:
            yield from _named(value)
    elif isinstance(answers, str) and _CODE.fullmatch(answers.strip().upper()):
        code = answers.strip().upper()
        if resident_id_valid(code) or uscc_valid(code):
            yield code
