"""What applications asked of their applicants: per item, authority, city and month, counted from what was kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from tongban.cases.models import CaseBurden
from tongban.catalogue.queries.owners import names_of
from tongban.catalogue.rules.views import ItemName
from tongban.kernel.rules.paging import page_of
from tongban.matters.events import NotYours
from tongban.parties.queries import authorities
from tongban.parties.rules.actor import Actor, DutyKind

WATCHING = (DutyKind.SUPERVISOR, DutyKind.EDITOR)
PAGE_SIZE = 50
_SUMS = {
    name: Sum(name)
    for name in (
        "materials_required",
        "materials_found",
        "materials_asked",
        "fields_shown",
        "fields_prefilled",
        "fields_changed",
        "fields_typed",
    )
}


@dataclass(frozen=True, slots=True)
class Burden:
    """What the applications of an item, an authority, a month or the city asked, added up."""

    applications: int = 0
    materials_required: int = 0
    materials_found: int = 0
    materials_asked: int = 0
    fields_shown: int = 0
    fields_prefilled: int = 0
    fields_changed: int = 0
    fields_typed: int = 0

    @property
    def materials_share(self) -> float | None:
        """The share of the required materials that were found, None where nothing was required."""
        return self.materials_found / self.materials_required if self.materials_required else None

    @property
    def fields_share(self) -> float | None:
        """The share of the answered questions that were filled in and left so, None where none was answered."""
        answered = self.fields_prefilled + self.fields_typed
        return self.fields_prefilled / answered if answered else None


@dataclass(frozen=True, slots=True)
class BurdenRow:
    """An item's or an authority's burden, or a month's (`code` is then 2026-03)."""

    code: str
    name: str
    name_en: str
    burden: Burden


@dataclass(frozen=True, slots=True)
class BurdenBoard:
    """The burden of a month, or of all months: in all, by item, by authority and by month."""

    month: dt.date | None
    total: Burden
    items: list[BurdenRow]
    authorities: list[BurdenRow]
    months: list[BurdenRow]
    count: int
    page: int
    pages: int


def burden_board(
    actor: Actor,
    *,
    month: dt.date | None = None,
    authority_key: str = "",
    item: str = "",
    page: int = 1,
) -> BurdenBoard:
    """Return the sums under the filter, the items with the most typing first; a fixed number of queries.

    Raises NotYours for who neither supervises nor edits items.
    """
    _refuse(actor)
    known = {each.id: each for each in authorities()}
    chosen = {each.id for each in known.values() if each.key == authority_key}
    rows = CaseBurden.objects.all()
    if authority_key:
        rows = rows.filter(authority_id__in=chosen)
    if item:
        rows = rows.filter(task_code=item)
    of_month = rows.filter(month=month) if month else rows
    by_item = list(of_month.values("task_code").annotate(**_SUMS, n=Count("pk")).order_by("-fields_typed", "task_code"))
    shown, count, page, pages = page_of(by_item, page, PAGE_SIZE)
    names = names_of([each["task_code"] for each in shown])
    by_authority = of_month.values("authority_id").annotate(**_SUMS, n=Count("pk")).order_by("-fields_typed")
    by_month = rows.values("month").annotate(**_SUMS, n=Count("pk")).order_by("-month")
    return BurdenBoard(
        month=month,
        total=_burden(of_month.aggregate(**_SUMS, n=Count("pk"))),
        items=[_of_item(each, names) for each in shown],
        authorities=[
            BurdenRow(one.key, one.name, one.name_en, _burden(each))
            for each in by_authority
            if (one := known.get(each["authority_id"]))
        ],
        months=[
            BurdenRow(month, month, "", _burden(each)) for each in by_month for month in [f"{each['month']:%Y-%m}"]
        ],
        count=count,
        page=page,
        pages=pages,
    )


def every_item(actor: Actor, *, month: dt.date | None = None, authority_key: str = "") -> list[BurdenRow]:
    """Return the sums of every item under the filter, for a table. Raises NotYours."""
    _refuse(actor)
    rows: QuerySet[CaseBurden] = CaseBurden.objects.all()
    if authority_key:
        rows = rows.filter(authority__key=authority_key)
    if month:
        rows = rows.filter(month=month)
    found = list(rows.values("task_code").annotate(**_SUMS, n=Count("pk")).order_by("task_code"))
    names = names_of([each["task_code"] for each in found])
    return [_of_item(each, names) for each in found]


def _of_item(sums: Any, names: dict[str, ItemName]) -> BurdenRow:
    code = sums["task_code"]
    known = names.get(code)
    return BurdenRow(code, known.name if known else "", known.name_en if known else "", _burden(sums))


def burden_of_item(task_code: str, month: dt.date | None) -> Burden:
    """Return what the applications of an item asked in a month, or ever; open to anybody, it tells of nobody."""
    rows = CaseBurden.objects.filter(task_code=task_code)
    if month:
        rows = rows.filter(month=month)
    return _burden(rows.aggregate(**_SUMS, n=Count("pk")))


def _refuse(actor: Actor) -> None:
    if not actor.charged_with(*WATCHING):
        raise NotYours(_("减材料、减填写的统计供监督人员和事项编辑查看"))


def _burden(row: Any) -> Burden:
    return Burden(applications=row["n"] or 0, **{name: row[name] or 0 for name in _SUMS})
