"""Who somebody is to us, and to the systems that they sign in to."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from tongban.api.shapes.base import Body, Shape


class Identity(Shape):
    """Who the account stands for: kind of document (GA/T 2000.156), masked number, real-name level 1 to 3."""

    name: str
    id_kind: str
    masked_number: str
    real_name_level: int


class FaceCheck(Shape):
    """A face check: `outcome` "" while the device works, then passed, failed or expired.

    `url` is the page where the camera waits. A `demonstration` compared nothing.
    """

    key: str
    demonstration: bool
    url: str
    expires_at: dt.datetime
    outcome: str


class Consent(Shape):
    """What the account lets a system know; taken back when `revoked_at` is set."""

    id: int
    system_name: str
    authority_name: str
    scopes: list[str]
    given_at: dt.datetime
    revoked_at: dt.datetime | None


class Consents(Shape):
    """Consents, the newest first."""

    results: list[Consent]


class SignInLock(Shape):
    """An account that wrong passwords locked; `official` and `authority_name` are "" for a person's own account."""

    id: int
    username: str
    official: str
    authority_name: str
    tries: int
    locked_until: dt.datetime


class SignInLocks(Shape):
    """Locked accounts, those locked last first."""

    results: list[SignInLock]


class SignInClient(Shape):
    """A system that signs people in through us; `people` agreed to it."""

    id: int
    client_id: str
    key: str
    name: str
    authority_name: str
    scopes: list[str]
    redirect_uris: list[str]
    registered_at: dt.datetime
    closed_at: dt.datetime | None
    people: int


class SignInClients(Shape):
    """Systems, the newest first."""

    results: list[SignInClient]


class IssuedClient(Shape):
    """What a system signs in with; the secret is told once, "" when the answer is given again."""

    id: int
    client_id: str
    secret: str


class RegisterSignInClient(Body):
    """Register a system of an authority by the authority's key; `scopes` beyond openid and profile."""

    authority: Annotated[str, Field(max_length=50)]
    key: Annotated[str, Field(max_length=50)]
    name: Annotated[str, Field(max_length=100)]
    redirect_uris: Annotated[list[Annotated[str, Field(max_length=500)]], Field(max_length=5)]
    scopes: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=10)] = Field(default_factory=list)
