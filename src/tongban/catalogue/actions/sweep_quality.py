"""Look the whole catalogue over by the quality rules, by night."""

from __future__ import annotations

import datetime as dt

from tongban.catalogue.actions.check_versions import check_versions


def sweep_quality(*, at: dt.datetime) -> int:
    """Check all that is in force, to come or being drafted, and return how many findings stand."""
    return check_versions(version_ids=None, at=at)
