"""Conditions of forms: a field or group is asked only where other answers are so.

A condition names an earlier field and says one thing of its answer: `is` or `is_not` one of some values, a number
`above`, `at_least`, `below` or `at_most`, or just `answered`. All conditions of a field must hold, and a field whose
condition hangs on one that is not asked is not asked either. Each condition is judged here, and is written as JSON
Schema too, so that a form's schema alone says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tongban.catalogue.rules.form_properties import Schema, whole_property

Condition = Mapping[str, Any]

ONE_OF = ("is", "is_not")
BOUNDS = {"above": "exclusiveMinimum", "at_least": "minimum", "below": "exclusiveMaximum", "at_most": "maximum"}
SAYS = (*ONE_OF, *BOUNDS, "answered")
BLANK: tuple[object, ...] = ("", None, [], {})
_TRUTHS = {"true": True, "false": False, "是": True, "否": False}


def said_of(condition: Condition) -> str:
    """Return what a condition says of its field: one of `SAYS`."""
    return next(each for each in SAYS if each in condition)


def as_typed(condition: Condition, kind: str) -> dict[str, Any]:
    """Return a condition with its values as answers of the field's type are: "是" of a yes-or-no field is True."""
    says = said_of(condition)
    value = condition[says]
    if says in ONE_OF and kind == "boolean":
        value = [_TRUTHS.get(each, each) if isinstance(each, str) else each for each in value]
    return {"key": condition["key"], says: value}


def holds(condition: Condition, answers: Mapping[str, Any]) -> bool:
    """Tell whether a condition is true of answers; of what is not answered none is."""
    value, says = answers.get(condition["key"]), said_of(condition)
    if is_blank(value):
        return False
    if says == "answered":
        return True
    wanted = condition[says]
    if says in ONE_OF:
        given = value if isinstance(value, list) else [value]
        found = any(_same(each, other) for each in given for other in wanted)
        return found if says == "is" else not found
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return bool(
        {"above": value > wanted, "at_least": value >= wanted, "below": value < wanted, "at_most": value <= wanted}[
            says
        ]
    )


def schema_of(conditions: Iterable[Condition], lists: frozenset[str]) -> Schema:
    """Return the JSON Schema that holds for the answers of which all conditions are true; `lists` have many answers."""
    every: list[Schema] = [
        {
            "required": [each["key"]],
            "properties": {each["key"]: _of_value(each, many=each["key"] in lists)},
        }
        for each in conditions
    ]
    return every[0] if len(every) == 1 else {"allOf": every}


def _of_value(condition: Condition, *, many: bool) -> Schema | bool:
    says = said_of(condition)
    if says == "answered":
        return True
    if says in BOUNDS:
        return {"type": "number", BOUNDS[says]: condition[says]}
    wanted: Schema = {"enum": list(condition[says])}
    found: Schema = {"type": "array", "contains": wanted} if many else wanted
    return found if says == "is" else {"not": found}


def whole_conditions(own: Sequence[Condition], known: Mapping[str, Sequence[Condition]]) -> list[Condition]:
    """Return a field's conditions with those of the fields that they hang on, which are in `known` already."""
    found: list[Condition] = []
    for each in own:
        for one in (*known.get(each["key"], ()), each):
            if one not in found:
                found.append(one)
    return found


def asked(schema: Mapping[str, Any], answers: Mapping[str, Any]) -> frozenset[str]:
    """Return the fields of a form, or of the rows of a table, that are asked where the answers are such."""
    properties: Mapping[str, Schema] = schema.get("properties", {})
    return frozenset(
        key for key, each in properties.items() if all(holds(one, answers) for one in each.get("x-when", ()))
    )


def asked_answers(schema: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers to what is asked: without blanks, and without those to fields whose condition is not met.

    Keys that the form does not have stay.
    """
    properties: Mapping[str, Schema] = schema.get("properties", {})
    given = {
        key: _rows(whole_property(schema, key), value) if key in properties else value for key, value in answers.items()
    }
    filled = {key: value for key, value in given.items() if not is_blank(value)}
    there = asked(schema, filled)
    return {key: value for key, value in filled.items() if key in there or key not in properties}


def is_blank(value: Any) -> bool:
    """Tell whether an answer says nothing."""
    return value in BLANK and not isinstance(value, bool | int | float)


def _rows(field: Schema, value: Any) -> Any:
    if field["x-type"] != "rows" or not isinstance(value, list):
        return value
    rows = [asked_answers(field["items"], row) if isinstance(row, Mapping) else row for row in value]
    return [row for row in rows if not is_blank(row)]


def _same(one: Any, other: Any) -> bool:
    # True is not 1 in JSON, though Python says so.
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)
