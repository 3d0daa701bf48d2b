"""The desk of those who keep the catalogue: what waits for them, and the items that they keep."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongban.catalogue.access import STEWARDS, authorities_of
from tongban.catalogue.queries.editable import PAGE_SIZE as ITEMS_A_PAGE
from tongban.catalogue.queries.editable import editable_items
from tongban.catalogue.queries.revisions import PAGE_SIZE, revision_list
from tongban.catalogue.rules.enumerations import STANDINGS
from tongban.kernel.clock import now
from tongban.parties.queries import authorities
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.paging import page_number

TABS = ("waiting", "mine", "open", "all")


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the lists of the desk."""

    code: str
    label: str
    current: bool


@require_safe
@official(*STEWARDS)
def desk(request: HttpRequest) -> HttpResponse:
    """List the revisions that wait for the reader, that they drafted, that are on their way, or all."""
    asked = request.GET.get("tab", TABS[0])
    tab = asked if asked in TABS else TABS[0]
    caller, page = actor(request), page_number(request.GET.get("page"))
    carriers, authority = authorities(authorities_of(caller, *STEWARDS)), request.GET.get("authority", "")
    wanted = next((each.id for each in carriers if each.key == authority), None)
    found = revision_list(caller, None if tab == "all" else tab, wanted, page, at=now())
    labels = {"waiting": _("等我办理"), "mine": _("我起草的"), "open": _("全部在办"), "all": _("全部")}
    context = {
        "found": found,
        "page_size": PAGE_SIZE,
        "tabs": [Tab(code, labels[code], code == tab) for code in TABS],
        "tab": tab,
        "carriers": carriers,
        "authority": authority,
    }
    return render(request, "office/catalogue/desk.html", context)


@require_safe
@official(*STEWARDS)
def items(request: HttpRequest) -> HttpResponse:
    """List the items that the reader keeps, narrowed by words, authority and standing."""
    caller = actor(request)
    carriers = authorities(authorities_of(caller, *STEWARDS))
    q, authority, standing = (request.GET.get(name, "").strip() for name in ("q", "authority", "standing"))
    wanted = next((each.id for each in carriers if each.key == authority), None)
    found = editable_items(
        caller,
        q=q[:100],
        authority=wanted,
        standing=standing if standing in STANDINGS else None,
        page=page_number(request.GET.get("page")),
    )
    context = {
        "found": found,
        "page_size": ITEMS_A_PAGE,
        "q": q,
        "authority": authority,
        "standing": standing,
        "carriers": carriers,
        "standings": [(code, _(label)) for code, label in STANDINGS.items()],
        "labels": {code: _(label) for code, label in STANDINGS.items()},
        "edits": caller.charged_with(DutyKind.EDITOR),
        "narrowed": bool(q or authority or standing),
    }
    return render(request, "office/catalogue/items.html", context)
