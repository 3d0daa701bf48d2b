"""Items that stand on the published lists, and the days on which they do; every fact is invented."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.catalogue.factories import a_service, an_item
from tongban.catalogue.queries.published_lists import ListFilter, list_all

FIRST, SECOND, THIRD = (dt.datetime(2026, 3, day, 1, 0, tzinfo=dt.UTC) for day in (2, 9, 16))
BEFORE = dt.date(2026, 3, 1)


def a_power(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Return something that an authority does of its own accord, as its file would hold it."""
    plain: dict[str, Any] = {
        "catalog_code": f"520217{number:03d}000",
        "name": f"对擅自挖掘城市道路的处罚（{number}）",
        "authority": "works",
        "type": "02",
        "level": "3",
        "basis": [{"law": "城市道路管理条例", "article": "第四十二条"}],
        "conduct": "未经批准挖掘城市道路",
        "measures": ["责令限期改正", "罚款"],
        "procedure": ["立案", "调查取证", "告知", "决定"],
        "power_source": "1",
    }
    return {**plain, **changes}


def a_material(code: str, name: str, **changes: Any) -> dict[str, Any]:
    """Return a material as an item's file would hold it."""
    return {
        "code": code,
        "name": name,
        "necessity": "required",
        "carrier": "file",
        "source": "applicant",
        "form": "electronic",
        **changes,
    }


def a_bare_service(number: int, name: str, **changes: Any) -> dict[str, Any]:
    """Return a service that stands on none of the lists but the first, until a change puts it on one."""
    plain: dict[str, Any] = {"instance": "promised", "visits": 2, "online_depth": ["1"]}
    return a_service(number, name, **{**plain, **changes})


def names(key: str, on: dt.date | None = None, **narrowed: str) -> list[str]:
    """Return the names on a list in its order."""
    return [row.cells[0] for row in list_all(key, on, ListFilter(**narrowed))]


__all__ = [
    "BEFORE",
    "FIRST",
    "SECOND",
    "THIRD",
    "a_bare_service",
    "a_material",
    "a_power",
    "an_item",
    "names",
]
