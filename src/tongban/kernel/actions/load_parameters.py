"""Load the parameters that come with the program."""

import pathlib
import tomllib
from typing import Any

from django.db import transaction

from tongban.kernel.models import Parameter
from tongban.kernel.queries import forget_parameters

SHIPPED = pathlib.Path(__file__).resolve().parents[1] / "data" / "parameters.toml"
COLUMNS = ("key", "value", "unit", "label", "basis", "effective_from")


def shipped_parameters() -> list[dict[str, Any]]:
    """Return the rows of the shipped file, `label_en` included."""
    rows: list[dict[str, Any]] = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["parameter"]
    return rows


@transaction.atomic
def load_parameters() -> int:
    """Add the shipped rows that are not there yet and return how many those were.

    May be run at every start. A row that is there stays as it is, and the city's own rows go before shipped ones, so
    a newer version of the program never overrules what the city set.
    """
    stored = set(Parameter.objects.filter(region_code="").values_list("key", "effective_from"))
    fresh = [
        Parameter(shipped=True, **{name: row[name] for name in COLUMNS})
        for row in shipped_parameters()
        if (row["key"], row["effective_from"]) not in stored
    ]
    if fresh:
        # Several processes may start at once.
        Parameter.objects.bulk_create(fresh, ignore_conflicts=True)
        forget_parameters()
        transaction.on_commit(forget_parameters)
    return len(fresh)
