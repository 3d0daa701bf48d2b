"""What the API says of data elements and of forms while they are designed."""

from typing import Annotated, Any

from pydantic import Field

from tongban.api.shapes.base import Body, Links, Shape
from tongban.catalogue.rules.enumerations import FieldType

Text = Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")]
Number = Annotated[float, Field(ge=-1e15, le=1e15)]


class ElementAnswer(Shape):
    """A data element; `minimum` and `maximum` count characters for texts, `level` is 1 (public) to 4 (sensitive)."""

    key: str
    title: str
    title_en: str
    type: FieldType
    level: int
    choices: list[str]
    minimum: float | None
    maximum: float | None
    pattern: str
    unit: str
    help: str
    help_en: str
    aliases: list[str]
    links: Links


class Elements(Shape):
    """A page of the registry."""

    count: int
    page: int
    results: list[ElementAnswer]


class AskingItem(Shape):
    """An item in force whose form asks for an element."""

    code: str
    name: str


class ElementWhole(ElementAnswer):
    """An element with the items in force that ask for it."""

    items: list[AskingItem]


class SetElement(Body):
    """What an element is to be; what is left out stays as it is, or is empty for a new one."""

    title: Text | None = None
    title_en: Text | None = None
    type: FieldType | None = None
    level: Annotated[int, Field(ge=1, le=4)] | None = None
    choices: Annotated[list[Text], Field(max_length=100)] | None = None
    minimum: Number | None = None
    maximum: Number | None = None
    pattern: Text | None = None
    unit: Text | None = None
    help: Text | None = None
    help_en: Text | None = None
    aliases: Annotated[list[Text], Field(max_length=100)] | None = None


class ValidateForm(Body):
    """A form as an item file holds it (`form`), and answers to try it with, where there are any."""

    form: Annotated[list[dict[str, Any]], Field(max_length=100)]
    answers: dict[str, Any] | None = None


class FormProblem(Shape):
    """One thing to mend: the field as people count (`form[1].fields[2].choices`) or the answer, and what to do."""

    field: str
    detail: str


class FormVerdict(Shape):
    """What is wrong with a form, and what could be better; `compiled` is its JSON Schema, `kept` the answers asked."""

    problems: list[FormProblem]
    warnings: list[FormProblem]
    compiled: dict[str, Any]
    answer_problems: list[FormProblem]
    kept: dict[str, Any]


class FormFile(Body):
    """A template as text: its name with its ending (.ftl, .html, .json), and what is in it."""

    name: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
    text: Annotated[str, Field(max_length=4_000_000)]


class TakeForms(Body):
    """The templates to be taken in, all of them or none."""

    files: Annotated[list[FormFile], Field(min_length=1, max_length=100)]


class FormsTaken(Shape):
    """How many drafts are new and how many were there; of the keys found, how many became fields."""

    created: int
    unchanged: int
    keys: int
    taken: int


class FormLine(Shape):
    """What was not found, or is to be checked, at a line of the template."""

    line: int
    detail: str


class FormDraftAnswer(Shape):
    """A form that was taken in and has no item yet; `groups` are as in an item file."""

    id: int
    name: str
    file: str
    keys: int
    taken: int
    groups: list[dict[str, Any]]
    unfound: list[FormLine]
    notes: list[FormLine]


class FormDrafts(Shape):
    """All drafts of forms."""

    count: int
    results: list[FormDraftAnswer]
