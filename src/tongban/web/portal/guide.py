"""The guide of one item: what it is, who may, with what, by when, where, and how to begin."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.catalogue import queries as catalogue
from tongban.catalogue.queries import ImplementationView, MaterialView
from tongban.catalogue.rules.steps import stages
from tongban.kernel.clock import today
from tongban.parties.queries import authority, exercising_authority
from tongban.parties.rules.views import AuthorityView
from tongban.web.doorkeeper import public


@dataclass(frozen=True, slots=True)
class Materials:
    """The material list as an applicant sees it: what to bring, what to fill in, what nobody asks for."""

    to_bring: list[MaterialView]
    to_fill: list[MaterialView]
    not_needed: list[MaterialView]


@require_safe
@public
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """Show the guide; raises NotFound for an item that is not in use."""
    item = catalogue.implementation(code)
    answer = {
        "item": item,
        "materials": sorted_materials(item),
        "stages": stages(item.steps),
        "due": catalogue.due_if_applied(item, today()),
        "exerciser": _exerciser(item),
    }
    return render(request, "portal/guide.html", answer)


def _exerciser(item: ImplementationView) -> AuthorityView | None:
    """Return the authority that exercises the power instead of its own (集中行使), None where it does so itself."""
    exerciser_id = exercising_authority(item.code, item.authority.id, today())
    return None if exerciser_id == item.authority.id else authority(exerciser_id)


def sorted_materials(item: ImplementationView) -> Materials:
    """Sort the materials by what the applicant has to do about them."""
    not_needed = [m for m in item.materials if m.is_spared]
    rest = [m for m in item.materials if not m.is_spared]
    return Materials(
        to_bring=[m for m in rest if m.carrier != "form"],
        to_fill=[m for m in rest if m.carrier == "form"],
        not_needed=not_needed,
    )
