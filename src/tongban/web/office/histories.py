"""The processes of other systems, for supervisors and the authority they belong to: how each source went, and each."""

import tempfile
from dataclasses import dataclass

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongban.kernel.clock import today
from tongban.matters.access import HISTORY
from tongban.matters.queries import histories as queries
from tongban.matters.queries.logs import histories
from tongban.matters.rules.lamps import Lamp
from tongban.matters.rules.xes import write_xes
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.paging import page_number

# The bars' own units: the longest is as wide as this.
WIDEST = 100
IN_MEMORY = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bars:
    """An activity's row in the chart: how often it came, and after how many days, each on its own scale."""

    activity: queries.Activity
    often: float
    wait: float


@require_safe
@official()
def history_list(request: HttpRequest) -> HttpResponse:
    """List them under the filters, with the figures of each source and the activities of the one that is chosen."""
    caller, asked = actor(request), _asked(request)
    sources = queries.history_sources(caller)
    chosen = asked.source or (sources[0].source if len(sources) == 1 else "")
    context = {
        "found": queries.history_list(caller, asked, today(), page_number(request.GET.get("page"))),
        "size": queries.PAGE_SIZE,
        "sources": sources,
        "asked": asked,
        "chosen": chosen,
        "bars": _bars(queries.activities(caller, chosen)) if chosen else [],
        "states": [(state.code, _(state.label)) for state in HISTORY.states],
        "lamps": _lamps(),
        "may_fetch": caller.charged_with(DutyKind.SUPERVISOR),
    }
    return render(request, "office/histories.html", context)


@require_safe
@official()
def history(request: HttpRequest, number: str) -> HttpResponse:
    """Show one: its lamp and days, and what happened when."""
    return render(request, "office/history.html", {"page": queries.history_page(actor(request), number, today())})


@require_safe
@official(DutyKind.SUPERVISOR)
def source_file(request: HttpRequest, source: str) -> FileResponse:
    """Hand out a source as the event log that it came as (XES, IEEE 1849)."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    if not write_xes(histories(source), file):
        raise Http404
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{source}.xes", content_type="application/xml")


def _asked(request: HttpRequest) -> queries.Asked:
    said = {name: request.GET.get(name, "").strip()[:100] for name in ("source", "state", "lamp", "q")}
    return queries.Asked(**said)


def _lamps() -> list[tuple[str, str]]:
    return [
        (Lamp.GREEN, _("按时办结")),
        (Lamp.WHITE, _("正常办理")),
        (Lamp.YELLOW, _("即将到期")),
        (Lamp.RED, _("已超期")),
    ]


def _bars(found: list[queries.Activity]) -> list[Bars]:
    most = max((each.events for each in found), default=1)
    longest = max((each.median_wait or 0 for each in found), default=0) or 1
    return [
        Bars(each, round(WIDEST * each.events / most, 1), round(WIDEST * max(each.median_wait or 0, 0) / longest, 1))
        for each in found
    ]
