"""Load the data elements that come with the program."""

from __future__ import annotations

import pathlib
import tomllib
from typing import Any

from django.db import transaction

from tongban.catalogue.models import DataElement

SHIPPED = pathlib.Path(__file__).resolve().parents[1] / "data" / "elements.toml"
# How the file calls the columns that it calls otherwise.
_NAMES = {"min": "minimum", "max": "maximum"}
COLUMNS = (
    "title",
    "title_en",
    "type",
    "level",
    "choices",
    "minimum",
    "maximum",
    "pattern",
    "unit",
    "help",
    "help_en",
    "aliases",
)


def shipped_elements() -> list[dict[str, Any]]:
    """Return the rows of the shipped file by the names of the columns."""
    rows = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["element"]
    return [{_NAMES.get(name, name): value for name, value in row.items()} for row in rows]


@transaction.atomic
def load_elements() -> int:
    """Keep the shipped elements as they are shipped, and return how many there are; may be run at every start.

    What the city has set itself stays as it is.
    """
    rows = shipped_elements()
    own = set(DataElement.objects.exclude(changed_at=None).values_list("key", flat=True))
    DataElement.objects.bulk_create(
        [DataElement(**row) for row in rows if row["key"] not in own],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=list(COLUMNS),
    )
    return len(rows)
