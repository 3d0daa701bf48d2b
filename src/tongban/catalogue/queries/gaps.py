"""Reading where the promises of guides and what cases showed differ (承诺与实况)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Case, Count, F, FloatField, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Floor

from tongban.catalogue.access import implementations_in_use, watched_authorities
from tongban.catalogue.models import Implementation, Material
from tongban.catalogue.queries.figures import YEAR, view_of
from tongban.catalogue.rules.figures import Gap
from tongban.kernel.queries import parameter
from tongban.kernel.rules.paging import page_of
from tongban.parties.rules.actor import Actor

PAGE_SIZE = 20
KINDS = ("late", "early", "more_materials", "more_visits")
# Five working days are seven calendar days.
_CALENDAR_DAYS = 1.4
_WORKING_DAYS = Case(
    When(
        current__promised_unit="calendar",
        then=Cast(Floor(F("current__promised_days") / Value(_CALENDAR_DAYS)), IntegerField()),
    ),
    default=F("current__promised_days"),
    output_field=IntegerField(),
)
# Papers that somebody has to bring: not the form, and not what government finds itself.
_PAPERS = (
    Material.objects.filter(version=OuterRef("current"))
    .exclude(carrier="form")
    .exclude(exempt_path__in=["cancelled", "licence", "shared_data"])
    .order_by()
    .values("version")
    .annotate(papers=Count("pk"))
    .values("papers")
)


@dataclass(frozen=True, slots=True)
class GapsAsked:
    """What is looked for; "" is all: one of KINDS, an authority by its key."""

    kind: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True)
class GapRows:
    """A page of gaps; `counts` tells how many items have each kind under the same choice of authority."""

    rows: list[Gap]
    count: int
    counts: dict[str, int]
    page: int
    pages: int


def gaps(actor: Actor, asked: GapsAsked, on: dt.date, page: int = 1) -> GapRows:
    """Return one page of the items in use whose promise differs from what cases showed, the most applied for first.

    Items with fewer answers than the parameter `gap_least_answered` say nothing. Nine in ten count as the usual case
    for days, the average for papers and visits. Three queries.
    """
    found = _gaps(actor, GapsAsked(authority=asked.authority), on)
    numbers = {f"number_{kind}": Count("pk", filter=Q(**{kind: True})) for kind in KINDS}
    counted = found.order_by().aggregate(whole=Count("pk"), **numbers)
    counts = {kind: counted[f"number_{kind}"] for kind in KINDS}
    count = counts[asked.kind] if asked.kind in KINDS else counted["whole"]
    rows, count, page, pages = page_of(_gaps(actor, asked, on), page, PAGE_SIZE, count=count)
    return GapRows([_gap(row) for row in rows], count, counts, page, pages)


def every_gap(actor: Actor, asked: GapsAsked, on: dt.date) -> Iterator[Gap]:
    """Yield all gaps under the filter in the order of the list."""
    for row in _gaps(actor, asked, on).iterator(chunk_size=1000):
        yield _gap(row)


def _gaps(actor: Actor, asked: GapsAsked, on: dt.date) -> QuerySet[Implementation]:
    answered, share = parameter("gap_least_answered", on=on), parameter("gap_early_percent", on=on)
    tolerance = parameter("gap_tolerance_percent", on=on) / 100
    number = Cast(F("reality__answered"), FloatField())
    found = (
        implementations_in_use()
        .filter(reality__until__gt=on - YEAR, reality__answered__gte=max(answered, 1))
        .select_related("current", "authority", "reality")
        .annotate(promised=_WORKING_DAYS, papers=Coalesce(Subquery(_PAPERS), 0))
        .annotate(
            late=_told(Q(reality__p90_days__gt=F("promised"))),
            early=_told(Q(promised__gt=0, reality__p90_days__lte=F("promised") * Value(share) / 100)),
            more_materials=_told(Q(reality__materials__gt=number * (F("papers") + Value(tolerance)))),
            more_visits=_told(Q(reality__visits__gt=number * (F("current__visits") + Value(tolerance)))),
        )
    )
    if (theirs := watched_authorities(actor)) is not None:
        found = found.filter(authority_id__in=theirs)
    if asked.authority:
        found = found.filter(authority__key=asked.authority)
    wanted = (
        Q(**{asked.kind: True})
        if asked.kind in KINDS
        else Q(late=True) | Q(early=True) | Q(more_materials=True) | Q(more_visits=True)
    )
    return found.filter(wanted).order_by("-reality__applied", "pk")


def _told(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))


def _gap(row: Implementation) -> Gap:
    assert row.current is not None, "only items in use are compared"
    shown = vars(row)
    return Gap(
        code=row.task_code,
        name=row.current.name,
        authority=row.authority.short_name,
        authority_en=row.authority.name_en,
        promised_days=shown["promised"],
        promised_materials=shown["papers"],
        promised_visits=row.current.visits,
        figures=view_of(row.reality),
        **{kind: shown[kind] for kind in KINDS},
    )
