"""Renewals that nobody decided before their licence expired (行政许可法 第五十条)."""

import datetime as dt

from django.db.models import Min, Q

from tongban.cases.lifecycle.words import IN_HANDLING
from tongban.cases.models import Case
from tongban.cases.queries.signs import TAKEN_IN
from tongban.cases.rules.validity import applied_in_time
from tongban.kernel.clock import day_of
from tongban.kernel.queries import parameter
from tongban.licences.queries import valid_until_of

# A correction is received anew, but the renewal was applied for when it was first handed in.
_APPLIED_AT = Min("matter__entries__occurred_at", filter=Q(matter__entries__verb__in=TAKEN_IN))


def undecided_renewals(on: dt.date) -> list[str]:
    """List the numbers of renewals that the law takes as granted on a day, in two queries."""
    running = list(
        Case.objects.filter(purpose=Case.Purpose.RENEWAL, mock=False, matter__state__in=IN_HANDLING.split())
        .select_related("matter")
        .annotate(applied_at=_APPLIED_AT)
        .order_by("pk")
    )
    ends = valid_until_of([case.about_licence for case in running])
    found = []
    for case in running:
        until = ends.get(case.about_licence)
        if until is None or on <= until or case.applied_at is None:
            continue
        days = parameter("renewal_apply_days", case.matter.region_id, on)
        if applied_in_time(day_of(case.applied_at), until, days):
            found.append(case.matter.number)
    return found


def applied_on(case: Case) -> dt.date | None:
    """Return the day on which a case was first handed in, whatever was corrected since; None before."""
    applied_at = Case.objects.filter(pk=case.pk).aggregate(first=_APPLIED_AT)["first"]
    return day_of(applied_at) if applied_at is not None else None
