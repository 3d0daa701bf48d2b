"""Set right by night what a process that still knew the old calendar wrote by day."""

import datetime as dt

from tongban.matters.actions.recompute import recompute


def sweep_days(*, at: dt.datetime) -> int:
    """Recompute the due days of open matters; return how many had to be set right."""
    return len(recompute(at=at).numbers)
