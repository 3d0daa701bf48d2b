"""Application forms: from the question groups of an item file to JSON Schema 2020-12, and back to pages.

The schema is plain JSON Schema; what a page needs besides hangs on `x-` keys: `x-groups` (the pages, in
order), and on each property `x-type`, `x-order`, `x-element` (the data element that prefills it), `x-unit`,
`x-title-en`, `x-help-en`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tongban.catalogue.rules.enumerations import FieldType

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TEXT_LIMIT = 200
LONGTEXT_LIMIT = 4000
NUMBER_LIMIT = 10**15

_NUMBER = re.compile(r"[+-]?([0-9]{1,20}|[0-9]{1,3}(,[0-9]{3}){1,6})(\.[0-9]{1,20})?")

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FormField:
    """One question of an application form; `minimum` and `maximum` count characters for text."""

    key: str
    title: str
    title_en: str
    type: FieldType
    required: bool
    help: str
    help_en: str
    element: str
    unit: str
    choices: tuple[str, ...]
    minimum: float | None
    maximum: float | None


@dataclass(frozen=True, slots=True)
class FormGroup:
    """The questions of one page."""

    title: str
    title_en: str
    fields: tuple[FormField, ...]


def compile_form(groups: Sequence[Mapping[str, Any]]) -> Schema:
    """Turn the `[[form]]` groups of an item file into a JSON Schema whose fields keep their order.

    The groups must have passed `read_item`: keys unique, types known.
    """
    properties: dict[str, Schema] = {}
    required: list[str] = []
    pages: list[dict[str, Any]] = []
    for group in groups:
        keys: list[str] = []
        for field in group.get("fields", ()):
            properties[field["key"]] = {**_property(field), "x-order": len(properties) + 1}
            keys.append(field["key"])
            if field.get("required"):
                required.append(field["key"])
        pages.append({"title": group["title"], "title_en": group.get("title_en", ""), "fields": keys})
    return {
        "$schema": DIALECT,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
        "x-groups": pages,
    }


def groups_of(schema: Mapping[str, Any]) -> tuple[FormGroup, ...]:
    """Return the pages of a form in order; an empty schema has none."""
    properties: Mapping[str, Schema] = schema.get("properties", {})
    required = frozenset(schema.get("required", ()))
    return tuple(
        FormGroup(
            title=page["title"],
            title_en=page.get("title_en", ""),
            fields=tuple(_field(key, properties[key], key in required) for key in page["fields"]),
        )
        for page in schema.get("x-groups", ())
    )


def elements_of(schema: Mapping[str, Any]) -> dict[str, str]:
    """Return the data element that prefills each field that has one: `{"builder": "org.name"}`."""
    properties: Mapping[str, Schema] = schema.get("properties", {})
    return {key: each["x-element"] for key, each in properties.items() if each.get("x-element")}


def read_answers(schema: Mapping[str, Any], posted: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Turn what a page posts (each name with its list of texts) into answers by the fields' types.

    Only fields of the form are taken and blanks are left out. A text that does not read as its type is kept
    as it is, for `check_answers` to explain.
    """
    properties: Mapping[str, Schema] = schema.get("properties", {})
    answers: dict[str, Any] = {}
    for key, field in properties.items():
        if key not in posted:
            continue
        texts = [text.strip() for text in posted[key]]
        value = _value(FieldType(field["x-type"]), [text for text in texts if text])
        if value is not None:
            answers[key] = value
    return answers


def _value(kind: FieldType, texts: list[str]) -> Any:
    if kind is FieldType.CHOICES:
        return texts or None
    if not texts:
        return None
    text = texts[-1]
    if kind is FieldType.BOOLEAN:
        return {"true": True, "on": True, "1": True, "false": False, "0": False}.get(text.lower(), text)
    if kind in (FieldType.INTEGER, FieldType.NUMBER):
        return _number(text, whole=kind is FieldType.INTEGER)
    if kind in (FieldType.ID_NUMBER, FieldType.USCC):
        return text.replace(" ", "").upper()
    if kind is FieldType.PHONE:
        return text.replace(" ", "")
    return text


def _number(text: str, *, whole: bool) -> int | float | str:
    # float() also reads "nan", "inf" and "1_0", which nobody means.
    if not _NUMBER.fullmatch(text):
        return text
    plain = text.replace(",", "")
    if "." not in plain:
        return int(plain)
    return text if whole else float(plain)


def _property(field: Mapping[str, Any]) -> Schema:
    kind = FieldType(field["type"])
    low, high = field.get("min"), field.get("max")
    built: Schema = {"title": field["title"], "x-type": kind.value}
    if kind in (FieldType.TEXT, FieldType.LONGTEXT):
        limit = TEXT_LIMIT if kind is FieldType.TEXT else LONGTEXT_LIMIT
        built |= {"type": "string", "minLength": max(int(low or 0), 1), "maxLength": int(high or limit)}
        # A required text of blanks alone says nothing.
        built["pattern"] = r"\S"
    elif kind in (FieldType.INTEGER, FieldType.NUMBER):
        built |= {
            "type": kind.value,
            "minimum": -NUMBER_LIMIT if low is None else low,
            "maximum": NUMBER_LIMIT if high is None else high,
        }
    elif kind is FieldType.DATE:
        built |= {"type": "string", "format": "date"}
    elif kind is FieldType.CHOICE:
        built |= {"type": "string", "enum": list(field["choices"])}
    elif kind is FieldType.CHOICES:
        each = {"type": "string", "enum": list(field["choices"])}
        built |= {"type": "array", "items": each, "uniqueItems": True, "minItems": 1}
    elif kind is FieldType.BOOLEAN:
        built["type"] = "boolean"
    else:
        built |= {"type": "string", "format": kind.value}
    for source, target in (("help", "description"), ("help_en", "x-help-en"), ("title_en", "x-title-en")):
        if field.get(source):
            built[target] = field[source]
    for key in ("element", "unit"):
        if field.get(key):
            built[f"x-{key}"] = field[key]
    return built


def _field(key: str, built: Mapping[str, Any], required: bool) -> FormField:
    kind = FieldType(built["x-type"])
    is_text = kind in (FieldType.TEXT, FieldType.LONGTEXT)
    return FormField(
        key=key,
        title=built["title"],
        title_en=built.get("x-title-en", ""),
        type=kind,
        required=required,
        help=built.get("description", ""),
        help_en=built.get("x-help-en", ""),
        element=built.get("x-element", ""),
        unit=built.get("x-unit", ""),
        choices=tuple(built.get("enum") or built.get("items", {}).get("enum", ())),
        minimum=built.get("minLength" if is_text else "minimum"),
        maximum=built.get("maxLength" if is_text else "maximum"),
    )
