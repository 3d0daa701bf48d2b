"""Alerts, as they are asked for and answered."""

import datetime as dt
from typing import Annotated

from pydantic import Field, JsonValue

from tongban.api.shapes.base import Body, Links, Shape


class Acknowledge(Body):
    """What was found when the alert was looked at."""

    note: Annotated[str, Field(max_length=1000)]


class Alert(Shape):
    """What a supervisor should look at: the rule, the entry of the journal that raised it, and who has looked."""

    id: int
    rule: str
    label: str
    severity: str
    facts: dict[str, JsonValue]
    raised_at: dt.datetime
    kind: str
    number: str
    subject: str
    owner: str
    entry_sequence: int
    verb: str
    by: str
    acknowledged_at: dt.datetime | None
    acknowledged_by: str
    note: str
    links: Links


class AlertRule(Shape):
    """How many alerts of a rule there are."""

    rule: str
    label: str
    count: int


class Alerts(Shape):
    """A page of alerts, the newest first."""

    count: int
    page: int
    pages: int
    rules: list[AlertRule]
    results: list[Alert]


class Acknowledged(Shape):
    id: int
    links: Links
