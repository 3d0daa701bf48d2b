"""What was found for the materials of a case, what departments attest, and what applications asked."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from tongban.api.shapes.base import Body, Links, Shape

Text = Annotated[str, Field(max_length=4000)]


class TriedWay(Shape):
    """One way around a material: `path`, what it brought (`outcome`), why, where from, and that in a sentence.

    `evidence` is the licence's identifier, the register's row, the kept document or the assistance matter.
    """

    path: str
    outcome: str
    reason: str
    source: str
    evidence: str
    as_of: dt.date | None
    at: dt.datetime | None
    told: str


class FoundMaterial(Shape):
    """A material with the ways that were tried for it, in order; `missing` keeps the case from being handed in."""

    code: str
    name: str
    necessity: str
    found: bool
    missing: bool
    settled_by: str
    may_ask: bool
    ways: list[TriedWay]


class MaterialCounts(Shape):
    """How many materials are wanted in any case, found, and asked of the applicant."""

    materials_required: int
    materials_found: int
    materials_asked: int
    found_by: dict[str, int]


class MaterialFindings(Shape):
    """The materials of a case: what is spared first, what has to be uploaded last."""

    number: str
    looked_at: dt.datetime | None
    counts: MaterialCounts
    materials: list[FoundMaterial]
    links: Links


class MarkWrong(Body):
    """The register is `wrong` about an answer that was put right; false takes that back."""

    field: Annotated[str, Field(max_length=60)]
    wrong: bool = True
    note: Annotated[str, Field(max_length=500)] = ""


class Things(Shape):
    """What an application may be about, by domain, where the applicant holds several; `chosen` is what it is about."""

    number: str
    offered: dict[str, dict[str, str]]
    chosen: dict[str, str]
    links: Links


class ChooseThings(Body):
    """The thing by its domain: {"property": its unit number}."""

    things: dict[str, Annotated[str, Field(max_length=60)]]


class SituationQuestion(Shape):
    """A question whose answer decides which materials are asked for; `choices` are its answers, labels by value."""

    key: str
    question: str
    choices: dict[str, str]
    chosen: str


class AskedDepartment(Shape):
    """A department that was asked to attest a material and has not answered; `number` is that of the request."""

    number: str
    department: str
    material: str


class Situation(Shape):
    """The situation of an application, and what the `chosen` answers change or changed against the ones it had.

    `fewer` are the materials that fall away and `more` those that are asked for, names by code; `files` the names of
    the files that are taken back with what falls away, `asked` the departments that need not attest it any more;
    `signs_anew` tells that promises have to be signed anew. `mark` stands for all of this: sent back as `shown`, it
    makes sure that what is changed is what was read.
    """

    number: str
    questions: list[SituationQuestion]
    chosen: dict[str, str]
    fewer: dict[str, str]
    more: dict[str, str]
    files: list[str]
    asked: list[AskedDepartment]
    signs_anew: bool
    mark: str
    links: Links


class ChooseSituation(Body):
    """The answers to the item's questions, by key.

    `shown` is the `mark` that was read for these answers: when they would change something else by now, nothing is
    changed (409), and it is to be read again. Without it they are taken whatever they change.
    """

    situation: dict[str, Annotated[str, Field(max_length=60)]] = Field(max_length=20)
    shown: Annotated[str, Field(max_length=32)] | None = None


class Marked(Shape):
    """The word was kept; it is told to the register when the application is handed in."""

    number: str
    field: str
    wrong: bool
    links: Links


class Attest(Body):
    """What the department attests; a file goes as base64 with its name."""

    text: Text
    file_name: Annotated[str, Field(max_length=200)] = ""
    file: Annotated[str, Field(max_length=40_000_000)] = ""


class DeclineAssistance(Body):
    """Why it cannot be attested."""

    text: Text


class AssistanceLine(Shape):
    """A request to a department: the material of which case, by when, and how it stands."""

    number: str
    case: str
    material: str
    subject: str
    owner: str
    state: str
    lamp: str
    due_on: dt.date | None
    links: Links


class Assistances(Shape):
    """A page of requests, the soonest due first."""

    count: int
    page: int
    pages: int
    results: list[AssistanceLine]


class Assistance(AssistanceLine):
    """One request whole."""

    applicant_name: str
    applicant_code: str
    asked_by: str
    asked_at: dt.datetime
    answer: str
    answered_by: str
    answered_at: dt.datetime | None
    file: str


class Burden(Shape):
    """What applications asked, added up; the shares are None where nothing was asked."""

    applications: int
    materials_required: int
    materials_found: int
    materials_asked: int
    fields_shown: int
    fields_prefilled: int
    fields_changed: int
    fields_typed: int
    materials_share: float | None
    fields_share: float | None


class BurdenRow(Shape):
    code: str
    name: str
    name_en: str
    burden: Burden


class BurdenBoard(Shape):
    """The burden under the filter: in all, by item, authority and month; only in all for one item."""

    month: str
    item: str
    total: Burden
    items: list[BurdenRow]
    authorities: list[BurdenRow]
    months: list[BurdenRow]
    links: Links
