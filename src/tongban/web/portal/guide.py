"""The guide of one item: what it is, who may, with what, by when, where, and how to begin."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tongban.catalogue import queries as catalogue
from tongban.catalogue.queries import ImplementationView
from tongban.catalogue.rules.enumerations import Standing
from tongban.kernel.clock import today
from tongban.parties.queries import authority, exercising_authority
from tongban.parties.rules.views import AuthorityView
from tongban.web.doorkeeper import public
from tongban.web.portal.guide_figures import filled_last_month, reality_of
from tongban.web.portal.guide_parts import sorted_materials, way_of
from tongban.web.portal.linked_data import faq_of, service_of
from tongban.web.situations import address_of, asked, questions_of


@require_safe
@public
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """Show the guide, tailored by the situation that the address tells of; raises NotFound for no item.

    A suspended or cancelled item says so, since when and why, and offers no way to apply.
    """
    whole = catalogue.announced(code)
    situation = asked(whole, request.GET)
    item, on = whole.in_situation(situation), today()
    in_use = item.standing == Standing.IN_USE
    exerciser = _exerciser(item)
    shared = address_of(situation)
    address = request.build_absolute_uri(reverse("portal:guide", args=[item.code]))
    answer = {
        "item": item,
        "in_use": in_use,
        "since": None if in_use else catalogue.standing_since(item),
        "questions": questions_of(whole, situation),
        "shared": shared,
        "materials": sorted_materials(whole, item),
        "way": way_of(item, situation, exerciser, on),
        "due": catalogue.due_if_applied(item, on) if in_use else None,
        "exerciser": exerciser,
        "elsewhere": len(catalogue.implementers(item.code)) > 1,
        "reality": reality_of(item, on),
        "filled": filled_last_month(item, on),
        "linked_data_blocks": [service_of(item, address), *faq_of(item, address)] if in_use else [],
    }
    return render(request, "portal/guide.html", answer)


@require_safe
@public
def versions(request: HttpRequest, code: str) -> HttpResponse:
    """Show how the item has changed: every version that was in force, the newest first, with what it changed."""
    item = catalogue.announced(code)
    return render(request, "portal/guide/versions.html", {"item": item, "versions": catalogue.history_of(item.code)})


def _exerciser(item: ImplementationView) -> AuthorityView | None:
    """Return the authority that exercises the power instead of its own (集中行使), None where it does so itself."""
    exerciser_id = exercising_authority(item.code, item.authority.id, today())
    return None if exerciser_id == item.authority.id else authority(exerciser_id)
