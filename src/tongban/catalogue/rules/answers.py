"""Checking the answers of an application form, with a sentence per field that says what to do."""

from __future__ import annotations

import datetime as dt
import functools
import json
import math
import re
from collections.abc import Collection, Mapping
from typing import Any

import jsonschema_rs

from tongban.catalogue.rules.messages import Message
from tongban.kernel.rules import codes
from tongban.kernel.rules.texts import storable

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def gettext_noop(template: str) -> str:
    """Mark a message id for the catalogue of translations; the text stays as it is."""
    return template


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
_BLANK: tuple[object, ...] = ("", None, [])
# A missing answer is explained before a short one, a wrong type before a wrong form.
_ORDER = ("required", "type", "format", "enum", "minLength", "pattern", "maxLength", "minimum", "maximum")


def check_answers(
    schema: Mapping[str, Any],
    answers: Mapping[str, Any],
    *,
    fields: Collection[str] | None = None,
    complete: bool = True,
) -> dict[str, str]:
    """Return what is wrong with the answers by field, in the form's order; empty when all is well.

    `fields` narrows the check to one page; `complete=False` (a draft) lets answers be missing. A blank answer
    is a missing one. Keys that the form does not have are always named. The sentences are `Message`s: Chinese,
    translatable by a door.
    """
    properties: Mapping[str, Any] = schema.get("properties", {})
    wrong: dict[str, tuple[int, Message]] = {}
    for key in answers:
        if key not in properties:
            wrong[key] = (0, Message(UNKNOWN, key=key))
        elif not _storable(answers[key]):
            wrong[key] = (0, Message(UNREADABLE, title=properties[key]["title"]))
    readable = {key: value for key, value in answers.items() if key not in wrong and value not in _BLANK}
    validator = _validator(json.dumps(schema, sort_keys=True, ensure_ascii=False))
    for error in validator.iter_errors(readable):
        found = _explain(error, properties)
        if found is None:
            continue
        key, rule, message = found
        if rule == "required" and key in wrong:
            continue
        if (rule == "required" and not complete) or (fields is not None and key not in fields):
            continue
        rank = _ORDER.index(rule) if rule in _ORDER else len(_ORDER)
        if key not in wrong or rank < wrong[key][0]:
            wrong[key] = (rank, message)
    order = {key: place for place, key in enumerate(properties)}
    return {key: wrong[key][1] for key in sorted(wrong, key=lambda key: order.get(key, len(order)))}


def real_date(text: str) -> bool:
    """Tell whether the text is a day that exists, written YYYY-MM-DD (RFC 3339 full-date)."""
    if not _DATE.fullmatch(text):
        return False
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _storable(value: object) -> bool:
    """Tell whether the value is flat JSON that the database can keep: no NUL, no half characters, no nan."""
    if isinstance(value, list):
        return all(not isinstance(each, list) and _storable(each) for each in value)
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
        formats={
            "date": real_date,
            "phone": codes.phone_valid,
            "id_number": codes.resident_id_valid,
            "uscc": codes.uscc_valid,
        },
    )


def _explain(error: jsonschema_rs.ValidationError, properties: Mapping[str, Any]) -> tuple[str, str, Message] | None:
    rule = error.kind.name
    if rule == "additionalProperties":
        return None
    if rule == "required":
        key = str(error.kind.as_dict()["property"])
        field = properties.get(key, {})
        template = CHOOSE if field.get("x-type") in ("choice", "choices", "boolean") else REQUIRED
        return key, rule, Message(template, title=field.get("title", key))
    key = str(error.instance_path[0]) if error.instance_path else ""
    return key, rule, _sentence(rule, properties.get(key, {}), key)


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
    if rule == "enum":
        return Message(NOT_CHOICE, title=title, choices=choices)
    plain = {"pattern": BLANK, "uniqueItems": REPEATED, "minItems": CHOOSE}
    return Message(plain.get(rule, WRONG), title=title)
