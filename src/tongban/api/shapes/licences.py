"""Licences (证照) as they are answered."""

import datetime as dt

from pydantic import JsonValue

from tongban.api.shapes.base import Links, Shape


class LicenceRow(Shape):
    """A licence of one's own."""

    identifier: str
    name: str
    name_en: str
    number: str
    holder_name: str
    authority: str
    issued_on: dt.date
    valid_from: dt.date
    valid_until: dt.date | None
    state: str
    links: Links


class LicenceRows(Shape):
    """A page of one's licences, the newest first."""

    count: int
    page: int
    pages: int
    results: list[LicenceRow]


class LicenceLine(Shape):
    """A line on the face of a licence."""

    label: str
    value: JsonValue


class LicenceStanding(Shape):
    """A standing in the history of a licence."""

    state: str
    label: str
    from_at: dt.datetime
    basis: str


class Licence(Shape):
    """A licence as its holder, or its authority, sees it."""

    identifier: str
    name: str
    name_en: str
    number: str
    version: int
    holder_kind: str
    holder_name: str
    authority: str
    issued_on: dt.date
    valid_from: dt.date
    valid_until: dt.date | None
    state: str
    trust_level: str
    face: list[LicenceLine]
    history: list[LicenceStanding]
    case_number: str
    sha256: str
    file: str
    links: Links


class LicenceVerification(Shape):
    """What anybody learns of a licence: its state now, and on the day that was asked for."""

    identifier: str
    name: str
    name_en: str
    number: str
    version: int
    holder_kind: str
    holder: str
    authority: str
    issued_on: dt.date
    valid_from: dt.date
    valid_until: dt.date | None
    today: dt.date
    state: str
    label: str
    is_valid: bool
    on: dt.date
    state_on: str
    label_on: str
    was_valid: bool
    trust_level: str
    sha256: str
    history: list[LicenceStanding]


class CopyVerification(Shape):
    """What anybody learns of a copy: what it is for, and what it is worth now and on the day that was asked for."""

    number: str
    purpose: str
    user: str
    made_at: dt.datetime
    expires_on: dt.date
    state: str
    label: str
    is_valid: bool
    on: dt.date
    state_on: str
    label_on: str
    sha256: str
    licence: LicenceVerification


class FileVerification(Shape):
    """Whether a file is a licence or a copy exactly as it was made; `licence` or
    `purpose_copy` is what it is or claims to be.

    `outcome`: genuine, genuine_copy, changed, unknown_signer, not_ours.
    """

    genuine: bool
    outcome: str
    reason: str
    sha256: str
    signer: str
    licence: LicenceVerification | None
    purpose_copy: CopyVerification | None = None


class LicenceChanged(Shape):
    """The licence that holds from now on, and how it stands; a superseded one has given way to it."""

    identifier: str
    state: str
    links: Links
