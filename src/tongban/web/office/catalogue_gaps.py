"""Where the promises of guides and what cases showed differ (承诺与实况)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongban.catalogue.access import STEWARDS
from tongban.catalogue.queries.gaps import KINDS, PAGE_SIZE, GapsAsked, every_gap, gaps
from tongban.catalogue.rules.figures import Gap
from tongban.kernel.clock import today
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.office.catalogue_table import as_csv
from tongban.web.paging import page_number

WHO = (*STEWARDS, DutyKind.SUPERVISOR)
WIDEST = 100


@dataclass(frozen=True, slots=True)
class Compared:
    """A gap with its bars, each pair on its own scale: what is promised, and what cases showed."""

    gap: Gap
    words: list[str]
    promised: float
    shown: float


@require_safe
@official(*WHO)
def gap_list(request: HttpRequest) -> HttpResponse:
    """List the items whose promise differs from what cases showed, those that most people apply for first."""
    caller, asked = actor(request), _asked(request)
    found = gaps(caller, asked, today(), page_number(request.GET.get("page")))
    words = kind_words()
    context = {
        "asked": asked,
        "found": found,
        "rows": [_compared(row) for row in found.rows],
        "kinds": [(kind, words[kind], found.counts[kind]) for kind in KINDS],
        "page_size": PAGE_SIZE,
    }
    return render(request, "office/catalogue_gaps.html", context)


@require_safe
@official(*WHO)
def gaps_csv(request: HttpRequest) -> HttpResponseBase:
    """Hand out the gaps under the filter as a table for spreadsheets."""
    heads = [
        _("实施编码"),
        _("事项名称"),
        _("实施主体"),
        _("差距"),
        _("申请件数"),
        _("办结件数"),
        _("承诺（工作日）"),
        _("中位数（工作日）"),
        _("九成不超过（工作日）"),
        _("清单材料份数"),
        _("实收材料（平均）"),
        _("承诺到现场次数"),
        _("实际到现场（平均）"),
    ]
    return as_csv("gaps", heads, _lines(every_gap(actor(request), _asked(request), today())))


def kind_words() -> dict[str, str]:
    """Return the word for each kind of gap."""
    return {
        "late": _("超过承诺"),
        "early": _("可以压缩承诺"),
        "more_materials": _("多收材料"),
        "more_visits": _("多跑现场"),
    }


def _asked(request: HttpRequest) -> GapsAsked:
    kind = request.GET.get("kind", "")
    authority = request.GET.get("authority", "").replace("\x00", "")[:50]
    return GapsAsked(kind=kind if kind in KINDS else "", authority=authority)


def _words(gap: Gap) -> list[str]:
    return [word for kind, word in kind_words().items() if getattr(gap, kind)]


def _compared(gap: Gap) -> Compared:
    shown = gap.figures.p90_days or 0
    most = max(gap.promised_days, shown, 1)
    return Compared(gap, _words(gap), gap.promised_days * WIDEST / most, shown * WIDEST / most)


def _lines(rows: Iterator[Gap]) -> Iterator[Sequence[object]]:
    for row in rows:
        shown = row.figures
        yield (
            row.code,
            row.name,
            row.authority,
            "、".join(_words(row)),
            shown.applied,
            shown.answered,
            row.promised_days,
            shown.median_days,
            shown.p90_days,
            row.promised_materials,
            shown.materials,
            row.promised_visits,
            shown.visits,
        )
