"""Renewals that nobody decided before their licence expired (行政许可法 第五十条)."""

import datetime as dt

from tongban.cases.lifecycle.words import IN_HANDLING
from tongban.cases.models import Case
from tongban.cases.rules.validity import applied_in_time
from tongban.kernel.clock import day_of
from tongban.kernel.queries import parameter
from tongban.licences.queries import valid_until_of


def undecided_renewals(on: dt.date) -> list[str]:
    """List the numbers of renewals that the law takes as granted on a day, in two queries."""
    running = list(
        Case.objects.filter(purpose=Case.Purpose.RENEWAL, mock=False, matter__state__in=IN_HANDLING.split())
        .select_related("matter")
        .order_by("pk")
    )
    ends = valid_until_of([case.about_licence for case in running])
    found = []
    for case in running:
        until = ends.get(case.about_licence)
        if until is None or on <= until or case.received_at is None:
            continue
        days = parameter("renewal_apply_days", case.matter.region_id, on)
        if applied_in_time(day_of(case.received_at), until, days):
            found.append(case.matter.number)
    return found
