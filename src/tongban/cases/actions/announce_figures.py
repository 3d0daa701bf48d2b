"""Tell the catalogue what cases showed of its items."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tongban.cases.events import FIGURES_TOLD
from tongban.cases.queries.figures import daily_figures
from tongban.catalogue.queries.figures import last_day_told
from tongban.kernel.clock import day_of
from tongban.kernel.outbox import announce

# A job of the queue holds so many items at most.
BATCH = 1000
# What was entered late still finds its day; a year and some days are looked at, at most.
AGAIN, OLDEST = dt.timedelta(days=3), dt.timedelta(days=400)


@transaction.atomic
def announce_figures(*, at: dt.datetime) -> int:
    """Announce the figures of the days since the last that the catalogue knows, and return how many they are.

    The last days are told again, as some of their cases may have moved since; all figures are absolute.
    """
    today = day_of(at)
    last = last_day_told()
    since = max(last - AGAIN, today - OLDEST) if last is not None else today - OLDEST
    told = 0
    for day, figures in daily_figures(since, today).items():
        batches = [figures[start : start + BATCH] for start in range(0, len(figures), BATCH)]
        announce(
            FIGURES_TOLD,
            {
                day.toordinal() * BATCH + place: {"day": day.isoformat(), "figures": batch}
                for place, batch in enumerate(batches)
            },
        )
        told += len(figures)
    return told
