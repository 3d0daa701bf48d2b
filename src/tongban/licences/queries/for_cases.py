"""Licences as an application uses them: those of the types that its item names, in force or not, and what they say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from tongban.licences.models import Licence, LicenceType
from tongban.licences.queries.facts import LicenceFacts, facts_of

MOST = 200


@dataclass(frozen=True, slots=True)
class NamedType:
    """A kind of licence by its code; `elements` maps keys of its face to the data elements that they are."""

    name: str
    elements: dict[str, str]


def held_of_types(codes: Collection[str], types: Collection[str], on: dt.date) -> list[LicenceFacts]:
    """Return the licences of some types (by code) that the holders of the codes have, the newest first; one query.

    `codes` are identity numbers and unified social credit codes; each licence says how it stands on the day. The
    caller has found that the application is the holder's.
    """
    held = Licence.objects.select_related("type", "matter").filter(
        holder_code__in=list(codes), type__code__in=list(types)
    )
    return [facts_of(each, on) for each in held.order_by("-issued_on", "-pk")[:MOST]]


def types_named(codes: Collection[str]) -> dict[str, NamedType]:
    """Return the kinds of licences of the codes, in one query; an unknown one is left out."""
    return {
        row.code: NamedType(row.name, {each["key"]: each["element"] for each in row.fields if each.get("element")})
        for row in LicenceType.objects.filter(code__in=list(codes))
    }


def types_that_say(elements: Collection[str]) -> dict[str, dict[str, str]]:
    """Return by type code which keys of its face are one of the data elements, in one query."""
    wanted = sorted(set(elements))
    saying = reduce(or_, (Q(fields__contains=[{"element": each}]) for each in wanted), Q(pk__in=[]))
    found: dict[str, dict[str, str]] = {}
    for code, fields in LicenceType.objects.filter(saying).values_list("code", "fields"):
        told = {each["key"]: each["element"] for each in fields if each.get("element") in wanted}
        if told:
            found[code] = told
    return found
