"""Application forms: from the question groups of an item file to JSON Schema 2020-12, and back to pages.

The schema is plain JSON Schema; what a page needs besides hangs on `x-` keys: `x-groups` (the pages, in
order), and on each property `x-type`, `x-order`, `x-element` (the data element that prefills it), `x-unit`,
`x-title-en`, `x-help-en`, `x-when` (the conditions under which it is asked), and what only a day or another answer
can judge: `x-earliest`, `x-latest`, `x-not-less-than`, `x-not-more-than`.

What the answer to a field with a condition must be stands in `$defs`, and is asked of it where the condition holds
(`if`, `then`). A group that repeats is one property, an array of rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tongban.catalogue.rules.conditions import Condition, as_typed, is_blank, schema_of, whole_conditions
from tongban.catalogue.rules.enumerations import FieldType
from tongban.catalogue.rules.form_properties import NOT_BLANK, Schema, demanded, name_in, said, whole_property

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ROW_LIMIT = 50
# A text that may be longer than this many characters is asked for with room for paragraphs.
LONGEST_LINE = 300

_NUMBER = re.compile(r"[+-]?([0-9]{1,20}|[0-9]{1,3}(,[0-9]{3}){1,6})(\.[0-9]{1,20})?")
_REFERENCE = "#/$defs/"


@dataclass(frozen=True, slots=True)
class FormField:
    """One question of an application form; `minimum` and `maximum` count characters for text, rows for a table.

    `fields` are the questions of each row, where its type is rows. `when` are the conditions under which it is asked.
    """

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
    pattern: str = ""
    earliest: str = ""
    latest: str = ""
    when: tuple[Condition, ...] = ()
    fields: tuple[FormField, ...] = ()


@dataclass(frozen=True, slots=True)
class FormGroup:
    """The questions of one page."""

    title: str
    title_en: str
    fields: tuple[FormField, ...]


def compile_form(groups: Sequence[Mapping[str, Any]]) -> Schema:
    """Turn the `[[form]]` groups of an item file into a JSON Schema whose fields keep their order.

    The groups must have passed `read_item`: keys unique, types known, conditions on fields before.
    """
    whole = _Built()
    pages: list[dict[str, Any]] = []
    for group in groups:
        if group.get("repeats"):
            whole.add(_table(group, whole), group.get("when", ()))
            keys = [group["key"]]
        else:
            fields = group.get("fields", ())
            keys = [field["key"] for field in fields]
            for field in fields:
                whole.add(field, (*group.get("when", ()), *field.get("when", ())))
        pages.append({"title": group["title"], "title_en": group.get("title_en", ""), "fields": keys})
    schema = {"$schema": DIALECT, **whole.schema(), "x-groups": pages}
    return schema | ({"$defs": whole.definitions} if whole.definitions else {})


class _Built:
    """The properties of a form, or of a row, as far as they are built; `within` names the table, "" for the form."""

    def __init__(self, within: str = "") -> None:
        self.within = within
        self.properties: dict[str, Schema] = {}
        self.required: list[str] = []
        self.definitions: dict[str, Schema] = {}
        self._when: dict[str, list[Condition]] = {}
        self._branches: list[Schema] = []

    def add(self, field: Mapping[str, Any], when: Sequence[Condition]) -> None:
        """Add a field with all its conditions; its answer is judged only where they hold."""
        key = field["key"]
        demands = field["demands"] if "demands" in field else demanded(field)
        told: Schema = {**said(field), "x-order": len(self.properties) + 1}
        typed = [as_typed(each, self.properties[each["key"]]["x-type"]) for each in when]
        self._when[key] = conditions = whole_conditions(typed, self._when)
        if not conditions:
            self.properties[key] = {**told, **demands}
            if field.get("required"):
                self.required.append(key)
            return
        name = name_in(self.within, key)
        self.definitions[name] = demands
        self.properties[key] = {**told, "x-when": [dict(each) for each in conditions]}
        then: Schema = {"properties": {key: {"$ref": f"{_REFERENCE}{name}"}}}
        if field.get("required"):
            then["required"] = [key]
            self.properties[key]["x-required"] = True
        lists = frozenset(each for each, built in self.properties.items() if built["x-type"] == FieldType.CHOICES)
        self._branches.append({"if": schema_of(conditions, lists), "then": then})

    def schema(self) -> Schema:
        """Return the schema of what was added."""
        built: Schema = {
            "type": "object",
            "properties": self.properties,
            "required": self.required,
            "additionalProperties": False,
        }
        return built | ({"allOf": self._branches} if self._branches else {})


def _table(group: Mapping[str, Any], whole: _Built) -> dict[str, Any]:
    """Return a group that repeats as a field of its form: an array of rows."""
    row = _Built(group["key"])
    for field in group["fields"]:
        row.add(field, field.get("when", ()))
    whole.definitions |= row.definitions
    least = int(group.get("min_rows") or 0)
    return {
        "key": group["key"],
        "title": group["title"],
        "title_en": group.get("title_en", ""),
        "type": FieldType.ROWS.value,
        "required": least > 0,
        "demands": {
            "type": "array",
            "minItems": max(least, 1),
            "maxItems": int(group.get("max_rows") or ROW_LIMIT),
            "items": row.schema(),
        },
    }


def groups_of(schema: Mapping[str, Any]) -> tuple[FormGroup, ...]:
    """Return the pages of a form in order; an empty schema has none."""
    required = frozenset(schema.get("required", ()))
    return tuple(
        FormGroup(
            title=page["title"],
            title_en=page.get("title_en", ""),
            fields=tuple(_field(schema, key, key in required) for key in page["fields"]),
        )
        for page in schema.get("x-groups", ())
    )


def elements_of(schema: Mapping[str, Any]) -> dict[str, str]:
    """Return the data element that prefills each field that has one: `{"builder": "org.name"}`."""
    properties: Mapping[str, Schema] = schema.get("properties", {})
    return {key: each["x-element"] for key, each in properties.items() if each.get("x-element")}


def read_answers(schema: Mapping[str, Any], posted: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Turn what a page posts (each name with its list of texts) into answers by the fields' types.

    Only fields of the form are taken and blanks are left out. The fields of a table's rows are named by its key, the
    row's place from 1 and their own key: `owners.2.name`; rows without any answer are left out. A text that does not
    read as its type is kept as it is, for `check_answers` to explain.
    """
    properties: Mapping[str, Schema] = schema.get("properties", {})
    answers: dict[str, Any] = {}
    for key, field in properties.items():
        kind = FieldType(field["x-type"])
        if kind is FieldType.ROWS:
            rows = _posted_rows(whole_property(schema, key)["items"], key, posted)
            if rows:
                answers[key] = rows
        elif key in posted:
            # What is one line stays one line, also where its control has room for more.
            lines = [" ".join(text.splitlines()) if one_line(kind, field) else text for text in posted[key]]
            texts = [text.strip() for text in lines]
            value = _value(kind, [text for text in texts if text])
            if value is not None:
                answers[key] = value
    return answers


def one_line(kind: FieldType, field: Schema) -> bool:
    """Tell whether a field asks for one line of text: what is longer may have paragraphs."""
    return kind is FieldType.TEXT and field.get("maxLength", 0) <= LONGEST_LINE


def _posted_rows(row: Schema, key: str, posted: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    places: dict[int, dict[str, Sequence[str]]] = {}
    for name, texts in posted.items():
        table, _dot, rest = name.partition(".")
        place, _dot, inner = rest.partition(".")
        if table == key and inner and place.isascii() and place.isdigit() and len(place) < 5:
            places.setdefault(int(place), {})[inner] = texts
    rows = (read_answers(row, places[place]) for place in sorted(places))
    return [each for each in rows if not is_blank(each)]


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


def _field(form: Mapping[str, Any], key: str, required: bool, within: str = "") -> FormField:
    built = whole_property(form, key, within)
    kind = FieldType(built["x-type"])
    is_text = kind in (FieldType.TEXT, FieldType.LONGTEXT)
    low, high = ("minLength", "maxLength") if is_text else ("minimum", "maximum")
    row: Mapping[str, Any] = built["items"] if kind is FieldType.ROWS else {}
    if row:
        low, high = "minItems", "maxItems"
    return FormField(
        key=key,
        title=built["title"],
        title_en=built.get("x-title-en", ""),
        type=kind,
        required=required or built.get("x-required", False),
        help=built.get("description", ""),
        help_en=built.get("x-help-en", ""),
        element=built.get("x-element", ""),
        unit=built.get("x-unit", ""),
        choices=tuple(built.get("enum") or built.get("items", {}).get("enum", ())),
        minimum=built.get(low),
        maximum=built.get(high),
        pattern="" if built.get("pattern") == NOT_BLANK else built.get("pattern", ""),
        earliest=built.get("x-earliest", ""),
        latest=built.get("x-latest", ""),
        when=tuple(built.get("x-when", ())),
        fields=tuple(_field(form, each, each in row["required"], key) for each in row.get("properties", {})),
    )
