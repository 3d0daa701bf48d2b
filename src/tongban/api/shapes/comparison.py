"""The versions and variants of an item side by side, as they are answered."""

import datetime as dt

from tongban.api.shapes.base import Links, Shape


class Way(Shape):
    """One version: its steps as a graph, and how its cases went; days are working days, `on_time` a share of 1."""

    version: int
    variant: str
    in_use: bool
    effective_on: dt.date
    promised_days: int
    steps: int
    stages: int
    authorities: int
    longest_path: int
    cases: int
    decided: int
    on_time: float | None
    median_days: float | None
    mean_days: float | None


class Comparison(Shape):
    """The versions and variants of an item that were ever in use."""

    code: str
    name: str
    ways: list[Way]
    links: Links
