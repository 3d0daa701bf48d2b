"""Copies of licences (用途限定副本) as they are answered."""

import datetime as dt
from typing import Any

from tongban.api.shapes.base import Links, Shape


class CopyMade(Shape):
    """A copy that was made: fetch its file by the link."""

    number: str
    sha256: str
    expires_on: dt.date
    links: Links


class LicenceCopy(Shape):
    """A copy as its holder and its user see it."""

    number: str
    licence_name: str
    purpose: str
    user_name: str
    user_code: str
    case_number: str
    basis: str
    way: str
    maker_name: str
    made_at: dt.datetime
    expires_on: dt.date
    state: str
    label: str
    revoked_at: dt.datetime | None
    revoked_why: str
    sha256: str


class CopyRequest(Shape):
    """What was asked of a holder, and what became of it; `approved` is null while it waits.

    `shows` are the words of the lines that the copy shows.
    """

    id: int
    licence_name: str
    user_name: str
    purpose: str
    case_number: str
    copy_expires_on: dt.date
    asked_at: dt.datetime
    ends_at: dt.datetime
    approved: bool | None
    copy_number: str
    shows: list[str]


class LicenceCopies(Shape):
    """The copies of one licence, and what waits for its holder."""

    copies: list[LicenceCopy]
    requests: list[CopyRequest]


class OneTimeCode(Shape):
    """A code to be told to whoever shall receive one copy, and until when it counts."""

    code: str
    ends_at: dt.datetime


class Screen(Shape):
    """What the holder's screen shows as a picture, and until when it counts."""

    token: str
    ends_at: dt.datetime


class RequestAnswered(Shape):
    """Whether a copy was made, and its number."""

    approved: bool
    copy_number: str


class TakenBack(Shape):
    """The copy that counts no more."""

    number: str
    state: str


class LicenceUse(Shape):
    """One use of a licence; of who only verified it nothing is said."""

    at: dt.datetime
    act: str
    act_label: str
    actor_name: str
    organisation_name: str
    purpose: str
    case_number: str
    registers: tuple[str, ...]


class LicenceUses(Shape):
    """A page of uses, the newest first."""

    count: int
    page: int
    pages: int
    results: list[LicenceUse]


class PublishedKeys(Shape):
    """The keys by which our files are verified without us."""

    format: str
    at: dt.datetime
    documents: list[dict[str, Any]]
    time_stamps: str
    sm2: list[dict[str, str]]
    journal: str
