"""Promises, deferred materials and checks of promises, as they are sent and answered."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from tongban.api.shapes.base import Body, Links, Shape
from tongban.api.shapes.bodies import Code, Text

SignerId = Annotated[int, Field(ge=1, le=2**63 - 1)]


class Signer(Body):
    """`signer` is named by a clerk only: one of those who may sign at the window."""

    signer: SignerId | None = None


class Sign(Signer):
    """`version` is that of the texts as they were read whole."""

    version: Annotated[str, Field(max_length=40)]


class SignLater(Sign):
    materials: Annotated[list[Code], Field(max_length=100)]


class Verify(Body):
    """`companion` is needed on the site, `evidence` for a broken promise; `severity` is then that of the breach."""

    outcome: Literal["kept", "broken"]
    method: Literal["data", "site", "assist"]
    result: Text
    evidence: Text = ""
    companion: Annotated[str, Field(max_length=100)] = ""
    severity: Literal["minor", "general", "serious"] = "general"


class Signed(Shape):
    """`sha256` is of the canonical JSON of what was signed, empty when it was taken back."""

    number: str
    sha256: str
    links: Links


class Offer(Shape):
    """Both texts whole; `why_not` says why it is not offered to this applicant."""

    version: str
    told: str
    promised: str
    materials: list[str]
    why_not: str
    signed_at: dt.datetime | None
    signed_for: list[str]
    sha256: str


class Deferred(Shape):
    code: str
    name: str
    due_on: dt.date
    given_at: dt.datetime | None
    lapsed_at: dt.datetime | None


class MaySign(Shape):
    signer: int
    name: str


class Promises(Shape):
    """What may be and was promised; `missing` are the deferrable materials without a file."""

    number: str
    mock: bool
    promise: Offer | None
    deferral: Offer | None
    missing: list[str]
    deferred: list[Deferred]
    signers: list[MaySign]
    verification: str
    converted_to: str
    converted_from: str
    links: Links


class VerificationRow(Shape):
    number: str
    case: str
    subject: str
    applicant_name: str
    state: str
    state_label: str
    lamp: str
    due_on: dt.date | None
    remaining: int | None
    links: Links


class Verifications(Shape):
    count: int
    page: int
    pages: int
    results: list[VerificationRow]


class VerificationAnswer(VerificationRow):
    """One check whole; `offers_revocation` when a case was granted on a promise that proved false."""

    version: int
    planned: str
    told: str
    promised: str
    method: str
    result: str
    evidence: str
    verified_at: dt.datetime | None
    offers_revocation: bool
    verbs: list[str]
