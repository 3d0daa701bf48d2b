"""The inbox: what waits for the official, soonest due first."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongban.cases import queries
from tongban.cases.queries import Filter, Inbox
from tongban.kernel.clock import now
from tongban.matters.rules.lamps import Lamp
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.paging import page_number

PAGE_SIZE = 20
LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: its words, its address, its count where there is one."""

    code: str
    label: str
    url: str
    current: bool
    count: int | None = None


@require_safe
@official()
def inbox(request: HttpRequest) -> HttpResponse:
    """Show one page of the open cases, by task, lamp and words."""
    caller = actor(request)
    if not caller.duties:
        return redirect("office:duties")  # who is away, or charged with nothing, finds there why
    asked = Filter(
        task=request.GET.get("task", "") or _first_task(caller),
        lamp=request.GET.get("lamp", ""),
        q=" ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST_SEARCH],
    )
    found = queries.inbox(caller, asked, page_number(request.GET.get("page")), now())
    context = {
        "inbox": found,
        "page_size": PAGE_SIZE,
        "tasks": _tasks(found),
        "lamps": _lamps(found),
        "narrowed": bool(found.filter.lamp or found.filter.q),
        "everything_url": _url(found, lamp="", q=""),
        "handles": caller.charged_with(*_HANDLING),
    }
    return render(request, "office/inbox.html", context)


_HANDLING = (DutyKind.CLERK, DutyKind.REVIEWER, DutyKind.DECIDER, DutyKind.ISSUER)


def _first_task(caller: Actor) -> str:
    # Who only watches has no work of their own to begin with.
    return "mine" if caller.charged_with(*_HANDLING) else "all"


def _tasks(found: Inbox) -> list[Choice]:
    chosen = found.filter.task
    return [Choice(t.code, t.label, _url(found, task=t.code), t.code == chosen, t.count) for t in found.tasks]


def _lamps(found: Inbox) -> list[Choice]:
    names = {
        "": _("全部"),
        Lamp.RED: _("已超期"),
        Lamp.YELLOW: _("即将到期"),
        Lamp.WHITE: _("正常办理"),
        Lamp.GREY: _("已暂停计时"),
    }
    chosen = found.filter.lamp
    return [Choice(str(code), name, _url(found, lamp=code), code == chosen) for code, name in names.items()]


def _url(found: Inbox, **changes: str) -> str:
    now_asked = {"task": found.filter.task, "lamp": found.filter.lamp, "q": found.filter.q}
    return "?" + urlencode({key: value for key, value in {**now_asked, **changes}.items() if value})
