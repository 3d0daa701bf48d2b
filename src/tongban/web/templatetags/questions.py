"""Questions of forms: label, help, mark, control and error, tied together for readers of every kind."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms, template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongban.catalogue.rules.conditions import holds
from tongban.catalogue.rules.enumerations import FieldType
from tongban.catalogue.rules.forms import LONGEST_LINE, FormField
from tongban.web.templatetags.ui import problems_of

register = template.Library()

_AUTOCOMPLETE = {
    "person.name": "name",
    "person.phone": "tel",
    "person.address": "street-address",
    "org.name": "organization",
    "org.address": "street-address",
}
# So many Chinese characters a control shows at 360 px; a longer answer is shown in as many lines as it takes.
FITS_ON_A_TELEPHONE = 14
_INPUT = {FieldType.DATE: "date", FieldType.PHONE: "tel"}
_INPUT_MODE = {FieldType.INTEGER: "numeric", FieldType.NUMBER: "decimal", FieldType.PHONE: "tel"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A question in a row of a table, named by table, row and its own key, with its answer and what is wrong."""

    field: FormField
    value: Any
    error: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table as it is filled in; `number` counts from 1."""

    number: int
    answers: Mapping[str, Any]
    cells: list[Cell]

    @property
    def is_filled(self) -> bool:
        """Tell whether something was typed in it."""
        return bool(self.answers)


@register.inclusion_tag("parts/asked.html")
def question(
    field: FormField,
    value: Any = None,
    error: str = "",
    source: Any = None,
    correction: Any = None,
    answers: Mapping[str, Any] | None = None,
    problems: Mapping[str, str] | None = None,
    more: str = "",
) -> dict[str, Any]:
    """Ask one question of an application form, or the rows of a table.

    `source` (name, on) marks a value that was filled in for the reader; `correction` (problem, requirement) is what
    the window asked to put right. `answers` are those by which it is judged whether it is asked at all, `problems`
    what is wrong in rows by name (`owners.2.name`), `more` the table to which an empty row is added.
    """
    conditions = [{**each, "met": holds(each, answers or {})} for each in field.when]
    asked = {
        "when": json.dumps(conditions, ensure_ascii=False) if conditions else "",
        "hidden": not all(each["met"] for each in conditions),
        "rows": None,
    }
    if field.type is FieldType.ROWS:
        rows = _rows(field, value, problems or {}, more == field.key)
        asked |= {"rows": rows, "may_add": len(rows) < int(field.maximum or 0)}
    return asked | _question(field, value, error, source, correction)


def _rows(field: FormField, value: Any, problems: Mapping[str, str], more: bool) -> list[Row]:
    """Return the rows of a table with what was typed, and as many empty ones as are needed, one at least."""
    given = [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []
    wanted = max(len(given) + more, int(field.minimum or 1) if field.required else 1)
    rows = [*given, *({} for _empty in range(min(wanted, int(field.maximum or wanted)) - len(given)))]
    return [
        Row(
            number,
            row,
            [
                Cell(
                    replace(each, key=f"{field.key}.{number}.{each.key}"),
                    row.get(each.key),
                    problems.get(f"{field.key}.{number}.{each.key}", ""),
                )
                for each in field.fields
            ],
        )
        for number, row in enumerate(rows, 1)
    ]


def _question(field: FormField, value: Any, error: str, source: Any, correction: Any) -> dict[str, Any]:
    english = (get_language() or "").startswith("en")
    chosen = value if isinstance(value, list) else [] if value is None else [_text(value)]
    text = "" if value is None or isinstance(value, list) else _text(value)
    help_text = field.help_en if english and field.help_en else field.help
    choices = _yes_no() if field.type is FieldType.BOOLEAN else [(each, each) for each in field.choices]
    described = [f"{field.key}-help"] if help_text else []
    described += [f"{field.key}-source"] if source else []
    described += [f"{field.key}-correction"] if correction else []
    described += [f"{field.key}-error"] if error else []
    return {
        "key": field.key,
        "title": field.title_en if english and field.title_en else field.title,
        "help": help_text,
        "required": field.required,
        "unit": field.unit,
        "kind": _control(field, text),
        "input": _INPUT.get(field.type, "text"),
        "input_mode": _INPUT_MODE.get(field.type, ""),
        "autocomplete": _AUTOCOMPLETE.get(field.element, "tel" if field.type is FieldType.PHONE else "off"),
        "maximum": int(field.maximum) if field.maximum and _is_text(field) else None,
        "choices": [(given, label, given in chosen) for given, label in choices],
        "value": text,
        "short": field.type
        in (FieldType.PHONE, FieldType.ID_NUMBER, FieldType.USCC, FieldType.INTEGER, FieldType.NUMBER),
        "error": error,
        "source": source,
        "correction": correction,
        "described_by": " ".join(described),
    }


@register.inclusion_tag("parts/form_field.html")
def form_field(bound: forms.BoundField) -> dict[str, Any]:
    """Ask one question of a Django form (account pages, searches) in the same clothes."""
    widget = bound.field.widget
    described = [f"{bound.id_for_label}-help"] if bound.help_text else []
    described += [f"{bound.id_for_label}-error"] if bound.errors else []
    attributes: dict[str, Any] = {"aria-describedby": " ".join(described) or None}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    checkbox = isinstance(widget, forms.CheckboxInput)
    if not checkbox and not isinstance(widget, forms.RadioSelect):
        attributes["class"] = "form-select" if isinstance(widget, forms.Select) else "form-control"
        # The label says it already; a placeholder that repeats it is noise and of too little contrast.
        widget.attrs.pop("placeholder", None)
    control = bound.as_widget(attrs={key: value for key, value in attributes.items() if value})
    problems = problems_of(bound)
    return {"bound": bound, "control": control, "checkbox": checkbox, "hidden": bound.is_hidden, "problems": problems}


def _control(field: FormField, value: str) -> str:
    if field.type is FieldType.LONGTEXT or (field.type is FieldType.TEXT and (field.maximum or 0) > LONGEST_LINE):
        return "area"
    if field.type is FieldType.TEXT and len(value) > FITS_ON_A_TELEPHONE:
        return "whole"
    if field.type in (FieldType.CHOICE, FieldType.BOOLEAN):
        return "select" if len(field.choices) > 8 else "radio"
    return "boxes" if field.type is FieldType.CHOICES else "input"


def _is_text(field: FormField) -> bool:
    return field.type in (FieldType.TEXT, FieldType.LONGTEXT)


def _yes_no() -> list[tuple[str, str]]:
    return [("true", _("是")), ("false", _("否"))]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
