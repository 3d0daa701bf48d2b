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
    """Keep the shipped rows as they are shipped, and return how many there are; may be run at every start.

    The checks read the settings that came with them. What the city set stands in rows of its own, and goes before.
    """
    rows = [QualityRule(shipped=True, **{name: row[name] for name in COLUMNS}) for row in shipped_rules()]
    QualityRule.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code", "effective_from", "shipped"],
        update_fields=["severity", "title", "basis", "settings"],
    )
    return len(rows)
