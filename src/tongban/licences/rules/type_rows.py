"""The compact list of types of licences: a line for each, as a table that a spreadsheet opens."""

from __future__ import annotations

import csv
import pathlib
from typing import Any

from tongban.parties.rules.reports import ImportRefused, Problem


def csv_rows(path: pathlib.Path) -> list[dict[str, Any]]:
    """Return the rows of a CSV file (UTF-8) as the TOML file would have them. Raises ImportRefused."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [_typed(row) for row in csv.DictReader(file, strict=True)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ImportRefused([Problem(path.name, 0, "", f"文件读不出来：{error}")]) from error


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    """Return what the columns mean; what cannot be read stays text and is refused with its row and field."""
    months, one = row.get("validity_months") or "0", row.get("one_per_holder") or ""
    return {
        **{key: value for key, value in row.items() if key},
        "validity_months": int(months) if months.isdigit() else months,
        "one_per_holder": {"": False, "yes": True}.get(one, one),
        "holder_kinds": [each for each in (row.get("holder_kinds") or "").split(" ") if each],
    }
