"""Lamps are worked out, never typed: green closed in time, white running, yellow warned, red overdue, grey paused."""

import datetime as dt
import enum
from dataclasses import dataclass


class Lamp(enum.StrEnum):
    GREEN = "green"
    WHITE = "white"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"


@dataclass(frozen=True, slots=True)
class WarningRule:
    """Yellow from the day on which no more than the larger of the two remains (local parameter)."""

    percent: int = 20
    at_least_days: int = 1

    def threshold(self, days: int) -> int:
        """Return the remaining days at which a period of `days` is warned of."""
        return min(days, max(self.at_least_days, days * self.percent // 100))


FOUR_LAMPS = WarningRule()


def lamp(
    *,
    today: dt.date,
    due_on: dt.date | None,
    warn_on: dt.date | None,
    paused_on: dt.date | None = None,
    finished_on: dt.date | None = None,
    answer_due_on: dt.date | None = None,
) -> Lamp:
    """Return the lamp of a matter as seen on a day.

    What was answered late stays red. What was answered in time is green once nothing more is owed; until then (the
    delivery) it has the lamp of what is owed. What is paused is grey until the day that is
    owed has passed with all the time that was declared for the pause; a pause that nobody ends then shows red.
    """
    if finished_on is not None:
        if answer_due_on is not None and finished_on > answer_due_on:
            return Lamp.RED
        if due_on is None:
            return Lamp.GREEN
    if due_on is not None and today > due_on:
        return Lamp.RED
    if paused_on is not None:
        return Lamp.GREY
    if due_on is None:
        return Lamp.WHITE
    if warn_on is not None and today >= warn_on:
        return Lamp.YELLOW
    return Lamp.WHITE
