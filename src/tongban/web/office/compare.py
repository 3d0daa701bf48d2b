"""The versions and variants of an item side by side: does merging steps make it quicker?"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.cases.queries.comparison import COMPARING, Way, compare
from tongban.web.doorkeeper import actor, official

# The chart's own units: a row for each version, the longest bar as wide as this.
WIDEST, ROW = 400, 64


@dataclass(frozen=True, slots=True)
class Bars:
    """A version's row in the chart: where it stands, and how wide its bars are."""

    way: Way
    top: int
    median: float
    mean: float
    path: float


@require_safe
@official(*COMPARING)
def comparison(request: HttpRequest, task_code: str) -> HttpResponse:
    """Show how many cases each version had, how they went, and how long its steps may take."""
    found = compare(actor(request), task_code)
    longest = max([1.0, *(day or 0.0 for way in found.ways for day in _days(way))])
    rows = [_bars(way, place * ROW, WIDEST / longest) for place, way in enumerate(found.ways)]
    return render(request, "office/compare.html", {"comparison": found, "rows": rows, "height": len(rows) * ROW})


def _days(way: Way) -> tuple[float | None, ...]:
    return way.median_days, way.mean_days, way.longest_path


def _bars(way: Way, top: int, scale: float) -> Bars:
    median, mean, path = (round((days or 0) * scale, 1) for days in _days(way))
    return Bars(way, top, median, mean, path)
