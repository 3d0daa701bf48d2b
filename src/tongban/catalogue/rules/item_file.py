"""Reading item files: from TOML to the content of a version, with a line per thing that is wrong."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from tongban.catalogue.rules import item_schema
from tongban.catalogue.rules.answers import gettext_noop
from tongban.catalogue.rules.messages import Message
from tongban.catalogue.rules.steps import wrong_rules
from tongban.kernel.rules import codes
from tongban.parties.rules.reports import Problem

NOT_UTF8 = gettext_noop("文件不是 UTF-8 编码，请另存为 UTF-8。")
NOT_TOML = gettext_noop("第 %(line)s 行第 %(column)s 列不符合 TOML 语法，请检查引号、括号和等号。")
MISSING = gettext_noop("缺少必填项，请补上。")
UNKNOWN = gettext_noop("没有这一项，请检查拼写或删除。")
NOT_OF_TYPE = gettext_noop("类型不对，应为%(type)s。")
NOT_ONE_OF = gettext_noop("只能是：%(choices)s。")
TOO_LONG = gettext_noop("太长，最多 %(limit)s 个字。")
EMPTY = gettext_noop("不能为空，请填写。")
OUT_OF_RANGE = gettext_noop("超出范围，%(bound)s %(limit)s。")
BAD_FORM = gettext_noop("写法不对，请按规定的格式填写。")
REPEATED = gettext_noop("有重复的值，请只保留一个。")
TWICE = gettext_noop("“%(code)s”出现了两次，请改用不同的编码。")
BAD_CATALOG_CODE = gettext_noop("基本编码应为 12 位数字，第 3、4 位为事项类型。")
TYPE_DIFFERS = gettext_noop("基本编码第 3、4 位是 %(code)s，与事项类型 %(type)s 不一致。")
NO_PROMISE = gettext_noop("承诺件必须写明承诺办结时限。")
INSTANT_DAYS = gettext_noop("即办件的承诺办结时限应为 0，或改为承诺件。")
NO_SUCH_STEP = gettext_noop("没有编码为“%(code)s”的环节。")
NO_SUCH_MATERIAL = gettext_noop("没有编码为“%(code)s”的材料。")
NOT_DEFERRABLE = gettext_noop("只有“容缺后补”的材料可以写补交天数。")
CIRCLE = gettext_noop("环节“%(code)s”的先后顺序成了环，请检查 after。")
NO_CHOICES = gettext_noop("选择题必须列出选项。")
BOUNDS = gettext_noop("最小值大于最大值，请核对。")
NOT_PHONE = gettext_noop("不是有效电话号码，请填 12345，或带区号的固定电话，或 11 位手机号。")
NO_LICENCE_TYPE = gettext_noop("结果是证照的，必须写明证照类型。")

_TYPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": "true 或 false",
    "array": "列表",
    "object": "表",
}
_HOTLINE = re.compile(r"1[0-9]{2,4}")


@dataclass(frozen=True, slots=True)
class ItemContent:
    """A checked item: its file and row, its content with defaults filled in, and the content's SHA-256."""

    file: str
    row: int
    data: Mapping[str, Any]
    content_hash: str


def parse(text: bytes, file: str) -> tuple[dict[str, Any] | None, list[Problem]]:
    """Parse the bytes of a TOML file; None with the problem when it is not one."""
    try:
        return tomllib.loads(text.decode("utf-8")), []
    except UnicodeDecodeError:
        return None, [Problem(file, 1, "", Message(NOT_UTF8))]
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        lines = text.decode("utf-8").split("\n")
        line, column = place.groups() if place else (str(len(lines)), str(len(lines[-1]) + 1))
        return None, [Problem(file, 1, "", Message(NOT_TOML, line=line, column=column))]


def read_item(raw: Mapping[str, Any], *, file: str, row: int) -> tuple[ItemContent | None, list[Problem]]:
    """Check one item by its shape and by its own sense; None with all its problems when there are any."""
    raw = _plain(raw)
    found = sorted(set(check_shape(raw, item_schema.ITEM)))
    if not found:
        found = list(_sense(raw))
    if found:
        return None, [Problem(file, row, field, message) for field, message in found]
    data = _with_defaults(raw)
    canonical = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return ItemContent(file, row, data, hashlib.sha256(canonical.encode()).hexdigest()), []


def _plain(value: Any) -> Any:
    """Write TOML's dates and times as text: no field of an item takes them."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, (dt.date, dt.time)) else value


@functools.cache
def _validator(schema: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(json.loads(schema))


def check_shape(raw: Any, schema: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    """Yield each field of a row of data that does not fit its schema, with what is wrong."""
    for error in _validator(json.dumps(schema)).iter_errors(_plain(raw)):
        path = list(error.instance_path)
        kind = error.kind
        if kind.name == "required":
            yield _path([*path, str(kind.as_dict()["property"])]), Message(MISSING)
        elif kind.name == "additionalProperties":
            for key in kind.as_dict()["unexpected"]:
                yield _path([*path, str(key)]), Message(UNKNOWN)
        else:
            yield _path(path), _sentence(kind)


def _sentence(kind: Any) -> Message:
    name = kind.name
    if name == "type":
        return Message(NOT_OF_TYPE, type="、".join(_TYPES.get(each, each) for each in kind.types))
    if name == "enum":
        return Message(NOT_ONE_OF, choices="、".join(str(each) or '""' for each in kind.options))
    if name == "maxLength":
        return Message(TOO_LONG, limit=kind.limit)
    if name in ("minimum", "maximum"):
        return Message(OUT_OF_RANGE, bound="≥" if name == "minimum" else "≤", limit=kind.limit)
    plain = {"minLength": EMPTY, "minItems": EMPTY, "uniqueItems": REPEATED}
    return Message(plain.get(name, BAD_FORM))


def _sense(raw: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    """Yield what the shape cannot say: codes that repeat, steps in a circle, limits that contradict."""
    code = raw["catalog_code"]
    if not codes.catalog_code_valid(code):
        yield "catalog_code", Message(BAD_CATALOG_CODE)
    elif code[2:4] != raw["type"]:
        yield "catalog_code", Message(TYPE_DIFFERS, code=code[2:4], type=raw["type"])
    if raw["instance"] == "instant" and raw.get("promised_days", 0) != 0:
        yield "promised_days", Message(INSTANT_DAYS)
    if raw["instance"] == "promised" and "promised_days" not in raw:
        yield "promised_days", Message(NO_PROMISE)
    if raw["result"]["kind"] == "licence" and not raw["result"].get("licence_type"):
        yield "result.licence_type", Message(NO_LICENCE_TYPE)
    for field in ("phone", "complaint_phone"):
        number = raw.get(field, "")
        if number and not codes.phone_valid(number) and not _HOTLINE.fullmatch(number):
            yield field, Message(NOT_PHONE)
    yield from _twice("materials", "code", raw.get("materials", ()))
    yield from _promises(raw)
    yield from _twice("steps", "code", raw["steps"])
    yield from _order_of_steps(raw["steps"])
    yield from _fields(raw.get("form", ()))
    asked = {field["key"] for group in raw.get("form", ()) for field in group["fields"]}
    yield from wrong_rules(raw["steps"], asked, {each["key"] for each in raw.get("situations", ())})


def _promises(raw: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    """Yield what a promise would replace that the item does not ask for, and days for what may not come later."""
    materials = raw.get("materials", ())
    for place, material in enumerate(materials, 1):
        if "defer_days" in material and material["necessity"] != "deferrable":
            yield f"materials[{place}].defer_days", Message(NOT_DEFERRABLE)
    known = {material["code"] for material in materials}
    for code in raw.get("commitment", {}).get("replaces", ()):
        if code not in known:
            yield "commitment.replaces", Message(NO_SUCH_MATERIAL, code=code)


def _order_of_steps(steps: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Message]]:
    after = {step["code"]: list(step.get("after", ())) for step in steps}
    unknown = False
    for place, step in enumerate(steps, 1):
        for code in step.get("after", ()):
            if code not in after:
                unknown = True
                yield f"steps[{place}].after", Message(NO_SUCH_STEP, code=code)
    while not unknown and after:
        free = [code for code, before in after.items() if not any(each in after for each in before)]
        if not free:
            yield "steps", Message(CIRCLE, code=next(iter(after)))
            return
        for code in free:
            del after[code]


def _fields(groups: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Message]]:
    seen: set[str] = set()
    for page, group in enumerate(groups, 1):
        for place, field in enumerate(group["fields"], 1):
            where = f"form[{page}].fields[{place}]"
            if field["key"] in seen:
                yield f"{where}.key", Message(TWICE, code=field["key"])
            seen.add(field["key"])
            if field["type"] in ("choice", "choices") and not field.get("choices"):
                yield f"{where}.choices", Message(NO_CHOICES)
            if "min" in field and "max" in field and field["min"] > field["max"]:
                yield f"{where}.min", Message(BOUNDS)


def _twice(table: str, key: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Message]]:
    counted = Counter(row[key] for row in rows)
    for code, times in counted.items():
        if times > 1:
            yield f"{table}.{key}", Message(TWICE, code=code)


def _path(parts: Iterable[str | int]) -> str:
    """Write a place as people count: `materials[2].name` is the second material."""
    written = ""
    for part in parts:
        written += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return written.removeprefix(".")


_DEFAULTS: dict[str, Any] = {
    "local_code": "",
    "name_en": "",
    "aliases": [],
    "themes": [],
    "joint": False,
    "legal_days": None,
    "legal_unit": "working",
    "promised_days": 0,
    "promised_unit": "working",
    "conditions": [],
    "online_depth": [],
    "visits": 0,
    "office_hours": "",
    "address": "",
    "phone": "",
    "complaint_phone": "",
    "materials": [],
    "fees": [],
    "questions": [],
    "form": [],
    "pause_grounds": [],
    "commitment": {},
    "situations": [],
    "variant": "",
}
_ROW_DEFAULTS: dict[str, dict[str, Any]] = {
    "basis": {"article": "", "local_parameter": False},
    "materials": {
        "issuer": "",
        "copies": 1,
        "accepts": ["pdf", "jpg", "png"],
        "max_mb": 10,
        "note": "",
        "sample": "",
        "defer_days": None,
        "exempt_path": "",
        "exempt_code": "",
        "exempt_reason": "",
    },
    "steps": {"after": [], "lead": False, "only_when": ""},
    "fees": {"amount": None, "reductions": [], "before_acceptance": ""},
    "questions": {},
}


def _with_defaults(raw: Mapping[str, Any]) -> dict[str, Any]:
    data = {**_DEFAULTS, **raw}
    data["result"] = {"name": "", "licence_type": "", "validity_months": None, **raw["result"]}
    for table, defaults in _ROW_DEFAULTS.items():
        data[table] = [{**defaults, **row} for row in data[table]]
    return data
