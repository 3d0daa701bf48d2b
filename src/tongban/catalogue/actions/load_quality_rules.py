"""Load the quality rules that come with the program."""

from __future__ import annotations

import pathlib
import tomllib
from typing import Any

from django.db import transaction

from tongban.catalogue.models import QualityRule

SHIPPED = pathlib.Path(__file__).resolve().parents[1] / "data" / "quality_rules.toml"
COLUMNS = ("code", "severity", "title", "basis", "settings", "effective_from")


def shipped_rules() -> list[dict[str, Any]]:
    """Return the rows of the shipped file, `title_en` included."""
    rows: list[dict[str, Any]] = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["rule"]
    return rows


@transaction.atomic
def load_quality_rules() -> int:
    """Add the shipped rows that are not there yet and return how many those were; may be run at every start.

    A row that is there stays as it is: a newer version of the program never overrules what the city set.
    """
    stored = set(QualityRule.objects.filter(shipped=True).values_list("code", "effective_from"))
    fresh = [
        QualityRule(shipped=True, **{name: row[name] for name in COLUMNS})
        for row in shipped_rules()
        if (row["code"], row["effective_from"]) not in stored
    ]
    # Several processes may start at once.
    QualityRule.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)
