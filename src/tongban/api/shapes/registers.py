"""Registers: the catalogue, what a look-up tells, what providers send, and what is said to be wrong."""

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field

from tongban.api.shapes.base import Body, Links, Shape

Element = Annotated[str, Field(max_length=80, pattern=r"^[a-z]{2,20}\.[a-z][a-z0-9_]{0,50}$")]
Subject = Annotated[str, Field(min_length=1, max_length=18)]
Purpose = Annotated[str, Field(max_length=300)]
Text = Annotated[str, Field(max_length=2000)]
Value = str | bool | int | float | list[str]


class RegisterFieldAnswer(Shape):
    """A data element that a register answers for; level 1 public, 2 internal, 3 personal, 4 sensitive."""

    element: str
    label: str
    level: int


class RegisterAnswer(Shape):
    """A register: its provider, whether it can be asked, within how many days it is brought up to date."""

    key: str
    name: str
    name_en: str
    kind: str
    provider: str
    connected: bool
    elsewhere: bool
    update_days: int
    level: int
    basis: str
    fields: list[RegisterFieldAnswer]


class Registers(Shape):
    count: int
    results: list[RegisterAnswer]


class KeptRegisterAnswer(Shape):
    """A register that the caller keeps: rows, newest day, whether it is late, and reports that wait."""

    key: str
    name: str
    count: int
    newest: dt.date | None
    stale: bool
    open_corrections: int


class KeptRegisters(Shape):
    count: int
    results: list[KeptRegisterAnswer]


class LookUp(Body):
    """Of whom, which elements, what for and in which open case; `objects` says by domain which thing is meant."""

    subject: Subject
    elements: Annotated[list[Element], Field(min_length=1, max_length=100)]
    purpose: Purpose
    case_number: Annotated[str, Field(max_length=50)] = ""
    objects: dict[str, Annotated[str, Field(max_length=120)]] = {}


class KnownAnswer(Shape):
    """A value with the register and row it comes from and the day it was right."""

    element: str
    value: Value
    source_name: str
    register_key: str
    row: str
    as_of: dt.date
    level: int
    stale: bool
    masked: bool


class MissingAnswer(Shape):
    """Why an element is not known: no_register, not_connected, no_record, no_value, needs_case, several, failed."""

    element: str
    reason: str
    register_name: str
    at: dt.datetime


class Found(Shape):
    known: list[KnownAnswer]
    missing: list[MissingAnswer]


class RecordRow(Body):
    """What the register knows of a subject, and of one thing of theirs; `row_guid` is the provider's name of it."""

    row_guid: Annotated[str, Field(max_length=64)] = ""
    subject: Annotated[str, Field(max_length=40)]
    object: Annotated[str, Field(max_length=200)] = ""
    object_name: Annotated[str, Field(max_length=300)] = ""
    as_of: Annotated[str, Field(max_length=20)] = ""
    values: dict[str, Any]


class PutRecords(Body):
    rows: Annotated[list[RecordRow], Field(min_length=1, max_length=1000)]


class VerdictAnswer(Shape):
    """What became of a row: created, changed, unchanged, or refused with what is wrong by field."""

    row: int
    row_guid: str
    outcome: Literal["created", "changed", "unchanged", "refused"]
    errors: dict[str, str]


class Verdicts(Shape):
    results: list[VerdictAnswer]


class ImportAnswer(Shape):
    """How many rows a file creates, changes and leaves; with `preview` nothing is written."""

    preview: bool
    created: int
    changed: int
    unchanged: int


class Search(Body):
    """The provider looks at its own rows of exactly one subject."""

    subject: Subject
    purpose: Purpose


class LineAnswer(Shape):
    element: str
    label: str
    level: int
    value: Value | None


class RecordAnswer(Shape):
    row: str
    object_code: str
    object_name: str
    as_of: dt.date
    lines: list[LineAnswer]


class Records(Shape):
    count: int
    results: list[RecordAnswer]


class UseAnswer(Shape):
    """Who looked into which register, or used which licence, when and what for."""

    at: dt.datetime
    act: str
    subject_name: str
    actor_name: str
    organisation_name: str
    purpose: str
    case_number: str
    elements: list[str]
    fields: list[str]
    registers: list[str]
    outcome: str
    reason: str
    masked: bool


class UsesAnswer(Shape):
    count: int
    page: int
    pages: int
    years: list[int]
    results: list[UseAnswer]


class ReportWrong(Body):
    """What a register holds wrong, and what is right; `row` is the one that a look-up named."""

    register_key: Annotated[str, Field(max_length=50)]
    row: Annotated[str, Field(max_length=80)]
    element: Element
    held: Value | None = None
    given: Value
    note: Text = ""
    case_number: Annotated[str, Field(max_length=50)] = ""


class CorrectRecord(Body):
    value: Value
    answer: Text = ""


class RejectReport(Body):
    answer: Text


class CorrectionRowAnswer(Shape):
    """A report of wrong data: what the register held, what was given as right, and what it says since."""

    number: str
    register_key: str
    register_name: str
    row: str
    element: str
    label: str
    subject_name: str
    owner: str
    held: Any
    given: Any
    corrected: Any
    note: str
    case_number: str
    answer: str
    state: str
    lamp: str
    due_on: dt.date | None
    reported_at: dt.datetime
    answered_at: dt.datetime | None


class CorrectionAnswer(CorrectionRowAnswer):
    verbs: list[str]
    links: Links


class Corrections(Shape):
    count: int
    page: int
    pages: int
    results: list[CorrectionRowAnswer]
