"""One question of a form as JSON Schema: what is said of it, and what its answer must be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tongban.catalogue.rules.enumerations import FieldType

TEXT_LIMIT = 200
LONGTEXT_LIMIT = 4000
NUMBER_LIMIT = 10**15
# A required text of blanks alone says nothing.
NOT_BLANK = r"\S"

Schema = dict[str, Any]

# What of a field stands under another name in the schema.
_SAID = {
    "help": "description",
    "help_en": "x-help-en",
    "title_en": "x-title-en",
    "element": "x-element",
    "unit": "x-unit",
    "earliest": "x-earliest",
    "latest": "x-latest",
    "not_less_than": "x-not-less-than",
    "not_more_than": "x-not-more-than",
}


def said(field: Mapping[str, Any]) -> Schema:
    """Return what a schema tells of a field to readers; it judges no answer."""
    told: Schema = {"title": field["title"], "x-type": FieldType(field["type"]).value}
    return told | {target: field[source] for source, target in _SAID.items() if field.get(source)}


def demanded(field: Mapping[str, Any]) -> Schema:
    """Return what the answer to a field must be."""
    kind = FieldType(field["type"])
    low, high = field.get("min"), field.get("max")
    if kind in (FieldType.TEXT, FieldType.LONGTEXT):
        limit = TEXT_LIMIT if kind is FieldType.TEXT else LONGTEXT_LIMIT
        return {
            "type": "string",
            "minLength": max(int(low or 0), 1),
            "maxLength": int(high or limit),
            "pattern": field.get("pattern") or NOT_BLANK,
        }
    if kind in (FieldType.INTEGER, FieldType.NUMBER):
        return {
            "type": kind.value,
            "minimum": -NUMBER_LIMIT if low is None else low,
            "maximum": NUMBER_LIMIT if high is None else high,
        }
    if kind is FieldType.CHOICE:
        return {"type": "string", "enum": list(field["choices"])}
    if kind is FieldType.CHOICES:
        each = {"type": "string", "enum": list(field["choices"])}
        return {"type": "array", "items": each, "uniqueItems": True, "minItems": 1}
    if kind is FieldType.BOOLEAN:
        return {"type": "boolean"}
    return {"type": "string", "format": kind.value}


def name_in(within: str, key: str) -> str:
    """Return the name under which the demands on a conditional field stand in `$defs`."""
    return f"{within}.{key}" if within else key


def whole_property(form: Mapping[str, Any], key: str, within: str = "") -> Schema:
    """Return what a form's schema says of a field and what its answer must be, whether or not it has conditions.

    `within` is the table in whose rows the field is.
    """
    here = whole_property(form, within)["items"] if within else form
    told: Schema = here["properties"][key]
    return {**form.get("$defs", {}).get(name_in(within, key), {}), **told} if "x-when" in told else told


def in_one_text(field: Mapping[str, Any], value: Any) -> Any:
    """Return an answer as a document of plain values holds it: the rows of a table become one text."""
    if field.get("x-type") != FieldType.ROWS or not isinstance(value, list):
        return value
    columns = field["items"]["properties"]
    rows = [
        "，".join(f"{each['title']}：{row[key]}" for key, each in columns.items() if key in row)
        for row in value
        if isinstance(row, Mapping)
    ]
    return "；".join(rows)
