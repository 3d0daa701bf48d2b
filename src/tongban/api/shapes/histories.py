"""Processes of other systems, as they are answered."""

import datetime as dt

from tongban.api.shapes.base import Links, Shape


class History(Shape):
    """One: its lamp, its deadline and the calendar days that it took, or has taken until today."""

    number: str
    name: str
    source: str
    owner: str
    state: str
    lamp: str
    opened_at: dt.datetime
    closed_at: dt.datetime | None
    deadline: dt.date | None
    days_used: int
    links: Links


class HistoryEvent(Shape):
    """What happened, when, and how many days after the event before it."""

    activity: str
    at: dt.datetime
    days_since: float | None


class HistoryWhole(History):
    """One with all that happened."""

    events: list[HistoryEvent]


class Source(Shape):
    """How a source went: the share in time of the closed ones with a deadline, the median calendar days."""

    source: str
    cases: int
    closed: int
    on_time: float | None
    median_days: float | None


class Activity(Shape):
    """How often something happened, in how many histories, and the median days since what went before."""

    activity: str
    events: int
    cases: int
    median_wait: float | None


class Histories(Shape):
    """A page of them, the newest first; the activities are those of the source that was asked for."""

    count: int
    page: int
    pages: int
    sources: list[Source]
    activities: list[Activity]
    results: list[History]
