"""The inbox: what waits for the official, soonest due first, narrowed by filters that may be kept as views."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongban.cases import queries
from tongban.cases.access import HANDLING
from tongban.cases.queries import Inbox
from tongban.cases.queries.lamp_board import WATCHING
from tongban.cases.queries.saved_views import View, saved_views
from tongban.kernel.clock import now
from tongban.parties.queries import names_of_authorities
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.office.inbox_address import asked_of, query_of
from tongban.web.office.lamp_board import labels
from tongban.web.paging import page_number

PAGE_SIZE = 20


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
    """Show one page of the open cases, by task, lamp, item, authority, due days and words."""
    caller = actor(request)
    if not caller.duties:
        return redirect("office:duties")  # who is away, or charged with nothing, finds there why
    asked = asked_of(request.GET, first_task=_first_task(caller))
    found = queries.inbox(caller, asked, page_number(request.GET.get("page")), now())
    query = query_of(found.filter)
    narrowing = {key: value for key, value in query.items() if key != "task"}
    context = {
        "inbox": found,
        "page_size": PAGE_SIZE,
        "tasks": _tasks(found),
        "lamps": _lamps(found),
        "query": query,
        "address": urlencode(query),
        "narrowed": bool(narrowing),
        "unfolded": any(key in narrowing for key in ("item", "owner", "due_from", "due_to")),
        "everything_url": "?" + urlencode({"task": found.filter.task}),
        "handles": caller.charged_with(*HANDLING),
        "views": _views(caller, query),
        "owners": names_of_authorities() if _sees_many(caller) else {},
        "watches": caller.charged_with(*WATCHING),
        "verbs": bulk_verbs(caller),
    }
    return render(request, "office/inbox.html", context)


def bulk_verbs(caller: Actor) -> list[tuple[str, str]]:
    """Return the verbs that the official's duties let them say of many cases at once, with their words."""
    works = (DutyKind.CLERK, DutyKind.REVIEWER, DutyKind.DECIDER, DutyKind.ISSUER)
    verbs = [("claim", _("认领"))] if caller.charged_with(*works) else []
    if caller.charged_with(DutyKind.REVIEWER, DutyKind.HEAD):
        verbs.append(("assign", _("分派")))
    if caller.charged_with(DutyKind.REVIEWER):
        verbs += [("open_reviews", _("分送审查")), ("give_opinion", _("同意（审查意见）"))]
    return verbs


def _sees_many(caller: Actor) -> bool:
    # The others see the cases of their own authority.
    return caller.charged_with(DutyKind.SUPERVISOR, DutyKind.REVIEWER, DutyKind.GOVERNMENT_HEAD)


def _first_task(caller: Actor) -> str:
    # Who only watches has no work of their own to begin with.
    return "mine" if caller.charged_with(*HANDLING) else "all"


def _views(caller: Actor, query: dict[str, str]) -> list[tuple[View, str, bool]]:
    kept = saved_views(caller.account_id) if caller.account_id is not None else []
    addresses = [query_of(asked_of(view.query, first_task="mine")) for view in kept]
    return [(view, "?" + urlencode(each), each == query) for view, each in zip(kept, addresses, strict=True)]


def _tasks(found: Inbox) -> list[Choice]:
    chosen = found.filter.task
    return [Choice(t.code, t.label, _url(found, task=t.code), t.code == chosen, t.count) for t in found.tasks]


def _lamps(found: Inbox) -> list[Choice]:
    chosen = found.filter.lamp
    names = {"": _("全部"), **labels()}
    return [Choice(code, name, _url(found, lamp=code), code == chosen) for code, name in names.items()]


def _url(found: Inbox, **changes: str) -> str:
    asked = {**query_of(found.filter), **changes}
    return "?" + urlencode({key: value for key, value in asked.items() if value})
