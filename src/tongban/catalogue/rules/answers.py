"""Checking the answers of an application form, with a sentence per field that says what to do."""

from __future__ import annotations

import datetime as dt
import functools
import json
import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import jsonschema_rs

from tongban.catalogue.rules.comparisons import compared
from tongban.catalogue.rules.conditions import asked_answers
from tongban.catalogue.rules.dates import real_date
from tongban.catalogue.rules.form_properties import NOT_BLANK, whole_property
from tongban.catalogue.rules.messages import Message
from tongban.catalogue.rules.messages import gettext_noop as gettext_noop
from tongban.kernel.rules import codes
from tongban.kernel.rules.texts import storable

REQUIRED = gettext_noop("请填写“%(title)s”。")
CHOOSE = gettext_noop("请选择“%(title)s”。")
UNKNOWN = gettext_noop("表单中没有“%(key)s”这一项，请删除后重新提交。")
NOT_TEXT = gettext_noop("“%(title)s”应为文字，请重新填写。")
BLANK = gettext_noop("“%(title)s”不能只有空格，请填写内容。")
TOO_SHORT = gettext_noop("“%(title)s”至少 %(limit)s 个字，请补充。")
TOO_LONG = gettext_noop("“%(title)s”最多 %(limit)s 个字，请精简。")
NOT_INTEGER = gettext_noop("“%(title)s”应为整数，请只填数字，例如 12。")
NOT_NUMBER = gettext_noop("“%(title)s”应为数字，请只填数字，例如 12.5。")
TOO_SMALL = gettext_noop("“%(title)s”不能小于 %(limit)s，请核对。")
TOO_LARGE = gettext_noop("“%(title)s”不能大于 %(limit)s，请核对。")
NOT_DATE = gettext_noop("“%(title)s”不是有效日期，请按 2026-01-31 的格式填写真实存在的日期。")
NOT_CHOICE = gettext_noop("“%(title)s”只能从给出的选项中选择：%(choices)s。")
REPEATED = gettext_noop("“%(title)s”中有重复的选项，请只选一次。")
NOT_BOOLEAN = gettext_noop("“%(title)s”请选择“是”或“否”。")
NOT_PHONE = gettext_noop("“%(title)s”不是有效电话号码，请填 11 位手机号，或带区号的固定电话，例如 0851-12345678。")
NOT_ID_NUMBER = gettext_noop("“%(title)s”不是有效的公民身份号码，请对照证件逐位核对 18 位号码。")
NOT_USCC = gettext_noop("“%(title)s”不是有效的统一社会信用代码，请对照营业执照逐位核对 18 位代码。")
NO_ROWS = gettext_noop("请填写“%(title)s”，至少填一行。")
FEW_ROWS = gettext_noop("“%(title)s”至少填 %(limit)s 行，请补充。")
MANY_ROWS = gettext_noop("“%(title)s”最多填 %(limit)s 行，请删去多余的行。")
BAD_PATTERN = gettext_noop("“%(title)s”的写法不对，请按这一项的说明填写。")
UNREADABLE = gettext_noop("“%(title)s”中有无法保存的字符或数值，请重新填写。")
WRONG = gettext_noop("“%(title)s”填写有误，请核对后重新填写。")

_FORMATS = {"date": NOT_DATE, "phone": NOT_PHONE, "id_number": NOT_ID_NUMBER, "uscc": NOT_USCC}
_TYPES = {
    "date": NOT_DATE,
    "phone": NOT_PHONE,
    "id_number": NOT_ID_NUMBER,
    "uscc": NOT_USCC,
    "integer": NOT_INTEGER,
    "number": NOT_NUMBER,
    "boolean": NOT_BOOLEAN,
    "choice": NOT_CHOICE,
    "choices": NOT_CHOICE,
}
# A missing answer is explained before a short one, a wrong type before a wrong form.
_ORDER = ("required", "type", "format", "enum", "minLength", "pattern", "maxLength", "minimum", "maximum")


def check_answers(
    schema: Mapping[str, Any],
    answers: Mapping[str, Any],
    *,
    fields: Collection[str] | None = None,
    complete: bool = True,
    on: dt.date | None = None,
) -> dict[str, str]:
    """Return what is wrong with the answers by field, in the form's order; empty when all is well.

    `fields` narrows the check to one page; `complete=False` (a draft) lets answers be missing. A blank answer
    is a missing one, and the answer to a question that is not asked is none. A field in a row of a table is named by
    the table, the row from 1 and its own key: `owners.2.name`. `on` is the day by which dates are judged that may
    not lie before or behind it; without it they are not. Keys that the form does not have are always named. The
    sentences are `Message`s: Chinese, translatable by a door.
    """
    properties: Mapping[str, Any] = schema.get("properties", {})
    wrong: dict[str, tuple[int, Message]] = {}
    for key in answers:
        if key not in properties:
            wrong[key] = (0, Message(UNKNOWN, key=key))
        elif not _storable(answers[key], rows=properties[key].get("x-type") == "rows"):
            wrong[key] = (0, Message(UNREADABLE, title=properties[key]["title"]))
    readable = asked_answers(schema, {key: value for key, value in answers.items() if key not in wrong})
    validator = _validator(json.dumps(schema, sort_keys=True, ensure_ascii=False))
    found = [_explain(error, schema) for error in validator.iter_errors(readable)]
    for key, rule, message in (*(each for each in found if each), *compared(schema, readable, on)):
        top = key.partition(".")[0]
        if rule == "required" and top in wrong:
            continue
        if (rule == "required" and not complete) or (fields is not None and top not in fields):
            continue
        rank = _ORDER.index(rule) if rule in _ORDER else len(_ORDER)
        if key not in wrong or rank < wrong[key][0]:
            wrong[key] = (rank, message)
    return {key: wrong[key][1] for key in sorted(wrong, key=lambda key: _place(key, schema))}


def _place(key: str, schema: Mapping[str, Any]) -> tuple[int, int, int]:
    """Return where a field stands in its form, and in its table; what the form does not have comes last."""
    top, _dot, rest = key.partition(".")
    order = _in_order(schema.get("properties", {}))
    row, _dot, inner = rest.partition(".")
    if not inner:
        return order.get(top, len(order)), -1, -1
    columns = _in_order(whole_property(schema, top)["items"]["properties"])
    return order[top], int(row), columns.get(inner, len(columns))


def _in_order(properties: Mapping[str, Any]) -> dict[str, int]:
    # A database that keeps JSON by the length of its keys hands a form back in another order than it was made in.
    asked = sorted(properties, key=lambda key: properties[key].get("x-order", 0))
    return {key: place for place, key in enumerate(asked)}


def _storable(value: object, *, rows: bool = False) -> bool:
    """Tell whether the value is flat JSON that the database can keep: no NUL, no half characters, no nan.

    A table is a list of rows of such values.
    """
    if isinstance(value, list):
        return all(
            isinstance(each, dict) and all(storable(key) and _storable(one) for key, one in each.items())
            if rows and isinstance(each, dict)
            else not isinstance(each, list) and _storable(each)
            for each in value
        )
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or isinstance(value, (bool, int))


@functools.lru_cache(maxsize=256)
def _validator(schema: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        json.loads(schema),
        validate_formats=True,
        # Patterns are written by people: this engine never takes longer than the text is long.
        pattern_options=jsonschema_rs.RegexOptions(),
        formats={
            "date": real_date,
            "phone": codes.phone_valid,
            "id_number": codes.resident_id_valid,
            "uscc": codes.uscc_valid,
        },
    )


def _explain(error: jsonschema_rs.ValidationError, form: Mapping[str, Any]) -> tuple[str, str, Message] | None:
    rule = error.kind.name
    path = list(error.instance_path)
    if rule == "additionalProperties":
        if not path:
            return None  # named already
        unknown = str(error.kind.as_dict()["unexpected"][0])
        return _named(path), rule, Message(UNKNOWN, key=unknown)
    if rule == "required":
        path = [*path, str(error.kind.as_dict()["property"])]
    field = _field_at(form, path)
    key = _named(path)
    if rule == "required":
        template = CHOOSE if field.get("x-type") in ("choice", "choices", "boolean") else REQUIRED
        template = NO_ROWS if field.get("x-type") == "rows" else template
        return key, rule, Message(template, title=field.get("title", key))
    return key, rule, _sentence(rule, field, key)


def _named(path: Sequence[str | int]) -> str:
    """Return the name of a field by the way to it: a table, a row from 1, a column; of a list of choices, the list."""
    table, row, column = [*path, "", ""][:3] if path else ("", "", "")
    return f"{table}.{int(row) + 1}.{column}" if column and isinstance(row, int) else str(table)


def _field_at(form: Mapping[str, Any], path: Sequence[str | int]) -> Mapping[str, Any]:
    known = form.get("properties", {})
    if not path or path[0] not in known:
        return {}
    if len(path) > 2 and known[path[0]].get("x-type") == "rows":
        columns = whole_property(form, str(path[0]))["items"]["properties"]
        return whole_property(form, str(path[2]), str(path[0])) if path[2] in columns else {}
    return whole_property(form, str(path[0]))


def _sentence(rule: str, field: Mapping[str, Any], key: str) -> Message:
    title = field.get("title", key)
    kind = field.get("x-type", "")
    choices = "、".join(field.get("enum") or field.get("items", {}).get("enum", ()))
    if rule == "type":
        return Message(_TYPES.get(kind, NOT_TEXT), title=title, choices=choices)
    if rule == "format":
        return Message(_FORMATS[field["format"]], title=title)
    if rule == "minLength":
        return Message(TOO_SHORT, title=title, limit=field["minLength"])
    if rule == "maxLength":
        return Message(TOO_LONG, title=title, limit=field["maxLength"])
    if rule in ("minimum", "maximum"):
        limit = f"{field[rule]} {field.get('x-unit', '')}".strip()
        return Message(TOO_SMALL if rule == "minimum" else TOO_LARGE, title=title, limit=limit)
    if kind == "rows" and rule in ("minItems", "maxItems"):
        return Message(FEW_ROWS if rule == "minItems" else MANY_ROWS, title=title, limit=field[rule])
    if rule == "enum":
        return Message(NOT_CHOICE, title=title, choices=choices)
    if rule == "pattern" and field.get("pattern") != NOT_BLANK:
        return Message(BAD_PATTERN, title=title)
    plain = {"pattern": BLANK, "uniqueItems": REPEATED, "minItems": CHOOSE}
    return Message(plain.get(rule, WRONG), title=title)
