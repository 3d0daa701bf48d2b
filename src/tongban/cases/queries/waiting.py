"""Cases in which a day has passed that does something by itself: found as a set, each then moved by its own step."""

import datetime as dt

from django.db.models import F, Q

from tongban.cases.lifecycle.words import CORRECTING, INTAKE
from tongban.cases.models import Case, Proposal
from tongban.kernel.clock import day_of
from tongban.kernel.queries import parameter
from tongban.matters.queries.signs import Sign


def unanswered(today: dt.date) -> list[str]:
    """List the cases whose window did not say in time whether they are accepted (行政许可法 第三十二条)."""
    return _overdue("intake", INTAKE, today)


def uncorrected(today: dt.date) -> list[str]:
    """List the cases whose applicant did not answer the correction notice in time."""
    return _overdue("correction", CORRECTING, today)


def unrated(at: dt.datetime) -> list[str]:
    """List the cases that were delivered long enough ago and that nobody rated."""
    days = parameter("rating_close_days", on=day_of(at))
    waiting = Case.objects.filter(_open("delivered"), delivered_at__lt=at - dt.timedelta(days=days))
    return list(waiting.order_by("delivered_at").values_list("matter__number", flat=True))


def untouched_drafts(at: dt.datetime) -> list[str]:
    """List the drafts that nobody has saved for so long that they are deleted."""
    days = parameter("retention_drafts_days", on=day_of(at))
    left = Case.objects.filter(_open("draft"), saved_at__lt=at - dt.timedelta(days=days))
    return list(left.order_by("saved_at").values_list("matter__number", flat=True))


def unanswered_referrals(today: dt.date) -> list[Sign]:
    """Find the referrals of windows that their authority has not answered in time, at the entry that made them."""
    late = Proposal.objects.filter(kind=Proposal.Kind.REFUSAL, answered_at=None, due_on__lt=today)
    made = late.filter(
        matter__entries__verb="propose_refusal", matter__entries__recorded_at=F("made_at"), matter__closed_at=None
    )
    rows = made.values_list("matter_id", "matter__entries__sequence", "due_on")
    return [Sign(matter, sequence, {"due_on": str(due_on)}) for matter, sequence, due_on in rows]


def _overdue(clock: str, states: str, today: dt.date) -> list[str]:
    # Due days of matters are indexed where they are open; which clock it is that is past is asked of those only.
    past = Q(matter__due_on__lt=today, matter__clocks__kind=clock, matter__clocks__stopped_on=None)
    found = Case.objects.filter(_open(*states.split()), past, matter__clocks__due_on__lt=today, mock=False)
    return list(found.order_by("matter__due_on", "pk").values_list("matter__number", flat=True))


def _open(*states: str) -> Q:
    return Q(matter__kind="case", matter__closed_at=None, matter__state__in=states)
