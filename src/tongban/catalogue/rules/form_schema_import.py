"""From a JSON Schema (drafts 4 to 2020-12) to the groups of questions of a form: objects become groups, lists rows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs

from tongban.catalogue.rules.elements import Element
from tongban.catalogue.rules.form_grid import Unreadable
from tongban.catalogue.rules.form_import import Found
from tongban.catalogue.rules.form_sense import usable_pattern
from tongban.catalogue.rules.messages import Message, gettext_noop

NOT_JSON = gettext_noop("不符合 JSON 语法，请检查引号、括号和逗号。")
NOT_A_FORM = gettext_noop("不是一张表单的 JSON Schema：应有 properties。")
NOT_TAKEN = gettext_noop("“%(key)s”的结构不是一张平面表单的一项，没有导入。")
DEEPEST = 4


def form_from_schema(data: bytes, file: str, _elements: Mapping[str, Element]) -> Found:
    """Return the form that a JSON Schema describes. Raises Unreadable with the line where it cannot be read."""
    try:
        schema = json.loads(data.decode("utf-8-sig"))
        jsonschema_rs.validator_for(schema)
    except json.JSONDecodeError as wrong:
        raise Unreadable(wrong.lineno, Message(NOT_JSON)) from None
    except (ValueError, RecursionError):
        raise Unreadable(1, Message(NOT_JSON)) from None
    form = _Form(schema if isinstance(schema, dict) else {}, data.decode("utf-8-sig"))
    schema = form.resolved(schema)
    if not isinstance(schema.get("properties"), dict):
        raise Unreadable(1, Message(NOT_A_FORM))
    name = str(schema.get("title") or schema.get("description") or file.removesuffix(".json"))[:100]
    form.take(schema, name, "", 0)
    groups = [group for group in form.groups if group["fields"]]
    taken = sum(len(group["fields"]) for group in groups)
    return Found(file, name, groups, taken + len(form.unfound), taken, 0, tuple(form.unfound), ())


class _Form:
    """The groups of a form as far as they are read."""

    def __init__(self, root: Mapping[str, Any], text: str) -> None:
        self.root, self.text = root, text
        self.groups: list[dict[str, Any]] = []
        self.unfound: list[tuple[int, Message]] = []
        self._keys: set[str] = set()

    def take(self, schema: Mapping[str, Any], title: str, path: str, depth: int) -> None:
        """Take an object as a group, the objects and lists in it as groups of their own after it."""
        group: dict[str, Any] = {"title": title[:100], "fields": []}
        self.groups.append(group)
        for key, each in schema.get("properties", {}).items():
            inner, whole = self.resolved(each), f"{path}_{key}" if path else key
            label = str(inner.get("title") or _spaced(key))[:100]
            items = self.resolved(inner.get("items", {}))
            if isinstance(inner.get("properties"), dict) and depth < DEEPEST:
                self.take(inner, label, whole, depth + 1)
            elif isinstance(items.get("properties"), dict):
                self._rows(items, inner, label, whole)
            elif (field := _field(inner, self._free(whole), label)) is not None:
                group["fields"].append(field | ({"required": True} if key in schema.get("required", ()) else {}))
            else:
                self._untaken(key)

    def _rows(self, items: Mapping[str, Any], schema: Mapping[str, Any], title: str, path: str) -> None:
        fields = []
        for key, each in items["properties"].items():
            inner = self.resolved(each)
            field = _field(inner, _key(key), str(inner.get("title") or _spaced(key))[:100])
            if field is None:
                self._untaken(key)
            else:
                fields.append(field | ({"required": True} if key in items.get("required", ()) else {}))
        group: dict[str, Any] = {"title": title, "key": self._free(path), "repeats": True, "fields": fields}
        for source, target, most in (("minItems", "min_rows", 50), ("maxItems", "max_rows", 200)):
            if isinstance(schema.get(source), int):
                group[target] = max(min(schema[source], most), 0 if target == "min_rows" else 1)
        self.groups.append(group)

    def resolved(self, schema: Any) -> Mapping[str, Any]:
        """Return a schema, or the one that it refers to within the file; an empty one where there is none."""
        for _step in range(20):
            if not isinstance(schema, Mapping) or not isinstance(schema.get("$ref"), str):
                break
            found: Any = self.root
            for part in schema["$ref"].removeprefix("#/").split("/"):
                found = found.get(part.replace("~1", "/").replace("~0", "~")) if isinstance(found, Mapping) else None
            schema = found
        return schema if isinstance(schema, Mapping) else {}

    def _untaken(self, key: str) -> None:
        place = self.text.find(json.dumps(key))
        self.unfound.append((self.text.count("\n", 0, max(place, 0)) + 1, Message(NOT_TAKEN, key=key)))

    def _free(self, key: str) -> str:
        plain, number = _key(key), 2
        free = plain
        while free in self._keys:
            free, number = f"{plain[:46]}_{number}", number + 1
        self._keys.add(free)
        return free


def _field(schema: Mapping[str, Any], key: str, title: str) -> dict[str, Any] | None:
    """Return a question for a property of one plain type; None for what a page cannot ask in one."""
    field: dict[str, Any] = {"key": key, "title": title}
    if schema.get("description"):
        field["help"] = str(schema["description"])[:500]
    choices = _choices(schema)
    items = schema.get("items")
    if choices:
        return field | {"type": "choice", "choices": choices}
    if isinstance(items, Mapping) and (many := _choices(items)):
        return field | {"type": "choices", "choices": many}
    kind = schema.get("type")
    kind = next((each for each in kind if each != "null"), None) if isinstance(kind, list) else kind
    if kind == "boolean":
        return field | {"type": "boolean"}
    if kind in ("integer", "number"):
        return field | {"type": kind} | dict(_bounds(schema, "minimum", "maximum"))
    if kind != "string":
        return None
    if schema.get("format") == "date":
        return field | {"type": "date"}
    field |= {"type": "longtext" if schema.get("maxLength", 0) > 300 else "text"}
    pattern = schema.get("pattern")
    if isinstance(pattern, str) and len(pattern) <= 200 and usable_pattern(pattern):
        field["pattern"] = pattern
    return field | dict(_bounds(schema, "minLength", "maxLength"))


def _bounds(schema: Mapping[str, Any], low: str, high: str) -> Iterator[tuple[str, float]]:
    for source, target in ((low, "min"), (high, "max")):
        if isinstance(schema.get(source), int | float) and not isinstance(schema[source], bool):
            yield target, schema[source]


def _choices(schema: Mapping[str, Any]) -> list[str]:
    given = schema.get("enum")
    if not isinstance(given, list):
        return []
    plain = [each for each in given if isinstance(each, str) and each.strip()]
    return list(dict.fromkeys(plain)) if all(isinstance(each, str) or each is None for each in given) else []


def _key(key: str) -> str:
    plain = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key).lower()
    plain = re.sub(r"[^a-z0-9_]+", "_", plain).strip("_")
    return (plain if plain[:1].isalpha() else f"field_{plain}")[:50].rstrip("_")


def _spaced(key: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|_", " ", key).strip()
