"""Reading item files: from TOML to the content of a version, with a line per thing that is wrong."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from tongban.catalogue.rules import item_schema
from tongban.catalogue.rules.answers import gettext_noop
from tongban.catalogue.rules.enumerations import EX_OFFICIO_TYPES
from tongban.catalogue.rules.item_defaults import with_defaults
from tongban.catalogue.rules.item_sense import sense
from tongban.catalogue.rules.messages import Message
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
NUMBER_TOO_LONG = gettext_noop("有一个数字的位数太多，请核对后改正。")
BAD_FORM = gettext_noop("写法不对，请按规定的格式填写。")
REPEATED = gettext_noop("有重复的值，请只保留一个。")

_TYPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": "true 或 false",
    "array": "列表",
    "object": "表",
}


@dataclass(frozen=True, slots=True)
class ItemContent:
    """A checked item: its file and row, its content with defaults filled in, and the content's SHA-256.

    `text` is the content as JSON, in the one form that the SHA-256 is taken of; empty where nobody wrote it yet.
    """

    file: str
    row: int
    data: Mapping[str, Any]
    content_hash: str
    text: str = ""


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
    except (ValueError, RecursionError):  # digits without end, tables within tables without end
        return None, [Problem(file, 1, "", Message(NUMBER_TOO_LONG))]


def read_item(raw: Mapping[str, Any], *, file: str, row: int) -> tuple[ItemContent | None, list[Problem]]:
    """Check one item by its shape and by its own sense; None with all its problems when there are any."""
    schema = item_schema.EX_OFFICIO if str(raw.get("type")) in EX_OFFICIO_TYPES else item_schema.ITEM
    # Most items are right, and to see that takes a tenth of the time that finding out what is wrong takes.
    found = list(sense(raw)) if _fits(raw, schema) else sorted(set(check_shape(raw, schema)))
    if found:
        return None, [Problem(file, row, field, message) for field, message in found]
    data = with_defaults(raw)
    canonical = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return ItemContent(file, row, data, hashlib.sha256(canonical.encode()).hexdigest(), canonical), []


def _plain(value: Any) -> Any:
    """Write TOML's dates and times as text: no field of an item takes them."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, (dt.date, dt.time)) else value


def _fits(raw: Mapping[str, Any], schema: Mapping[str, Any]) -> bool:
    try:
        return _validator(schema).is_valid(raw)
    except ValueError:  # something that JSON cannot say, such as a date
        return False


# The schemas are constants of `item_schema`, so an id is as good as the whole to know one by.
_validators: dict[int, jsonschema_rs.Draft202012Validator] = {}


def _validator(schema: Mapping[str, Any]) -> jsonschema_rs.Draft202012Validator:
    if id(schema) not in _validators:
        _validators[id(schema)] = jsonschema_rs.Draft202012Validator(dict(schema))
    return _validators[id(schema)]


def check_shape(raw: Any, schema: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    """Yield each field of a row of data that does not fit its schema, with what is wrong."""
    for error in _validator(schema).iter_errors(_plain(raw)):
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


def _path(parts: Iterable[str | int]) -> str:
    """Write a place as people count: `materials[2].name` is the second material."""
    written = ""
    for part in parts:
        written += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return written.removeprefix(".")
