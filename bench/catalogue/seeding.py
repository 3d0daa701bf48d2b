"""What a city's catalogue stands on before its items: the demo city grown to all divisions and 365 authorities."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from tongban.cli.city import DEMO_CITY, CityFolder, load_city
from tongban.cli.city_scale import ITEMS, city_items, offices
from tongban.cli.city_scale.foundation import base_items
from tongban.parties.actions import import_authorities, import_regions
from tongban.parties.actions.import_regions import VILLAGES
from tongban.parties.queries import regions_within
from tongban.parties.rules.actor import SYSTEM

AT = dt.datetime(2026, 3, 2, 2, 0, tzinfo=dt.UTC)


def fill(share: int) -> None:
    """Fill a house with all that items lean on; `share` only says how many items will be taken in."""
    city = CityFolder(DEMO_CITY)
    load_city(DEMO_CITY, at=AT, say=lambda what, report: None)
    prefix = str(city.table("city.toml")["divisions_prefix"])
    import_regions(folder=city.divisions, prefix=prefix, actor=SYSTEM, at=AT, deepest=VILLAGES)
    import_authorities(rows=[office.row for office in _offices(city)], actor=SYSTEM, at=AT)


def contents(share: int) -> list[dict[str, Any]]:
    """Return the items of the whole city, or one part in `share` of them; the same at every run."""
    base = base_items(DEMO_CITY)
    grown = itertools.chain(base, city_items(base, _offices(CityFolder(DEMO_CITY))))
    return list(itertools.islice(grown, ITEMS // share))


def _offices(city: CityFolder) -> Any:
    prefix = str(city.table("city.toml")["divisions_prefix"])
    divisions = [(each.code, each.name, each.level) for each in regions_within(prefix)]
    return offices(city.rows("authorities.toml", "authorities"), divisions)
