"""Rows that pause the clock and let it run again, for the verbs of a kind to write with their step."""

import datetime as dt

from tongban.kernel.queries import calendar_of
from tongban.matters.actions.writes import Change, Insert
from tongban.matters.models import Pause


def start_pause(
    kind: str,
    *,
    basis: str,
    reason: str,
    days: int,
    on: dt.date,
    region_code: str,
    official_id: int | None,
    file_name: str = "",
    sha256: str = "",
) -> Insert:
    """Return the row of a pause that begins on a day and is declared to take some working days.

    `file_name` and `sha256` are of the paper that it is opened on.
    """
    return Insert(
        Pause(
            kind=kind,
            basis=basis,
            reason=reason,
            declared_days=days,
            started_on=on,
            expected_end_on=calendar_of(region_code).add(on, days).day,
            opened_by_id=official_id,
            file_name=file_name,
            sha256=sha256,
        )
    )


def end_pause(pause: Pause, *, on: dt.date, result: str = "") -> Change:
    """Return the write that ends a pause; the day on which it ends is not counted.

    It ends no earlier than it began, also where a machine's clock was set back meanwhile: a pause adds no owed time.
    """
    return Change(pause, {"ended_on": max(on, pause.started_on), "result": result})
