"""Cases (办件) as they are answered."""

import datetime as dt

from pydantic import JsonValue

from tongban.api.shapes.afterwards import CaseChallenge, CaseCharge, CaseDelivery, CaseRemedies
from tongban.api.shapes.base import Links, Shape


class CaseRow(Shape):
    """A case in a list of one's own."""

    number: str
    subject: str
    applicant_name: str
    state: str
    state_label: str
    lamp: str
    due_on: dt.date | None
    due_provisional: bool
    remaining: int | None
    opened_at: dt.datetime
    closed: bool
    turn: str
    next: str
    links: Links


class CaseRows(Shape):
    """A page of one's cases, the newest first."""

    count: int
    page: int
    pages: int
    results: list[CaseRow]


class CaseItem(Shape):
    """The item of a case, and the version of its list that the case is handled by."""

    code: str
    name: str
    version: int
    href: str


class Answer(Shape):
    """An answer of the application; `source` names what it was filled from, `row` the very row of a register.

    Where the applicant put it right, `held` is what `held_by` has, and `report` the number of the matter by which that
    is put right.
    """

    key: str
    label: str
    value: JsonValue
    unit: str
    source: str
    as_of: str
    stale: bool
    row: str
    held: JsonValue
    held_by: str
    report: str


class AnswerGroup(Shape):
    title: str
    answers: list[Answer]


class CaseFile(Shape):
    """A file given for a material."""

    id: int
    name: str
    media_type: str
    size: int
    sha256: str
    added_at: dt.datetime
    href: str


class CaseMaterial(Shape):
    """A material of the case; `problem` and `requirement` are set while a correction asks for it."""

    code: str
    name: str
    necessity: str
    carrier: str
    source: str
    files: list[CaseFile]
    replaced: list[CaseFile]
    problem: str = ""
    requirement: str = ""


class CaseClock(Shape):
    """A period that runs for somebody; `subject` is the code of the step, of a step's clock."""

    kind: str
    subject: str
    runs_for: str
    started_on: dt.date
    days: int
    unit: str
    due_on: dt.date
    due_provisional: bool
    stopped_on: dt.date | None


class CasePause(Shape):
    """A lawful exclusion of time."""

    kind: str
    basis: str
    reason: str
    declared_days: int
    started_on: dt.date
    expected_end_on: dt.date
    ended_on: dt.date | None
    result: str


class AskedItem(Shape):
    code: str
    name: str
    problem: str
    requirement: str


class CaseCorrection(Shape):
    """What the applicant was told, once and whole, to put right."""

    items: list[AskedItem]
    note: str
    told_at: dt.datetime
    due_on: dt.date
    answered_at: dt.datetime | None


class CaseReview(Shape):
    """The review by one authority; `is_mine` when the caller owes its opinion.

    Round 2 answers what was `asked` again; the opinion of the first is then `replaced`. `lamp` is that of the step's
    own limit.
    """

    step_code: str
    name: str
    authority: str
    lead: bool
    round: int
    asked: str
    replaced: bool
    opened_on: dt.date | None
    due_on: dt.date | None
    lamp: str | None
    opinion: str
    text: str
    conditions: str
    reviewer_name: str
    given_at: dt.datetime | None
    is_open: bool
    is_mine: bool


class CaseHearing(Shape):
    """The hearing of a case; who only watches sees neither who asked nor the minutes."""

    told_at: dt.datetime
    ask_until: dt.date
    asked_at: dt.datetime | None
    asked_by_name: str
    convene_until: dt.date | None
    held_on: dt.date | None
    place: str
    public: bool
    host_name: str
    minutes: str
    recorded_at: dt.datetime | None


class CaseThirdParty(Shape):
    """A third party concerned that was told; the applicant is not shown who it is."""

    id: int
    name: str
    phone: str
    interest: str
    told_at: dt.datetime
    answer_until: dt.date
    statement: str
    answered_at: dt.datetime | None


class CaseDecision(Shape):
    outcome: str
    reasons: str
    conditions: str
    valid_from: dt.date | None
    valid_until: dt.date | None
    decider_name: str
    decided_at: dt.datetime
    deemed: bool


class CaseDocument(Shape):
    """A statutory document (文书) of the case; `sha256` is empty as long as its file is being made."""

    key: str
    number: str
    kind: str
    title: str
    made_at: dt.datetime
    sha256: str
    href: str


class CaseEntry(Shape):
    """A line of the journal; `index` is what its inclusion is proved by, once it is in the tree."""

    index: int | None
    at: dt.datetime
    occurred_at: dt.datetime
    who: str
    on_behalf_of: str
    verb: str
    label: str
    from_state: str
    to_state: str
    source: str
    facts: dict[str, JsonValue]


class CaseLicence(Shape):
    """The licence that came of the case."""

    identifier: str
    file: str
    verification: str


class CaseRating(Shape):
    level: int
    label: str
    text: str


class OpenVerb(Shape):
    """What the caller may do now, on what legal basis, and where."""

    verb: str
    label: str
    basis: str
    method: str
    href: str


class Case(Shape):
    """A case as the caller may see it."""

    number: str
    subject: str
    item: CaseItem
    state: str
    state_label: str
    mock: bool
    turn: str
    next: str
    due_on: dt.date | None
    due_provisional: bool
    remaining: int | None
    lamp: str
    opened_at: dt.datetime
    finished_on: dt.date | None
    closed: bool
    applicant_name: str
    for_organisation: bool
    owner: str
    owner_en: str
    is_mine: bool
    version: int
    answers: list[AnswerGroup]
    materials: list[CaseMaterial]
    clocks: list[CaseClock]
    pauses: list[CasePause]
    corrections: list[CaseCorrection]
    reviews: list[CaseReview]
    hearing: CaseHearing | None
    third_parties: list[CaseThirdParty]
    decision: CaseDecision | None
    documents: list[CaseDocument]
    delivery: CaseDelivery | None
    charges: list[CaseCharge]
    challenges: list[CaseChallenge]
    remedies: CaseRemedies | None
    licence: CaseLicence | None
    rating: CaseRating | None
    entries: list[CaseEntry]
    verbs: list[OpenVerb]
    links: Links


class Moved(Shape):
    """Where a case is after a step; `version` counts its steps."""

    number: str
    state: str
    version: int
    links: Links


class Started(Shape):
    """An application just started."""

    number: str
    state: str
    links: Links


class SavedAnswers(Shape):
    """All answers of an application; `revision` counts what was saved of them, and is its ETag."""

    number: str
    answers: dict[str, JsonValue]
    revision: int
    links: Links


class Attached(Shape):
    """A file just given for a material."""

    id: int
    material: str
    href: str
    links: Links


class Rated(Shape):
    number: str
    level: int
    links: Links
