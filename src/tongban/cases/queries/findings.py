"""What was found for the materials of a case, as it stands now: what was kept, and what is known without asking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db import connection
from django.db.models import Max, OuterRef, QuerySet, Subquery

from tongban.cases.models import Assistance, CaseMaterial, MaterialFinding
from tongban.cases.queries.promises import deferrable, promised_later, replaced, why_excluded
from tongban.cases.queries.reading import item_of
from tongban.cases.rules.resolving import (
    ASSISTANCE,
    CHOSEN,
    FOUND,
    LICENCE,
    NOT_FOUND,
    NOT_NEEDED,
    OFFERED,
    PROMISE,
    SHARED,
    SPACE,
    UPLOAD,
    Attempt,
    Slot,
    resolve,
)
from tongban.catalogue.queries import ImplementationView, MaterialView
from tongban.kernel.clock import day_of
from tongban.matters.queries import Facts

# What an outside source told is kept; the other ways are read as they stand.
KEPT = (LICENCE, SHARED, SPACE)
_ANSWERS = {"open": (CHOSEN, "waiting"), "answered": (FOUND, ""), "declined": (NOT_FOUND, "declined")}


def findings_now(facts: Facts, on: dt.date) -> dict[str, tuple[Attempt, ...]]:
    """Return the attempts for each material that is no form, in their order, as the case stands on the day."""
    item = item_of(facts)
    kept = kept_findings(facts.matter.pk)
    return {slot.code: resolve(slot) for slot in slots_of(facts, item, on, kept)}


def slots_of(facts: Facts, item: ImplementationView, on: dt.date, kept: Mapping[str, Iterable[Attempt]]) -> list[Slot]:
    """Return the materials of a case that are no form, with what is known of each way; reads two tables at most."""
    wanted = [each for each in item.materials if each.carrier != "form"]
    asked = assistances_of(facts.matter.pk) if any(each.assisted_by for each in wanted) else {}
    promised = promise_ways(facts, item, on)
    slots = []
    for each in wanted:
        ways = {way.path: way for way in kept.get(each.code, ())}
        if each.exempt_path == "cancelled":
            ways[NOT_NEEDED] = Attempt(NOT_NEEDED, FOUND, "cancelled")
        if each.code in promised:
            ways[PROMISE] = promised[each.code]
        if each.assisted_by:
            ways[ASSISTANCE] = asked.get(each.code, Attempt(ASSISTANCE, OFFERED, source=each.issuer))
        given = given_way(facts, each)
        ways[given.path] = given
        slots.append(Slot(each.code, ways))
    return slots


def newest_attempt(facts: Facts) -> QuerySet[MaterialFinding]:
    """Return the findings of a case's newest attempt, for the materials that the case asks for now.

    Where another situation left nothing to look for, the newest attempt is one for materials that fell away.
    """
    newest = (
        MaterialFinding.objects.filter(matter_id=OuterRef("matter_id"))
        .values("matter_id")
        .annotate(newest=Max("attempt"))
        .values("newest")
    )
    codes = [each.code for each in item_of(facts).materials]
    found = MaterialFinding.objects.filter(matter_id=facts.matter.pk, code__in=codes, attempt=Subquery(newest))
    return found.order_by("pk")


def kept_findings(matter_id: int) -> dict[str, list[Attempt]]:
    """Return what outside sources told in the newest attempt, by material, in one query."""
    found: dict[str, list[Attempt]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, {"matter": matter_id, "paths": list(KEPT)})
        for code, *told in cursor.fetchall():
            found.setdefault(code, []).append(Attempt(*told))
    return found


# Each page of a case passes here: said in SQL, because building the query costs more than running it.
_KEPT = """
SELECT code, path, outcome, reason, source, evidence, as_of, at FROM cases_material_finding
WHERE matter_id = %(matter)s AND path = ANY(%(paths)s::text[])
    AND attempt = (SELECT max(attempt) FROM cases_material_finding WHERE matter_id = %(matter)s)
ORDER BY id
"""


def promise_ways(facts: Facts, item: ImplementationView, on: dt.date) -> dict[str, Attempt]:
    """Return what may be or was promised, by material: in place of a proof, or to hand in after acceptance."""
    offered = frozenset(item.commitment.get("replaces", ())) if item.commitment else frozenset()
    later = frozenset(each.code for each in deferrable(item))
    if not offered | later:
        return {}
    signed, put_off = replaced(facts, item), promised_later(facts, item)
    barred = bool(why_excluded(facts, on))
    ways = {}
    for code in offered | later:
        reason = "" if code in offered else "later"
        if code in signed or code in put_off:
            ways[code] = Attempt(PROMISE, CHOSEN, "" if code in signed else "later")
        elif barred:
            ways[code] = Attempt(PROMISE, NOT_FOUND, "excluded")
        else:
            ways[code] = Attempt(PROMISE, OFFERED, reason)
    return ways


def assistances_of(case_matter_id: int) -> dict[str, Attempt]:
    """Return what other departments were asked in a case and what they answered, by material; the newest, one query."""
    rows = Assistance.objects.filter(of_id=case_matter_id).select_related("matter__owner").order_by("pk")
    found = {}
    for row in rows:
        if (answer := _ANSWERS.get(row.matter.state)) is not None:
            day = day_of(row.answered_at) if row.answered_at is not None else None
            found[row.code] = Attempt(ASSISTANCE, *answer, row.matter.owner.name, row.matter.number, day)
    return found


def given_way(facts: Facts, material: MaterialView) -> Attempt:
    """Return whether a file was given for a material, from the space or otherwise, or whether one has to or may be."""
    given: list[CaseMaterial] = [
        each for each in facts.parts["materials"] if each.code == material.code and each.removed_at is None
    ]
    if given:
        last = given[-1]
        if last.kept_document_id is not None:
            return Attempt(SPACE, CHOSEN, "", last.file_name, str(last.kept_document_id), day_of(last.added_at))
        return Attempt(UPLOAD, FOUND, "uploaded", last.file_name, last.sha256, day_of(last.added_at))
    must = material.carrier == "file" and material.necessity != "optional"
    return Attempt(UPLOAD, OFFERED, "to_upload" if must else "may_upload")
