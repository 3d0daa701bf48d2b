"""What other apps are told of parties: read-only, with identity numbers and telephones masked beside the
whole."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

# Real-name levels (实名等级): what a person told of themselves, who was confirmed at a window or by a register, and who
# was compared with their face.
TOLD, VERIFIED, FACE_CHECKED = 1, 2, 3


@dataclass(frozen=True, slots=True)
class PartyView:
    """An applicant: `kind` "person" or "organisation"; `code` is the whole identifier, `masked_code` what is
    shown."""

    kind: str
    id: int
    name: str
    code: str
    masked_code: str
    phone: str
    masked_phone: str
    email: str = ""
    address: str = ""
    legal_representative: str = ""
    assurance: int = VERIFIED
    id_kind: str = ""

    @property
    def is_verified(self) -> bool:
        """Tell whether the identity was confirmed, not only told by whoever opened the account."""
        return self.assurance >= VERIFIED


@dataclass(frozen=True, slots=True)
class AuthorityName:
    """What an authority is called; `name_en` is empty where nobody translated it."""

    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class AuthorityView:
    """An authority with its region's name."""

    id: int
    key: str
    uscc: str
    name: str
    short_name: str
    name_en: str
    region_code: str
    region_name: str
    line: str
    phone: str
    complaint_phone: str
    address: str
    document_mark: str

    @property
    def short_name_en(self) -> str:
        """What it is called in English, also where room is short."""
        return self.name_en


@dataclass(frozen=True, slots=True)
class RegionView:
    """A division: 12-digit code, level 1-6 (GB/T 39046 A.2)."""

    code: str
    name: str
    level: int
    parent_code: str


@dataclass(frozen=True, slots=True)
class WindowView:
    """A window and the keys of the authorities that it receives for."""

    id: int
    number: str
    name: str
    authorities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HallView:
    """A hall with its windows."""

    id: int
    key: str
    name: str
    name_en: str
    region_code: str
    address: str
    hours: str
    phone: str
    windows: tuple[WindowView, ...]


@dataclass(frozen=True, slots=True)
class OfficialView:
    """An official; the authority is the one that employs, not each at which a duty is held."""

    id: int
    name: str
    authority_id: int
    authority_name: str
    authority_name_en: str
    account_id: int
    in_service: bool


@dataclass(frozen=True, slots=True)
class HandedOverView:
    """An original that the agent took along, and when it came back."""

    id: int
    name: str
    taken_at: dt.datetime
    given_back_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class MandateView:
    """A mandate as one of its sides sees it; `scope` None = all items, `authorities` are those of it that are USCCs.

    `side` is where the reader stands ("principal", "agent" or ""); the agent is a person, or a helper with an
    authority. `lapsed` when its last day is over, `under_ended` when the
    mandate that it was given under is not in force. `recorded_by` names who recorded one that was signed on paper,
    `paper` is the scan's SHA-256.
    """

    id: int
    kind: str
    kind_label: str
    side: str
    principal_kind: str
    principal_id: int
    principal_name: str
    agent_id: int | None
    helper_id: int | None
    agent_name: str
    agent_masked_code: str
    agent_authority: str
    agent_authority_en: str
    scope: frozenset[str] | None
    authorities: tuple[str, ...]
    starts_on: dt.date
    ends_on: dt.date | None
    proposed_by: str
    principal_accepted_at: dt.datetime | None
    agent_accepted_at: dt.datetime | None
    declined_at: dt.datetime | None
    revoked_at: dt.datetime | None
    ended_by: str
    in_force: bool
    lapsed: bool
    under_ended: bool
    recorded_by: str = ""
    paper: str = ""
    paper_name: str = ""
    handed_over: tuple[HandedOverView, ...] = ()

    @property
    def is_over(self) -> bool:
        """Tell whether somebody declined or revoked it."""
        return self.declined_at is not None or self.revoked_at is not None

    @property
    def waits_for(self) -> str:
        """Return whose acceptance it still wants: "principal", "agent", or "" when nobody's: it is over or past."""
        if self.is_over or self.lapsed:
            return ""
        if self.principal_accepted_at is None:
            return "principal"
        return "agent" if self.agent_accepted_at is None else ""

    @property
    def waits_for_reader(self) -> bool:
        """Tell whether it is the reader who has to accept or decline."""
        return self.side != "" and self.waits_for == self.side

    @property
    def items(self) -> tuple[str, ...]:
        """Return the items that it names, by 实施编码."""
        return tuple(sorted((self.scope or frozenset()) - set(self.authorities)))


@dataclass(frozen=True, slots=True)
class MandateEvent:
    """What was done with a mandate: the verb, by whom, and of which case and file where there is one."""

    kind: str
    actor_name: str
    at: dt.datetime
    case_number: str
    what: str


@dataclass(frozen=True, slots=True)
class HelperView:
    """An official who helps applicants (帮办代办员), with the authority to ask for."""

    official_id: int
    name: str
    authority_name: str
    authority_name_en: str
    phone: str
    region_name: str


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """An absence that was not ended: who is away, who stands in, both days included."""

    id: int
    official_id: int
    official_name: str
    authority_id: int
    authority_name: str
    authority_name_en: str
    deputy_id: int
    deputy_name: str
    deputy_authority_name: str
    starts_on: dt.date
    ends_on: dt.date
    reason: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class AuthorisationView:
    """An authorisation by list; `window` is "" when it holds at every window of the authority."""

    id: int
    kind: str
    kind_label: str
    from_key: str
    from_id: int
    from_name: str
    to_key: str
    to_id: int
    to_name: str
    window: str
    task_codes: tuple[str, ...]
    document_number: str
    starts_on: dt.date
    ends_on: dt.date | None
    revoked_at: dt.datetime | None
    in_force: bool


@dataclass(frozen=True, slots=True)
class TokenView:
    """An access token as its owner sees it; the secret itself is never shown again."""

    id: int
    name: str
    scopes: tuple[str, ...]
    created_at: dt.datetime
    expires_at: dt.datetime | None
    revoked_at: dt.datetime | None
    last_used_on: dt.date | None


@dataclass(frozen=True, slots=True)
class CityView:
    """The city that this installation serves."""

    code: str
    name: str
    name_en: str
    site_title: str
    site_title_en: str
    site_note: str
    site_note_en: str
    languages: tuple[str, ...]
    default_language: str
    catalog_prefix: str
    operator_id: int | None
    default_hall_key: str
    numbering: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FaceCheckView:
    """A face check as its person sees it: `outcome` "" while the device works, then passed, failed or expired.

    `url` is the page where the camera waits, "" where there is none; a `demonstration` compared nothing.
    """

    key: str
    demonstration: bool
    url: str
    begun_at: dt.datetime
    expires_at: dt.datetime
    outcome: str
    outcome_label: str


@dataclass(frozen=True, slots=True)
class SignInClientView:
    """A system that may sign people in through us, as the administrators of its authority see it."""

    id: int
    client_id: str
    key: str
    name: str
    authority_name: str
    authority_name_en: str
    scopes: tuple[str, ...]
    redirect_uris: tuple[str, ...]
    registered_at: dt.datetime
    closed_at: dt.datetime | None
    people: int


@dataclass(frozen=True, slots=True)
class SignInLockView:
    """An account that may not sign in by password, as an administrator sees it; `official` is "" for a person's own."""

    id: int
    username: str
    official: str
    authority_name: str
    authority_name_en: str
    tries: int
    locked_until: dt.datetime


@dataclass(frozen=True, slots=True)
class SignInConsentView:
    """What an account lets a system know, as its holder sees it."""

    id: int
    system_name: str
    authority_name: str
    authority_name_en: str
    scopes: tuple[str, ...]
    given_at: dt.datetime
    revoked_at: dt.datetime | None
