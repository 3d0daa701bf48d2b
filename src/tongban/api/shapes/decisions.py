"""Decisions in public (决定公示) as they are answered."""

import datetime as dt

from tongban.api.shapes.base import Links, Shape


class Decision(Shape):
    """What was granted; null stands for a part that is withheld, `withheld` names its ground.

    `standing` is empty while the grant stands.
    """

    number: str
    document_number: str
    subject: str | None
    holder: str | None
    authority: str
    conditions: str | None
    reasons: str | None
    valid_from: dt.date | None
    valid_until: dt.date | None
    licence: str | None
    decided_on: dt.date
    posted_on: dt.date
    deemed: bool
    standing: str
    withheld: dict[str, str]
    links: Links


class Decisions(Shape):
    """A page of decisions, the newest first."""

    count: int
    page: int
    pages: int
    results: list[Decision]
