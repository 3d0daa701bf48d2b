"""Reading what somebody answered before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tongban.sharing.models import KeptAnswer
from tongban.sharing.rules.known import Value


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that was given before, in which case and when."""

    value: Value
    case_number: str
    given_at: dt.datetime


def kept_answers(
    kind: str, party_id: int, elements: Collection[str], objects: Mapping[str, str] | None = None
) -> dict[str, Kept]:
    """Return what a person or an organisation (`kind`) answered before, by data element, in one query.

    `objects` names, by domain, the thing that is meant. The caller has found that the application is the owner's.
    """
    named = objects or {}
    rows = KeptAnswer.objects.filter(**{f"{kind}_id": party_id}, element__in=list(elements))
    return {
        row.element: Kept(row.value, row.case_number, row.given_at)
        for row in rows
        if row.object_code == named.get(row.element.partition(".")[0], "")
    }
