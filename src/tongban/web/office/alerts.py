"""Alerts for supervisors: what raised them, and saying what one has found."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongban.kernel.clock import now
from tongban.kernel.errors import NotFound, Refusal
from tongban.matters.actions.acknowledge_alert import acknowledge_alert
from tongban.matters.queries.alerts import PAGE_SIZE, AlertView, alerts, alerts_of
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.language import in_words
from tongban.web.once import once
from tongban.web.paging import page_number
from tongban.web.refusals import status_of
from tongban.web.templatetags.ui import date
from tongban.web.templatetags.words import ground_name

LONGEST_NOTE = 1000
WATCHING = (DutyKind.SUPERVISOR, DutyKind.HEAD, DutyKind.GOVERNMENT_HEAD)


@dataclass(frozen=True, slots=True)
class Line:
    """An alert, what explains it in words, and what was wrong with the note that was sent for it."""

    alert: AlertView
    notes: list[str]
    problem: str = ""
    typed: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@official(*WATCHING)
def alert_list(request: HttpRequest) -> HttpResponse:
    """List the alerts, and take a supervisor's note on one of them."""
    status, wrong, problem = 200, 0, ""
    typed = request.POST.get("note", "")[:LONGEST_NOTE]
    if request.method == "POST":
        sent = request.POST.get("alert", "")
        wrong = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 12 else 0
        try:
            once(request, lambda: acknowledge_alert(alert_id=wrong, note=typed, actor=actor(request), at=now()))
        except NotFound:
            raise
        except Refusal as refused:
            status, problem = status_of(refused), in_words(refused.reason)
        else:
            messages.success(request, _("已记录核查情况。"))
            return redirect(request.get_full_path())
    rule, acknowledged = request.GET.get("rule", ""), request.GET.get("acknowledged") == "1"
    found = alerts(actor(request), rule=rule, acknowledged=acknowledged, page=page_number(request.GET.get("page")))
    lines = [
        Line(each, notes_of(each), problem, typed) if each.id == wrong else Line(each, notes_of(each))
        for each in found.results
    ]
    context = {
        "found": found,
        "lines": lines,
        "most": max((each.count for each in found.rules), default=0),
        "size": PAGE_SIZE,
        "rule": rule,
        "acknowledged": acknowledged,
        "may_acknowledge": actor(request).charged_with(DutyKind.SUPERVISOR),
        "errors": [(f"#note-{wrong}" if any(line.problem for line in lines) else "", problem)] if problem else [],
    }
    return render(request, "office/alerts.html", context, status=status)


def alerts_on(caller: Actor, matter_id: int) -> list[Line]:
    """Return the alerts of one matter for those who watch over it; nobody else hears of them there."""
    if not caller.charged_with(*WATCHING):
        return []
    return [Line(each, notes_of(each)) for each in alerts_of(matter_id, caller)]


def notes_of(alert: AlertView) -> list[str]:
    """Say in words what explains an alert."""
    return [said for key, value in alert.facts.items() if (said := _note(key, value))]


def _note(key: str, value: Any) -> str:
    if key == "earlier" and isinstance(value, list):
        return _("此前的办件：%(numbers)s") % {"numbers": "、".join(str(each) for each in value)}
    if key in ("ground", "grounds"):
        codes = value if isinstance(value, list) else [value]
        return _("事由：%(name)s") % {"name": "、".join(ground_name(str(code)) for code in codes)}
    if key.endswith("_on") and isinstance(value, str):
        return _("到期日：%(day)s") % {"day": date(dt.date.fromisoformat(value))}
    says = {
        "minutes": _("晚了 %(value)s 分钟记录"),
        "allowed": _("容许 %(value)s 分钟"),
        "on": _("日期：%(value)s"),
        "entries": _("当日非办公时间办理 %(value)s 步"),
        "remaining": _("启动时距到期 %(value)s 个工作日"),
        "took": _("受理到决定 %(value)s 分钟"),
        "days": _("%(value)s 个工作日"),
        "licence": _("证照标识：%(value)s"),
    }
    return says[key] % {"value": value} if key in says else ""
