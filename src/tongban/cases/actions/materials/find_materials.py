"""Look for each material of an application where government has it, and keep what each way brought."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.models import MaterialFinding
from tongban.cases.queries.findings import slots_of
from tongban.cases.queries.holders import Holders, asked_as, holders_of
from tongban.cases.queries.keeping import suits
from tongban.cases.queries.reading import item_of
from tongban.cases.rules.resolving import (
    FAILED,
    FOUND,
    LAPSED,
    LICENCE,
    NOT_FOUND,
    OFFERED,
    SHARED,
    SPACE,
    Attempt,
    Slot,
    comes_to,
    resolve,
)
from tongban.catalogue.queries import MaterialView
from tongban.kernel.clock import day_of
from tongban.kernel.errors import Refusal
from tongban.kernel.queries import parameter
from tongban.licences.queries.for_cases import held_of_types, types_named
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.views import PartyView
from tongban.sharing.actions import look_up
from tongban.sharing.queries import kept_documents
from tongban.sharing.queries.registers_named import NamedRegister, registers_named
from tongban.sharing.rules.known import NEARER, Found, Missing, Row

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Failure:
    """A register that could not answer, and the materials that it was asked for."""

    register: str
    materials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """The attempts for each material, and which look-ups failed."""

    found: dict[str, tuple[Attempt, ...]]
    failures: tuple[Failure, ...]


def find_materials(facts: Facts, *, actor: Actor, at: dt.datetime) -> Looked:
    """Try the ways around each material in their order and write a row for each that was tried.

    Licences, registers and the space are asked once each, whatever the number of materials, and only for what the ways
    before them left open. A source that fails leaves its materials to the ways after it. The caller holds the matter
    and has found that the application is the actor's.
    """
    item, on = item_of(facts), day_of(at)
    if all(each.carrier == "form" for each in item.materials):
        return Looked({}, ())
    slots = {slot.code: slot for slot in slots_of(facts, item, on, {})}
    materials = {each.code: each for each in item.materials if each.code in slots}
    holders = holders_of(facts)
    _licences(slots, materials, holders, at)
    failures = _shared(slots, materials, holders, facts, actor, at)
    _space(slots, materials, holders, at)
    found = {code: resolve(slot) for code, slot in slots.items()}
    _keep(facts.matter.pk, found, at)
    return Looked(found, failures)


def _open(slots: dict[str, Slot], materials: dict[str, MaterialView], path: str) -> list[MaterialView]:
    return [each for code, each in materials.items() if comes_to(slots[code], path)]


def _licences(slots: dict[str, Slot], materials: dict[str, MaterialView], holders: Holders, at: dt.datetime) -> None:
    wanted = [each for each in _open(slots, materials, LICENCE) if each.exempt_path == "licence"]
    if not wanted:
        return
    types, on = {each.exempt_code for each in wanted}, day_of(at)
    parties = [each for each in (holders.applicant, holders.agent) if each is not None and each.is_verified]
    held = held_of_types([each.code for each in parties], types, on) if parties else []
    named = types_named(types)
    for each in wanted:
        of_type = [licence for licence in held if licence.type_code == each.exempt_code]
        best = next((licence for licence in of_type if licence.state == "valid"), None)
        name = named[each.exempt_code].name if each.exempt_code in named else each.name
        if best is not None:
            way = Attempt(LICENCE, FOUND, "", f"{best.name} {best.number}", best.identifier, best.valid_from, at)
        elif not holders.applicant.is_verified:
            way = Attempt(LICENCE, NOT_FOUND, "not_verified", name, at=at)
        elif lapsed := next((licence for licence in of_type if licence.state in LAPSED), None):
            source = f"{lapsed.name} {lapsed.number}"
            way = Attempt(LICENCE, NOT_FOUND, lapsed.state, source, lapsed.identifier, lapsed.valid_until, at)
        else:
            way = Attempt(LICENCE, NOT_FOUND, "no_licence" if each.exempt_code in named else "no_type", name, at=at)
        slots[each.code] = slots[each.code].with_way(way)


def _shared(
    slots: dict[str, Slot],
    materials: dict[str, MaterialView],
    holders: Holders,
    facts: Facts,
    actor: Actor,
    at: dt.datetime,
) -> tuple[Failure, ...]:
    wanted = [each for each in _open(slots, materials, SHARED) if each.exempt_path == "shared_data"]
    if not wanted:
        return ()
    registers = registers_named({each.exempt_code for each in wanted})
    elements = {each.code: elements_of(each, registers) for each in wanted}
    by_subject: dict[str, tuple[PartyView, set[str]]] = {}
    subjects: dict[str, PartyView | None] = {}
    for code, asked in elements.items():
        subject = subjects[code] = _subject(holders, asked)
        if subject is not None and subject.is_verified and asked:
            by_subject.setdefault(subject.code, (subject, set()))[1].update(asked)
    answers = {code: _ask(subject.code, asked, facts, actor, at) for code, (subject, asked) in by_subject.items()}
    failed: dict[str, list[str]] = {}
    for each in wanted:
        register, subject = registers.get(each.exempt_code), subjects[each.code]
        name = register.name if register else each.name
        if register is not None and not register.connected:
            way = Attempt(SHARED, NOT_FOUND, "not_connected", name, at=at)
        elif not elements[each.code]:
            way = Attempt(SHARED, NOT_FOUND, "no_register", name, at=at)
        elif subject is None or not subject.is_verified:
            way = Attempt(SHARED, NOT_FOUND, "not_verified", name, at=at)
        else:
            way = told(answers[subject.code], elements[each.code], each.exempt_code if register else "", name, at)
        if way.outcome == FAILED:
            failed.setdefault(way.source, []).append(each.code)
        slots[each.code] = slots[each.code].with_way(way)
    return tuple(Failure(name, tuple(codes)) for name, codes in failed.items())


def _ask(subject_code: str, elements: set[str], facts: Facts, actor: Actor, at: dt.datetime) -> Found | None:
    """Return what the registers answer, None where looking failed altogether."""
    found: Found | None = None
    try:
        # A refusal does not undo the savepoint: that it was refused is logged for the subject.
        with transaction.atomic(), contextlib.suppress(Refusal):
            found = look_up(
                subject_code=subject_code,
                elements=sorted({asked_as(each) for each in elements}),
                actor=actor,
                purpose=_("查找申请材料：%(item)s") % {"item": facts.matter.subject},
                case_number=facts.matter.number,
                objects=facts.parts["case"].things,
                at=at,
            )
    except Exception as error:  # noqa: BLE001 - a source of others may fail in any way: the application goes on without it
        _log.warning("a look-up for the materials of %s failed: %s", facts.matter.number, type(error).__name__)
    return found


def told(answer: Found | None, elements: Sequence[str], register: str, name: str, at: dt.datetime) -> Attempt:
    """Return what an answer tells of a material: the row of its register, or of all elements; or why there is none."""
    if answer is None:
        return Attempt(SHARED, FAILED, "failed", name, at=at)
    if register:
        return _of(answer.registers.get(register), name, at)
    asked = [asked_as(each) for each in elements]
    if missing := [answer.missing[each] for each in asked if each in answer.missing]:
        return _of(max(missing, key=lambda each: NEARER.index(each.reason)), name, at)
    newest = max((answer.known[each] for each in asked), key=lambda each: each.as_of)
    return _of(Row(newest.source_name, newest.row, newest.as_of, newest.stale), name, at)


def _of(found: Row | Missing | None, name: str, at: dt.datetime) -> Attempt:
    if isinstance(found, Row):
        return Attempt(SHARED, FOUND, "stale" if found.stale else "", found.source_name, found.row, found.as_of, at)
    reason = found.reason if found is not None else "no_record"
    outcome = FAILED if reason == "failed" else NOT_FOUND
    source = (found.register_name if found is not None else "") or name
    return Attempt(SHARED, outcome, reason, source, at=found.at if found is not None else at)


def elements_of(material: MaterialView, registers: dict[str, NamedRegister]) -> tuple[str, ...]:
    """Return the data elements that stand in the place of a material: those of its register, or those that it names."""
    register = registers.get(material.exempt_code)
    if register is not None:
        return register.elements
    return tuple(each.strip() for each in material.exempt_code.split(",") if "." in each)


def _subject(holders: Holders, elements: Sequence[str]) -> PartyView | None:
    """Return whom the elements are about: one for all, the applicant where they are mixed."""
    subjects = {subject.code: subject for each in elements if (subject := holders.subject_of(each)) is not None}
    return next(iter(subjects.values())) if len(subjects) == 1 else holders.applicant


def _space(slots: dict[str, Slot], materials: dict[str, MaterialView], holders: Holders, at: dt.datetime) -> None:
    wanted = _open(slots, materials, SPACE)
    if not wanted:
        return
    on, old_days = day_of(at), parameter("kept_old_days", on=day_of(at))
    kept = [
        document
        for party in (holders.applicant, holders.agent)
        if party is not None
        for document in kept_documents(kind=party.kind, party_id=party.id, on=on)
    ]
    for each in wanted:
        if SPACE in slots[each.code].ways:
            continue
        for document in kept:
            if suits(each, document):
                old = document.obtained_on + dt.timedelta(days=old_days) < on
                reason = "old" if old else "ends_soon" if document.lapses_soon(on) else ""
                way = Attempt(SPACE, OFFERED, reason, document.name, str(document.id), document.obtained_on, at)
                slots[each.code] = slots[each.code].with_way(way)
                break


def _keep(matter_id: int, found: dict[str, tuple[Attempt, ...]], at: dt.datetime) -> None:
    before = MaterialFinding.objects.filter(matter_id=matter_id).order_by("-attempt")
    attempt = (before.values_list("attempt", flat=True).first() or 0) + 1
    MaterialFinding.objects.bulk_create(
        MaterialFinding(
            matter_id=matter_id,
            code=code,
            path=way.path,
            outcome=way.outcome,
            reason=way.reason,
            source=way.source[:200],
            evidence=way.evidence[:200],
            as_of=way.as_of,
            at=way.at or at,
            attempt=attempt,
        )
        for code, ways in found.items()
        for way in ways
    )
