"""What government knows beside what the applicant said, as it is answered."""

import datetime as dt

from pydantic import JsonValue

from tongban.api.shapes.base import Links, Shape


class CheckedSource(Shape):
    """What one register or licence says, as of a day, and whether the form says the same."""

    name: str
    as_of: dt.date
    value: JsonValue
    same: bool


class CheckedLine(Shape):
    """A field of the form beside its sources."""

    key: str
    label: str
    answer: JsonValue
    differs: bool
    sources: list[CheckedSource]


class CheckedSources(Shape):
    """The fields that some source knows, those that differ first."""

    lines: list[CheckedLine]
    links: Links
