"""What an applicant may promise in a case: in place of a proof (告知承诺), or to hand in later (容缺受理)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tongban.cases.lifecycle import MOVES
from tongban.cases.models import Commitment, DeferredMaterial
from tongban.cases.queries.reading import item_of, version_of
from tongban.catalogue.queries import ImplementationView, MaterialView
from tongban.credit.queries import excluded
from tongban.kernel.queries import calendar_of, parameter
from tongban.matters.queries import Facts
from tongban.parties.queries import acting_for, acting_for_person, people

DEFERRAL, PROMISE = Commitment.Kind.DEFERRAL, Commitment.Kind.PROMISE
_OWED_IN = next(move.sources for move in MOVES if move.verb == "lapse_deferred")


@dataclass(frozen=True, slots=True)
class Deferrable:
    """A material that may come later, and within how many working days of acceptance."""

    material: MaterialView
    days: int


@dataclass(frozen=True, slots=True)
class PromiseOffer:
    """What is told and promised in place of the proofs in `replaces`, whole and by version.

    `why_not` says why it is not offered; `signed` is what was promised already.
    """

    version: str
    told: str
    promised: str
    replaces: tuple[MaterialView, ...]
    verify_days: int
    why_not: str
    signed: Commitment | None


@dataclass(frozen=True, slots=True)
class DeferralOffer:
    """What is told and promised of materials that come later; `chosen` are the codes in what was signed."""

    version: str
    told: str
    promised: str
    materials: tuple[Deferrable, ...]
    why_not: str
    signed: Commitment | None
    chosen: frozenset[str]


def promise_offer(facts: Facts, on: dt.date) -> PromiseOffer | None:
    """Return the promise that the item offers in place of proofs, None where it offers none."""
    item = item_of(facts)
    texts = item.commitment
    if not texts:
        return None
    replaces = set(texts.get("replaces", ()))
    return PromiseOffer(
        version=texts["version"],
        told=texts["told"],
        promised=texts["promised"],
        replaces=tuple(each for each in item.materials if each.code in replaces),
        verify_days=texts["verify_days"],
        why_not=why_excluded(facts, on),
        signed=signed(facts, PROMISE),
    )


def deferral_offer(facts: Facts, on: dt.date) -> DeferralOffer | None:
    """Return what the item lets come later, None where nothing may."""
    item = item_of(facts)
    spared = replaced(facts, item)
    found = tuple(Deferrable(each, defer_days(item, each, on)) for each in deferrable(item) if each.code not in spared)
    if not found:
        return None
    texts = parameter("deferral_texts", facts.region_code, on)
    kept = signed(facts, DEFERRAL)
    return DeferralOffer(
        version=texts["version"],
        told=texts["told"],
        promised=texts["promised"],
        materials=found,
        why_not=why_excluded(facts, on),
        signed=kept,
        chosen=frozenset(kept.replaces) if kept else frozenset(),
    )


def why_excluded(facts: Facts, on: dt.date) -> str:
    """Return why the applicant's word is not taken on a day, nothing when it is."""
    matter = facts.matter
    return excluded(person_id=matter.applicant_person_id, organisation_id=matter.applicant_organisation_id, on=on)


def signed(facts: Facts, kind: str) -> Commitment | None:
    """Return the commitment of a kind that holds in the case."""
    return next((each for each in facts.parts["commitments"] if each.kind == kind and each.ended_at is None), None)


def replaced(facts: Facts, item: ImplementationView) -> frozenset[str]:
    """Return the codes of the materials that a signed promise replaces; reads nothing where the item offers none."""
    promise = signed(facts, PROMISE) if item.commitment else None
    return frozenset(promise.replaces) if promise else frozenset()


def promised_later(facts: Facts, item: ImplementationView) -> frozenset[str]:
    """Return the codes of the materials that a signed commitment lets come later."""
    deferral = signed(facts, DEFERRAL) if deferrable(item) else None
    return frozenset(deferral.replaces) if deferral else frozenset()


def deferrable(item: ImplementationView) -> tuple[MaterialView, ...]:
    """Return the materials that may come after acceptance; the main ones never may (容缺后补)."""
    if item.promised_days == 0:
        return ()  # what is finished on the spot leaves no time for it
    return tuple(each for each in item.materials if each.carrier == "file" and each.necessity == "deferrable")


def promises_anything(item: ImplementationView) -> bool:
    """Tell whether the item lets anything be promised; where it does not, nothing is read for it."""
    return bool(item.commitment) or bool(deferrable(item))


def not_given(facts: Facts, item: ImplementationView) -> tuple[MaterialView, ...]:
    """Return the deferrable materials that were neither handed in nor replaced by a promise."""
    missing = [each for each in deferrable(item) if each.code not in given(facts)]
    spared = replaced(facts, item) if missing else frozenset()
    return tuple(each for each in missing if each.code not in spared)


def given(facts: Facts) -> frozenset[str]:
    """Return the codes of the materials for which there is a file, or that were handed in on paper."""
    return frozenset(each.code for each in facts.parts["materials"] if each.removed_at is None)


def defer_days(item: ImplementationView, material: MaterialView, on: dt.date) -> int:
    """Return the working days within which a deferred material comes: the item's, never beyond its own limit."""
    limit = parameter("tolerance_max", item.region_code, on)
    most = item.legal_days if limit == "legal_days" and item.legal_days else item.promised_days
    return min(material.defer_days or most, most)


def owed(facts: Facts) -> Sequence[DeferredMaterial]:
    """Return the deferred materials that are still to come."""
    return [each for each in facts.parts["deferred"] if each.given_at is None and each.lapsed_at is None]


def may_still_come(facts: Facts) -> Sequence[DeferredMaterial]:
    """Return what may be handed in now: what is owed, and what came too late while a granted licence waits for it."""
    held = facts.state == "granted" and bool(deferred_missing(facts))
    late = [each for each in facts.parts["deferred"] if each.given_at is None and each.lapsed_at is not None]
    return [*owed(facts), *(late if held else ())]


def signers(facts: Facts, on: dt.date) -> dict[int, str]:
    """Return who may sign for the applicant on a day, by id: the applicant, or whom a mandate lets act in the item."""
    matter = facts.matter
    if matter.applicant_organisation_id is not None:
        ids = acting_for(matter.applicant_organisation_id, facts.parts["case"].task_code, on=on)
    elif matter.applicant_person_id is not None:
        ids = acting_for_person(matter.applicant_person_id, facts.parts["case"].task_code, on=on)
    else:
        ids = frozenset()
    return {pk: one.name for pk, one in sorted(people(ids).items())}


def nothing_owed(facts: Facts) -> str:
    """Tell that no deferred material is still to come."""
    return "" if may_still_come(facts) else _("没有等待补交的容缺材料")


def deferred_missing(facts: Facts) -> str:
    """Tell which deferred materials are owed, where the city holds the licence back until they are in."""
    waiting = [each for each in facts.parts["deferred"] if each.given_at is None]
    if not waiting or parameter("deferred_licence", facts.region_code) != "hold":
        return ""
    return _("容缺材料补齐后才能制证，还缺：%(names)s") % {"names": "、".join(each.name for each in waiting)}


def may_only_be_refused(facts: Facts) -> str:
    """Tell that what was deferred never came, where the city's consequence is that the case cannot be granted."""
    lapsed = [each.name for each in facts.parts["deferred"] if each.lapsed_at is not None]
    if not lapsed or parameter("tolerance_consequence", facts.region_code) != "refuse":
        return ""
    return _("容缺材料逾期未补（%(names)s），按告知的后果不能准予") % {"names": "、".join(lapsed)}


def missing_mark(facts: Facts) -> str:
    """Return what a decision or a licence says of deferred materials that are missing, nothing when all are in."""
    missing = [each.name for each in facts.parts["deferred"] if each.given_at is None]
    return f"容缺办理，尚未补齐：{'、'.join(missing)}" if missing else ""


def past_their_day(today: dt.date) -> list[str]:
    """List the cases that owe a deferred material whose day is past."""
    late = _still_owed().filter(due_on__lt=today)
    return list(late.order_by("matter__number").values_list("matter__number", flat=True).distinct())


def moved_days() -> list[tuple[DeferredMaterial, dt.date]]:
    """List the deferred materials whose day is no longer what their clock and the calendar say, with that day."""
    rows = _still_owed().select_related("matter__case").prefetch_related("matter__clocks")
    found = []
    for row in rows:
        clock = next(
            (each for each in row.matter.clocks.all() if each.kind == "tolerance" and each.stopped_on is None), None
        )
        if clock is None:
            continue
        item = version_of(row.matter.case.version_id)
        material = next(each for each in item.materials if each.code == row.code)
        own = calendar_of(row.matter.region_id).add(clock.started_on, defer_days(item, material, clock.started_on)).day
        if (due_on := min(own, clock.due_on)) != row.due_on:
            found.append((row, due_on))
    return found


def due_soon(today: dt.date) -> list[DeferredMaterial]:
    """List the deferred materials that are due within the days of the reminder and were not reminded of."""
    waiting = _still_owed().filter(reminded_on=None, due_on__gte=today).select_related("matter__case")
    return [
        row
        for row in waiting.order_by("due_on", "pk")
        if calendar_of(row.matter.region_id).between(today, row.due_on)
        <= parameter("tolerance_remind_days", row.matter.region_id, today)
    ]


def _still_owed() -> QuerySet[DeferredMaterial]:
    open_cases = {"matter__closed_at": None, "matter__state__in": _OWED_IN}
    return DeferredMaterial.objects.filter(given_at=None, lapsed_at=None, **open_cases)
