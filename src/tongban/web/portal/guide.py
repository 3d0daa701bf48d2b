"""The guide of one item: what it is, who may, with what, by when, where, and how to begin."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.catalogue import queries as catalogue
from tongban.catalogue.queries import ImplementationView, MaterialView, StepView
from tongban.kernel.clock import today
from tongban.kernel.queries import calendar_of
from tongban.kernel.rules.calendar import Due
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
        "due": due_if_applied(item, today()),
        "today": today(),
        "online": "web" in item.channels,
    }
    return render(request, "portal/guide.html", answer)


def sorted_materials(item: ImplementationView) -> Materials:
    """Sort the materials by what the applicant has to do about them."""
    not_needed = [m for m in item.materials if spared(m)]
    rest = [m for m in item.materials if not spared(m)]
    return Materials(
        to_bring=[m for m in rest if m.carrier != "form"],
        to_fill=[m for m in rest if m.carrier == "form"],
        not_needed=not_needed,
    )


def spared(material: MaterialView) -> bool:
    """Tell whether government fetches the material itself."""
    return material.source == "government" and material.exempt_path in ("licence", "shared_data")


def stages(steps: tuple[StepView, ...]) -> list[list[StepView]]:
    """Put the steps in the order of their work; those in one stage run side by side."""
    level: dict[str, int] = {}
    rest = list(steps)
    while rest:
        ready = [step for step in rest if all(code in level for code in step.after)] or rest[:1]
        for step in ready:
            level[step.code] = 1 + max((level.get(code, 0) for code in step.after), default=0)
        rest = [step for step in rest if step.code not in level]
    return [[s for s in steps if level[s.code] == n] for n in range(1, max(level.values(), default=0) + 1)]


def due_if_applied(item: ImplementationView, on: dt.date) -> Due:
    """Return the day on which the promised answer would be due if the application were accepted on `on`."""
    if item.promised_unit == "working":
        return calendar_of(item.region_code).add(on, item.promised_days)
    return Due(on + dt.timedelta(days=item.promised_days), provisional=False)
