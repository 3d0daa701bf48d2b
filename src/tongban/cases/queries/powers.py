"""Cases counted by whose power it is, and by who exercises it (一枚印章管审批)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from tongban.cases.access import desk
from tongban.cases.models import Case
from tongban.parties.queries import authorities
from tongban.parties.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class PowerRow:
    """The cases of one power in the hands of one authority; the two are the same where nothing was centralised."""

    power: str
    power_en: str
    owner: str
    owner_en: str
    is_own: bool
    handed_in: int
    open: int
    granted: int
    refused: int


def by_power(actor: Actor, *, since: dt.datetime) -> list[PowerRow]:
    """Count the cases begun since a moment that the actor may see by duty, drafts and mock ones left out.

    By power, those exercised by another authority after the own ones; in two queries.
    """
    rows = (
        Case.objects.filter(desk(actor), matter__opened_at__gte=since, mock=False)
        .exclude(matter__state="draft")
        .values_list(Coalesce("power_authority_id", "matter__owner_id"), "matter__owner_id")
        .annotate(
            handed_in=Count("pk"),
            open=Count("pk", filter=Q(matter__closed_at=None)),
            granted=Count("pk", filter=Q(matter__decision__outcome="granted")),
            refused=Count("pk", filter=Q(matter__decision__outcome="refused")),
        )
        .order_by()
    )
    found = list(rows)
    known = {one.id: one for one in authorities({pk for power, owner, *_counts in found for pk in (power, owner)})}
    counted = [
        PowerRow(
            known[power].name, known[power].name_en, known[owner].name, known[owner].name_en, power == owner, *counts
        )
        for power, owner, *counts in found
    ]
    return sorted(counted, key=lambda row: (row.power, not row.is_own, row.owner))
