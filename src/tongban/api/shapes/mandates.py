"""Mandates, as they are sent and answered."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from tongban.api.shapes.base import Body, Shape

Name = Annotated[str, Field(max_length=200)]
Number = Annotated[str, Field(max_length=30)]
Scope = Annotated[
    list[Annotated[str, Field(max_length=50)]] | None,
    Field(max_length=200, description="codes of items, and USCCs of authorities for all of theirs; null: everything"),
]


class Terms(Body):
    """How far and how long a mandate reaches."""

    scope: Scope = None
    starts_on: dt.date
    ends_on: dt.date | None = None


class OfferMandate(Terms):
    """Offer somebody that they may act: a person by name and number, or a helper by id; for oneself or a company."""

    agent_name: Name = ""
    agent_number: Number = ""
    helper: Annotated[int, Field(ge=1, le=2**31)] | None = None
    organisation: Number | None = None


class AskForMandate(Terms):
    """Ask a person by identity number, or a company by unified code, for leave to act for them."""

    principal_name: Name
    principal_number: Number
    as_helper: bool = False


class PaperMandate(Terms):
    """A mandate that was signed on paper, as a window records it; the scan comes beside as a file."""

    principal_name: Name
    principal_number: Number
    agent_name: Name = ""
    agent_number: Number = ""
    helper: Annotated[int, Field(ge=1, le=2**31)] | None = None
    agent_signed: bool = False


class HandOver(Body):
    """An original that the agent takes along."""

    name: Annotated[str, Field(max_length=200)]


class Original(Shape):
    id: int
    name: str
    taken_at: dt.datetime
    given_back_at: dt.datetime | None


class MandateShape(Shape):
    """A mandate as one of its sides reads it; `side` says which, `waits_for` who has still to accept."""

    id: int
    kind: str
    side: str
    principal_kind: str
    principal_name: str
    agent_name: str
    agent_authority: str
    everything: bool
    items: list[str]
    authorities: list[str]
    starts_on: dt.date
    ends_on: dt.date | None
    proposed_by: str
    principal_accepted_at: dt.datetime | None
    agent_accepted_at: dt.datetime | None
    declined_at: dt.datetime | None
    revoked_at: dt.datetime | None
    ended_by: str
    waits_for: str
    in_force: bool
    recorded_by: str
    handed_over: list[Original]


class Mandates(Shape):
    results: list[MandateShape]


class MandateActShape(Shape):
    """One thing that was done with a mandate."""

    at: dt.datetime
    who: str
    what: str
    case_number: str
    note: str


class MandateActs(Shape):
    results: list[MandateActShape]


class MandateStarted(Shape):
    id: int


class Helper(Shape):
    """An official who helps applicants; `id` names them in an offer."""

    official_id: int
    name: str
    authority_name: str
    phone: str
    region_name: str


class Helpers(Shape):
    results: list[Helper]
