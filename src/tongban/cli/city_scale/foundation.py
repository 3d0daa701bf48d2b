"""What cases and licences stand on: the demo city grown to all divisions, authorities, items and enterprises."""

from __future__ import annotations

import datetime as dt
import itertools
import pathlib
from collections.abc import Callable
from typing import Any

from django.db import transaction

from tongban.catalogue.actions import import_items
from tongban.cli.city import CityFolder
from tongban.cli.city_scale.authorities import Office, offices
from tongban.cli.city_scale.enterprises import enterprises
from tongban.cli.city_scale.items import city_items
from tongban.parties.actions import import_authorities, import_regions
from tongban.parties.actions.import_regions import VILLAGES
from tongban.parties.queries import regions_within
from tongban.parties.rules.actor import SYSTEM
from tongban.parties.rules.reports import Report
from tongban.sharing.actions import import_rows

# What the register says is as of one day, so that a second run changes nothing.
AS_OF = dt.date(2025, 12, 31)
PIECE = 40_000


def base_items(folder: pathlib.Path) -> list[dict[str, Any]]:
    """Return the contents of a city folder's item files, those of its ex officio powers last."""
    files = [path for kind in ("items", "powers") for path in sorted((folder / kind).glob("*.toml"))]
    return [CityFolder(path.parent).table(path.name) for path in files]


def import_divisions(city: CityFolder, *, at: dt.datetime) -> None:
    """Bring in the city's divisions down to the villages."""
    import_regions(folder=city.divisions, prefix=_prefix(city), actor=SYSTEM, at=at, deepest=VILLAGES)


def import_offices(city: CityFolder, *, at: dt.datetime) -> list[Office]:
    """Bring in the authorities of the whole city and return them; its divisions must be there."""
    divisions = [(each.code, each.name, each.level) for each in regions_within(_prefix(city))]
    found = offices(city.rows("authorities.toml", "authorities"), divisions)
    import_authorities(rows=[office.row for office in found], actor=SYSTEM, at=at)
    return found


def import_catalogue(city: CityFolder, found: list[Office], most: int, *, seed: int, at: dt.datetime) -> None:
    """Bring in items until there are `most`, all or nothing; those of the demo city are there already and count."""
    base = base_items(city.path)
    with transaction.atomic():
        import_items(list(itertools.islice(city_items(base, found, seed=seed), max(0, most - len(base)))), at=at)


def districts(city: CityFolder) -> list[tuple[str, str]]:
    """Return the city's districts and counties as (code, name)."""
    return [(one.code, one.name) for one in regions_within(_prefix(city)) if one.level == 4]


def import_enterprises(
    places: list[tuple[str, str]], count: int, *, seed: int, at: dt.datetime, said: Callable[[int], object]
) -> Report:
    """Bring the register of legal persons to the city's enterprises and return the report; `said` hears of batches.

    A piece is a transaction of its own, and one that a killed run had stored is left as it is.
    """
    report = Report()
    rows = ({**row, "as_of": AS_OF} for row in enterprises(places, count, seed=seed))
    while piece := list(itertools.islice(rows, PIECE)):
        report += import_rows(register="legal-persons", rows=piece, name="enterprises", actor=SYSTEM, at=at, said=said)
    return report


def _prefix(city: CityFolder) -> str:
    return str(city.table("city.toml")["divisions_prefix"])
