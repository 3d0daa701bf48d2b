"""What queries tell of licences: read-only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tongban.licences.lifecycle import LABELS, LicenceMove
from tongban.licences.queries.stated import Stated
from tongban.licences.rules.copies import COPY_LABELS, IN_FORCE


@dataclass(frozen=True, slots=True)
class StandingView(Stated):
    """One standing in a licence's history; only its state, moment and basis are told where anybody asks.

    `refers_to` is the identifier of the licence that stayed in a merge.
    """

    state: str
    from_at: dt.datetime
    basis: str
    reason: str = ""
    actor_name: str = ""
    verb: str = ""
    refers_to: str = ""


@dataclass(frozen=True, slots=True)
class Verification(Stated):
    """What anybody learns of a licence: whether it is in force, now and on `on`; a person's name is masked."""

    licence_id: int
    identifier: str
    name: str
    name_en: str
    number: str
    version: int
    holder_kind: str
    holder: str
    authority: str
    authority_en: str
    issued_on: dt.date
    valid_from: dt.date
    valid_until: dt.date | None
    on: dt.date
    state_on: str
    today: dt.date
    state: str
    trust_level: str
    sha256: str
    history: tuple[StandingView, ...]

    @property
    def was_valid(self) -> bool:
        """Tell whether the licence was in force on the day that was asked for."""
        return self.state_on == "valid"

    @property
    def label_on(self) -> str:
        return LABELS[self.state_on][0]

    @property
    def label_on_en(self) -> str:
        return LABELS[self.state_on][1]


@dataclass(frozen=True, slots=True)
class CopyVerification:
    """What anybody learns of a copy: what for, for whom and until when it was made, and what it is worth."""

    copy_id: int
    number: str
    purpose: str
    user: str
    made_at: dt.datetime
    expires_on: dt.date
    state: str
    on: dt.date
    state_on: str
    licence: Verification
    sha256: str

    @property
    def is_valid(self) -> bool:
        """Tell whether the copy counts now."""
        return self.state == IN_FORCE

    @property
    def label(self) -> str:
        return COPY_LABELS[self.state][0]

    @property
    def label_en(self) -> str:
        return COPY_LABELS[self.state][1]

    @property
    def label_on(self) -> str:
        return COPY_LABELS[self.state_on][0]

    @property
    def label_on_en(self) -> str:
        return COPY_LABELS[self.state_on][1]


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """Whether a file is a licence exactly as it was issued; `outcome` is the reason when it is not.

    `outcome`: genuine, genuine_copy, changed, unknown_signer, not_ours. `licence` is the licence of a genuine file, and
    of a changed one the licence that it claims to be; `copy` likewise where it is a copy for one purpose.
    """

    outcome: str
    reason: str
    sha256: str
    signer: str = ""
    licence: Verification | None = None
    copy: CopyVerification | None = None

    @property
    def genuine(self) -> bool:
        return self.outcome in ("genuine", "genuine_copy")


@dataclass(frozen=True, slots=True)
class LicenceRow(Stated):
    """A licence in a list."""

    identifier: str
    name: str
    name_en: str
    number: str
    holder_name: str
    authority: str
    authority_en: str
    issued_on: dt.date
    valid_from: dt.date
    valid_until: dt.date | None
    state: str


@dataclass(frozen=True, slots=True)
class LicencePages:
    """One page of licences, the newest first."""

    rows: list[LicenceRow]
    count: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class FaceLine:
    """One line on the face of a licence."""

    key: str
    label: str
    label_en: str
    value: str


@dataclass(frozen=True, slots=True)
class LicencePage(Stated):
    """A licence as its holder and the officials of its authority see it; `moves` are the caller's open verbs."""

    identifier: str
    type_code: str
    name: str
    name_en: str
    number: str
    version: int
    holder_kind: str
    holder_name: str
    holder_code: str
    authority: str
    authority_en: str
    issued_on: dt.date
    valid_from: dt.date
    valid_until: dt.date | None
    state: str
    trust_level: str
    face: tuple[FaceLine, ...]
    history: tuple[StandingView, ...]
    case_number: str
    sha256: str
    has_scan: bool
    moves: tuple[LicenceMove, ...]


@dataclass(frozen=True, slots=True)
class LicenceFile:
    """The signed file, byte for byte as it was issued."""

    name: str
    media_type: str
    data: bytes
