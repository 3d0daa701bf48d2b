"""Data elements (数据项), and forms while they are designed: looked over, and tried with answers."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Query
from pydantic import Field

from tongban.api.callers import PUBLIC, TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.idempotent import Key, once
from tongban.api.items import Page
from tongban.api.shapes import forms as shapes
from tongban.api.shapes.base import Body, Links
from tongban.catalogue.access import STEWARDS
from tongban.catalogue.actions.import_forms import import_forms
from tongban.catalogue.actions.set_element import set_element as keep_element
from tongban.catalogue.queries.elements import element, element_rows, items_asking
from tongban.catalogue.queries.form_drafts import FormDraftView, form_drafts
from tongban.catalogue.queries.forms import look_over_form
from tongban.catalogue.queries.sentences import in_words
from tongban.catalogue.rules.answers import check_answers
from tongban.catalogue.rules.conditions import asked_answers
from tongban.catalogue.rules.elements import Element
from tongban.catalogue.rules.messages import Message
from tongban.kernel import clock
from tongban.matters.events import NotYours

calls = Calls("elements 数据项和表单")
ElementKey = Annotated[str, Path(max_length=72, description="the key of a data element: person.name")]


class ElementQuery(Body):
    """Words of a label, and what it is about (the first part of the key); empty is all."""

    q: Annotated[str, Field(max_length=50, pattern=r"^[^\x00]*$")] = ""
    about: Annotated[str, Field(max_length=20, pattern=r"^[^\x00]*$")] = ""
    page: Page = 1


@calls.get("/elements", rule=PUBLIC, answer=shapes.Elements)
def read_elements(request: HttpRequest, asked: Query[ElementQuery]) -> shapes.Elements:
    """Read the registry of data elements: what forms ask for, by what it means."""
    found = element_rows(q=asked.q, about=asked.about, page=asked.page)
    rows = [shapes.ElementAnswer(**_said(row.element)) for row in found.rows]
    return shapes.Elements(count=found.count, page=found.page, results=rows)


@calls.get("/elements/{key}", rule=PUBLIC, answer=shapes.ElementWhole)
def read_element(request: HttpRequest, key: ElementKey) -> shapes.ElementWhole:
    """Read one data element, and which items ask for it."""
    found = element(key)
    items = [shapes.AskingItem(code=code, name=name) for name, code in items_asking([key]).get(key, ())]
    return shapes.ElementWhole(**_said(found), items=items)


@calls.write("PUT", "/elements/{key}", rule=TOKEN, answer=shapes.ElementAnswer)
def set_element(request: HttpRequest, key: ElementKey, body: shapes.SetElement, idempotency: Key) -> Any:
    """Add a data element, or change one: for who edits or publishes items."""

    def work() -> shapes.ElementAnswer:
        keep_element(key=key, said=body.model_dump(exclude_unset=True), actor=caller(request), at=clock.now())
        return shapes.ElementAnswer(**_said(element(key)))

    return once(request, idempotency, body, work)


@calls.write("POST", "/forms/validation", rule=TOKEN, answer=shapes.FormVerdict)
def validate_form(request: HttpRequest, body: shapes.ValidateForm, key: Key) -> Any:
    """Look a form over as an item's draft would hold it, and try it with answers; nothing is kept."""

    def work() -> shapes.FormVerdict:
        _allow_stewards(request)
        looked = look_over_form(body.form)
        answers = body.answers if body.answers is not None and looked.schema else {}
        wrong = (
            check_answers(looked.schema, answers, on=clock.today())
            if body.answers is not None and looked.schema
            else {}
        )
        return shapes.FormVerdict(
            problems=[shapes.FormProblem(field=field, detail=in_words(said)) for field, said in looked.problems],
            warnings=[shapes.FormProblem(field=field, detail=in_words(said)) for field, said in looked.warnings],
            compiled=dict(looked.schema),
            answer_problems=[shapes.FormProblem(field=field, detail=in_words(said)) for field, said in wrong.items()],
            kept=asked_answers(looked.schema, answers) if looked.schema else {},
        )

    return once(request, key, body, work)


@calls.get("/form-drafts", rule=TOKEN, answer=shapes.FormDrafts)
def read_form_drafts(request: HttpRequest) -> shapes.FormDrafts:
    """Read the forms that were taken in from templates, for stewards to put into an item's draft."""
    _allow_stewards(request)
    rows = [_draft(each) for each in form_drafts()]
    return shapes.FormDrafts(count=len(rows), results=rows)


@calls.write("POST", "/form-drafts", rule=TOKEN, answer=shapes.FormsTaken, status=201)
def take_forms(request: HttpRequest, body: shapes.TakeForms, key: Key) -> Any:
    """Take application forms in from templates; what cannot be read is told by file and line, and nothing is kept."""

    def work() -> shapes.FormsTaken:
        files = [(each.name, each.text.encode("utf-8", "surrogatepass")) for each in body.files]
        done = import_forms(files=files, actor=caller(request), at=clock.now())
        keys, taken = sum(each.keys for each in done.found), sum(each.taken for each in done.found)
        return shapes.FormsTaken(created=done.created, unchanged=done.unchanged, keys=keys, taken=taken)

    return once(request, key, body, work, status=201)


def _allow_stewards(request: HttpRequest) -> None:
    if not caller(request).charged_with(*STEWARDS):
        raise NotYours(_("只有事项编制、审核和发布人员可以检查表单。"))


def _draft(found: FormDraftView) -> shapes.FormDraftAnswer:
    def lines(said: tuple[tuple[int, Message], ...]) -> list[shapes.FormLine]:
        return [shapes.FormLine(line=line, detail=in_words(message)) for line, message in said]

    return shapes.FormDraftAnswer(
        id=found.id,
        name=found.name,
        file=found.file,
        keys=found.keys,
        taken=found.taken,
        groups=[dict(each) for each in found.groups],
        unfound=lines(found.unfound),
        notes=lines(found.notes),
    )


def _said(found: Element) -> dict[str, Any]:
    names = (name for name in shapes.ElementAnswer.model_fields if name != "links")
    said = {name: getattr(found, name) for name in names}
    return {
        **said,
        "choices": list(found.choices),
        "aliases": list(found.aliases),
        "links": Links(self=f"/api/v1/elements/{found.key}"),
    }
