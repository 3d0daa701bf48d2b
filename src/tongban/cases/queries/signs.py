"""Signs in the journal of cases that a clock began anew, or that one official did it all: found as sets."""

import datetime as dt
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from tongban.cases.models import Case
from tongban.catalogue.rules.enumerations import Instance
from tongban.kernel.clock import day_of
from tongban.kernel.queries import parameter
from tongban.matters.queries.signs import Sign

# Ends after which the same application must not simply begin again.
ENDED_BY_US = ("not_accepted", "terminated", "voided")
TAKEN_IN = ("submit", "register")
_WHO = ("task_code", "matter__applicant_person_id", "matter__applicant_organisation_id")


def told_more_than_once(since: dt.datetime) -> list[Sign]:
    """Find every correction notice after a case's first (行政许可法 第三十二条: once, and whole)."""
    earlier = _said("return_for_correction", matter__entries__sequence__lt=OuterRef("sequence"))
    return _signs(_entries(since, "return_for_correction").filter(Exists(earlier)))


def begun_again(since: dt.datetime) -> list[Sign]:
    """Find cases taken in within `reapply_days` after the same applicant's case of the same item was ended by us."""
    window = dt.timedelta(days=parameter("reapply_days", on=day_of(since)))
    ended: dict[tuple[Any, ...], list[tuple[dt.date, str]]] = {}
    rows = Case.objects.filter(matter__state__in=ENDED_BY_US, matter__finished_on__gte=day_of(since) - window)
    for *key, on, number in rows.values_list(*_WHO, "matter__finished_on", "matter__number"):
        ended.setdefault(tuple(key), []).append((on, number))
    fresh = _entries(since, *TAKEN_IN).filter(task_code__in={task_code for task_code, *_who in ended})
    signs = []
    for pk, number, sequence, recorded_at, *key in fresh.values_list(
        "pk", "matter__number", "sequence", "recorded_at", *_WHO
    ):
        on = day_of(recorded_at)
        before = [each for day, each in ended.get(tuple(key), ()) if each != number and day <= on <= day + window]
        if before and any(key[1:]):
            signs.append(Sign(pk, sequence, {"earlier": sorted(before)}))
    return signs


def done_by_one(since: dt.datetime) -> list[Sign]:
    """Find decisions by who also accepted and reviewed; instant items are answered by one official."""
    same = {"matter__entries__actor__official": OuterRef("official")}
    alone = _promised(since).filter(Exists(_said("accept", **same)), Exists(_said("give_opinion", **same)))
    return _signs(alone)


def decided_in_no_time(since: dt.datetime) -> list[Sign]:
    """Find promised items that were decided within `quick_decision_minutes` after they were accepted."""
    within = dt.timedelta(minutes=parameter("quick_decision_minutes", on=day_of(since)))
    accepted = _said("accept", matter__entries__recorded_at__gt=OuterRef("recorded_at") - within)
    begun = Subquery(accepted.values("matter__entries__recorded_at")[:1])
    quick = _promised(since).annotate(begun=begun).filter(begun__isnull=False)
    return [
        Sign(pk, sequence, {"took": int((recorded_at - begun).total_seconds() // 60)})
        for pk, sequence, recorded_at, begun in quick.values_list("pk", "sequence", "recorded_at", "begun")
    ]


def decided_before_accepted(since: dt.datetime) -> list[Sign]:
    """Find decisions that are said to have been made before the acceptance."""
    later = _said("accept", matter__entries__occurred_at__gt=OuterRef("occurred_at"))
    return _signs(_entries(since, "decide").filter(Exists(later)))


def without_effect(pks: set[int]) -> set[int]:
    """Return those of the cases that are mock: nothing is owed there."""
    return set(Case.objects.filter(pk__in=pks, mock=True).values_list("pk", flat=True))


def _promised(since: dt.datetime) -> QuerySet[Case]:
    return _entries(since, "decide").exclude(version__instance=Instance.INSTANT)


def _entries(since: dt.datetime, *verbs: str) -> QuerySet[Case]:
    """Return cases once for each entry of the verbs, with what the entry says."""
    return Case.objects.filter(
        mock=False, matter__entries__verb__in=verbs, matter__entries__recorded_at__gte=since
    ).annotate(
        sequence=F("matter__entries__sequence"),
        recorded_at=F("matter__entries__recorded_at"),
        occurred_at=F("matter__entries__occurred_at"),
        official=F("matter__entries__actor__official"),
    )


def _said(verb: str, **more: Any) -> QuerySet[Case]:
    return Case.objects.filter(pk=OuterRef("pk"), matter__entries__verb=verb, **more)


def _signs(entries: QuerySet[Any]) -> list[Sign]:
    return [Sign(pk, sequence) for pk, sequence in entries.values_list("pk", "sequence")]
