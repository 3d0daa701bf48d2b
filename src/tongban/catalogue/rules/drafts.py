"""What a draft may hold before it is whole, and which of it lists show."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Container, Iterator, Mapping
from typing import Any

from tongban.catalogue.rules.answers import gettext_noop
from tongban.catalogue.rules.enumerations import (
    EX_OFFICIO_TYPES,
    INSTANCES,
    ITEM_TYPES,
    RESULT_KINDS,
    STANDINGS,
    Instance,
    ResultKind,
    Standing,
)
from tongban.catalogue.rules.item_defaults import with_defaults
from tongban.catalogue.rules.item_file import MISSING, NOT_OF_TYPE, NOT_ONE_OF, UNKNOWN
from tongban.catalogue.rules.item_schema import EX_OFFICIO, ITEM
from tongban.catalogue.rules.messages import Message
from tongban.kernel.rules.texts import storable

# What an item is known by; the implementation code is made of it, so no revision changes it.
IDENTITY = ("catalog_code", "type", "authority", "level", "variant")
NEEDED = ("catalog_code", "name", "type", "level", "authority")
FIXED = gettext_noop("这一项决定实施编码，不能修改；需要改的请新建事项。")
NOT_STORABLE = gettext_noop("含有无法识别的字符，请删除后重试。")
LONGEST_NAME = 300


def print_of(content: Any) -> str:
    """Return a short print of a content or of a part of one, to tell whether somebody has changed it meanwhile."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:20]


def unkeepable(content: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    """Yield each field that not even a draft can hold: unknown ones, lists that are none, texts that cannot be stored.

    What is missing, empty, too long or out of range may stay until the draft is sent to review.
    """
    shapes = (EX_OFFICIO if _among(content.get("type"), EX_OFFICIO_TYPES) else ITEM)["properties"]
    for field, value in content.items():
        if field not in shapes:
            yield str(field), Message(UNKNOWN)
        elif not storable_value(value):
            yield field, Message(NOT_STORABLE)
        elif value is not None and not _fits(value, shapes[field]):
            kind = {"array": "列表", "object": "表"}.get(shapes[field].get("type", ""), "文字")
            yield field, Message(NOT_OF_TYPE, type=kind)


def unfounded(content: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    """Yield what an item cannot even be begun without."""
    for field in NEEDED:
        if not isinstance(content.get(field), str) or not content[field].strip():
            yield field, Message(MISSING)
    if content.get("type") and content["type"] not in ITEM_TYPES:
        yield "type", Message(NOT_ONE_OF, choices="、".join(ITEM_TYPES))


def kept(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return a draft's content as it is kept: with defaults, as far as it has come; it must be keepable."""
    return with_defaults({field: value for field, value in content.items() if value is not None})


def as_in_file(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return a kept content as an item file would hold it: without what is said by being left out."""
    plain: dict[str, Any] = {}
    for field, value in content.items():
        if value is None or (field in ("commitment", "result") and not value):
            continue
        if isinstance(value, Mapping):
            plain[field] = _without_none(value)
        elif isinstance(value, list):
            plain[field] = [_without_none(row) if isinstance(row, Mapping) else row for row in value]
        else:
            plain[field] = value
    return plain


def changed_identity(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    """Yield the fields by which an item is known that differ; what is left out does not."""
    for field in IDENTITY:
        if field in after and after[field] != before.get(field, ""):
            yield field, Message(FIXED)


def draft_columns(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a draft: what lists show of it, and what the database wants of every version."""
    columns: dict[str, Any] = {
        "name": str(content.get("name", ""))[:LONGEST_NAME],
        "type": content["type"],
        "variant": content["variant"],
        "standing": content["standing"] if _among(content["standing"], STANDINGS) else Standing.IN_USE.value,
        "instance": "",
        "result_kind": "",
        "promised_days": 0,
    }
    if content["type"] not in EX_OFFICIO_TYPES:
        instance, result = content.get("instance"), content["result"].get("kind")
        columns["instance"] = instance if _among(instance, INSTANCES) else Instance.PROMISED.value
        columns["result_kind"] = result if _among(result, RESULT_KINDS) else ResultKind.NONE.value
    return columns


def _fits(value: Any, shape: Mapping[str, Any]) -> bool:
    kind = shape.get("type")
    if kind == "array":
        rows = shape["items"].get("type") == "object"
        return isinstance(value, list) and (not rows or all(isinstance(row, Mapping) for row in value))
    if kind == "object":
        return isinstance(value, Mapping)
    return isinstance(value, str | int | float)


def storable_value(value: Any) -> bool:
    """Tell whether the database can keep a value with all that is in it: its texts, and numbers that are some."""
    if isinstance(value, Mapping):
        return all(storable_value(each) for pair in value.items() for each in pair)
    if isinstance(value, list):
        return all(storable_value(each) for each in value)
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, str) or storable(value)


def _among(value: Any, codes: Container[str]) -> bool:
    return isinstance(value, str) and value in codes


def _without_none(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value is not None}
