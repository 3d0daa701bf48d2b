"""Remove files of the store that nothing names any more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from django.apps import apps
from django.db import models

from tongban.kernel import files

NAMED = "sha256"
# A file that was put within it may be about to be named by a row that is not committed yet.
GRACE = dt.timedelta(hours=1)


def drop_files(*, hashes: Collection[str], at: dt.datetime) -> int:
    """Remove the bytes of those hashes that no row of any table names, and return how many are gone.

    Every column whose name ends in "sha256" names files, so that a new table is asked without being listed here.
    Called once the rows are gone; one query a column, however many hashes.
    """
    wanted = {each for each in hashes if each}
    if not wanted:
        return 0
    for model, column in _columns():
        wanted -= set(model._default_manager.filter(**{f"{column}__in": wanted}).values_list(column, flat=True))
    return sum(files.drop(each, put_before=at - GRACE) for each in wanted)


def _columns() -> Iterator[tuple[type[models.Model], str]]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField) and field.name.endswith(NAMED):
                yield model, field.name
