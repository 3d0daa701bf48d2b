"""What seven headline applications still ask of somebody whom government knows, played in a browser on the demo city.

The demo's people, their registers, licences and kept papers are its data; demo/guiyang/burden.toml says who applies for
what and all that they type. Counted is what the system itself counts when an application is handed in, and each value
that was filled in is held against the row of the register that it names.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from bench.result import Result

if TYPE_CHECKING:
    from bench.burden.counting import Counted

NAME = "burden"
HELP = "seven headline applications in a browser: fields filled in, papers found, and what is left to type and give"

FIELDS, MATERIALS = 0.9, 0.8


def run(quick: bool) -> Result:
    """Play each journey once; there is nothing to repeat, as counts do not vary, so `quick` plays the same."""
    from tqdm import tqdm

    from bench.burden.counting import count, keep_papers
    from bench.burden.site import opened
    from bench.burden.walk import Journey, apply
    from bench.home import fresh_home
    from tongban.cli.environment import REPOSITORY

    with (REPOSITORY / "demo" / "guiyang" / "burden.toml").open("rb") as file:
        journeys = [Journey(**each) for each in tomllib.load(file)["journeys"]]
    result = Result(NAME)
    counted: list[Counted] = []
    with fresh_home() as home, opened(home) as (site, page):
        for journey in tqdm(journeys, desc="bench burden", leave=False, disable=None):
            keep_papers(journey)
            number = apply(page, site, journey)
            found = count(number)
            counted.append(found)
            _tell(result, journey.title_en, found)
    _tell_of_all(result, counted)
    return result


def _tell(result: Result, title: str, found: Counted) -> None:
    result.figure(f"{title}, fields shown", found.shown, "fields")
    result.figure(f"{title}, fields typed", found.typed, "fields")
    result.figure(f"{title}, papers asked before", found.required, "papers")
    result.figure(f"{title}, papers asked now", found.asked, "papers")
    result.ratio(f"{title} prefilled/shown", found.prefilled / found.shown, FIELDS)
    result.ratio(f"{title} found/required", found.found / max(found.required, 1), MATERIALS)


def _tell_of_all(result: Result, counted: list[Counted]) -> None:
    prefilled = sum(each.prefilled for each in counted)
    result.ratio("prefilled/shown", prefilled / sum(each.shown for each in counted), FIELDS)
    result.ratio(
        "found/required", sum(each.found for each in counted) / sum(each.required for each in counted), MATERIALS
    )
    result.ratio("traced/prefilled", sum(each.traced for each in counted) / prefilled, 1)
