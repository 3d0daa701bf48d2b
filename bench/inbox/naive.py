"""The same page as a plain Django developer would ask for it: permissions by joins, order by due day, count(*)."""

from __future__ import annotations

import datetime as dt

from django.core.paginator import Paginator
from django.db.models import F, Q

from bench.inbox.models import PlainCase
from tongban.cases.access import HANDLING
from tongban.cases.queries import Filter
from tongban.cases.queries.inbox import PAGE_SIZE
from tongban.cases.queries.inbox_filters import narrowing
from tongban.parties.rules.actor import Actor, DutyKind


def page_of(actor: Actor, filters: Filter, page: int, on: dt.date) -> tuple[int, list[str]]:
    """Return how many open cases the actor sees under the filters, and the numbers of one page of them."""
    found = PlainCase.objects.select_related("matter__owner", "matter__holder").filter(matter__closed_at=None)
    found = found.exclude(matter__state="draft")
    named = Q(matter__applicant_organisation__isnull=False)
    if not actor.charged_with(DutyKind.SUPERVISOR):
        named = Q()
        owned = Q(matter__owner_id__in=actor.authorities(*HANDLING))
        reviewed = Q(matter__reviews__authority_id__in=actor.authorities(DutyKind.REVIEWER))
        found = found.filter(owned | reviewed).distinct()
    # The filters are said in the very words of ours.
    found = found.filter(narrowing(filters, on, "matter__", named))
    pages = Paginator(found.order_by(F("matter__due_on").asc(nulls_last=True), "pk"), PAGE_SIZE)
    return pages.count, [case.matter.number for case in pages.get_page(page)]
