"""Hold what an applicant said against what government knows: the registers and the licences in force."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tongban.cases.access import handles
from tongban.cases.queries.reading import read_case, version_of
from tongban.kernel.clock import day_of
from tongban.licences.queries.facts import licences_in_force
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.queries import Facts
from tongban.parties.queries import organisation, person
from tongban.parties.rules.actor import Actor
from tongban.sharing.actions import look_up


class CaseOver(NotAllowedNow):
    """The case has ended: nobody's data is looked up without a live case."""


@dataclass(frozen=True, slots=True)
class Source:
    """What one source says of a field, as of a day, and whether the form says the same."""

    name: str
    as_of: dt.date
    value: Any
    same: bool


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """A field of the form beside what the sources say of it."""

    key: str
    label: str
    answer: Any
    sources: list[Source]

    @property
    def differs(self) -> bool:
        """Tell whether any source says otherwise."""
        return any(not source.same for source in self.sources)


def check_sources(*, number: str, actor: Actor, at: dt.datetime) -> list[CheckedLine]:
    """Return the fields that some source knows, those that differ first; each look-up is logged for its subject.

    Only those who handle the case may, and only while it is open. Raises CaseOver, NotYours, NotFound.
    """
    facts = read_case(number, actor)
    if not handles(actor, facts):
        raise NotYours(_("核对数据来源是办理此件的人员的职责"))
    if facts.matter.closed_at is not None:
        raise CaseOver(_("此件已结束，不能再查询申请人的数据"))
    answers = facts.parts["case"].answers
    fields = version_of(facts.parts["case"].version_id).form.get("properties", {})
    found: dict[str, list[Source]] = {}
    for key, name, as_of, value in (*_registers(facts, fields, actor, at), *_licences(facts, fields, day_of(at))):
        found.setdefault(key, []).append(Source(name, as_of, value, _alike(answers.get(key), value)))
    lines = [
        CheckedLine(key, field.get("title", key), answers.get(key), found[key])
        for key, field in fields.items()
        if key in found
    ]
    return sorted(lines, key=lambda line: not line.differs)


def _registers(
    facts: Facts, fields: dict[str, Any], actor: Actor, at: dt.datetime
) -> Iterator[tuple[str, str, dt.date, Any]]:
    matter = facts.matter
    subjects = []
    if matter.applicant_organisation_id is not None:
        subjects.append(("org.", organisation(matter.applicant_organisation_id)))
    if (person_id := matter.applicant_person_id or matter.agent_id) is not None:
        subjects.append(("person.", person(person_id)))
    for prefix, subject in subjects:
        elements = {key: each.get("x-element", "") for key, each in fields.items()}
        wanted = {key: element for key, element in elements.items() if element.startswith(prefix)}
        if not wanted or not subject.is_verified:
            continue
        known = look_up(
            subject_code=subject.code,
            elements=sorted(set(wanted.values())),
            actor=actor,
            purpose=_("审查核对：%(item)s") % {"item": matter.subject},
            case_number=matter.number,
            at=at,
        ).known
        for key, element in wanted.items():
            if element in known:
                yield key, known[element].source_name, known[element].as_of, known[element].value


def _licences(facts: Facts, fields: dict[str, Any], on: dt.date) -> Iterator[tuple[str, str, dt.date, Any]]:
    matter = facts.matter
    titles = {field.get("title", key): key for key, field in fields.items()}
    held = licences_in_force(
        person_id=matter.applicant_person_id, organisation_id=matter.applicant_organisation_id, on=on
    )
    for licence in held:
        for face_key, line in licence.face.items():
            key = face_key if face_key in fields else titles.get(line["label"])
            if key is not None:
                yield key, f"{licence.name} {licence.number}", licence.valid_from, line["value"]


def _alike(answer: Any, value: Any) -> bool:
    if isinstance(answer, int | float) and isinstance(value, int | float):
        return float(answer) == float(value)
    return "".join(str(answer or "").split()) == "".join(str(value or "").split())
