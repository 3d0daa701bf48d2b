"""From a form template (HTML or FreeMarker) to the groups of questions of a form, with what was not found."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tongban.catalogue.rules.elements import Element, by_label, may_stand_for, plain_label
from tongban.catalogue.rules.form_grid import read_template
from tongban.catalogue.rules.form_labels import Place, name_of, places_in
from tongban.catalogue.rules.messages import Message, gettext_noop

ENDINGS = (".ftl", ".ftlh", ".html", ".htm")
NO_LABEL = gettext_noop("没有找到“%(key)s”的名称，请对照原表补填。")
NO_KEY = gettext_noop("“%(key)s”不是一个字段，没有导入。")
SEVERAL = gettext_noop("“%(key)s”在原表中用在 %(count)s 处，名称不同（%(labels)s），请核对是否应分成几项。")
CONDITION = gettext_noop("“%(said)s”不能变成填写条件，请按原表补设。")

_PATH = re.compile(r"\(?\s*([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)")
_EQUALS = re.compile(r"^\(?\s*([A-Za-z_][\w.]*)\s*(?:!\s*(?:\"\"|'')?)?\)?\s*==\s*[\"']([^\"']*)[\"']\s*\)?$")
_THERE = re.compile(r"^\(?\s*([A-Za-z_][\w.]*)\s*\)?\s*(?:\?\?|\?has_content)\s*\)?$")
_LIST = re.compile(r"^\(?\s*([A-Za-z_][\w.]*)[^\s]*\s+as\s+([A-Za-z_]\w*)$")
# What a label says of the type, the first that fits.
_TYPES: tuple[tuple[str, str], ...] = (
    (r"统一社会信用代码$", "uscc"),
    (r"(公民身份号码|身份证号码?)$", "id_number"),
    (r"(手机号码?|移动电话|联系电话)$", "phone"),
    (r"(日期|出生年月日)$", "date"),
    (r"(面积|金额|资金|投资|资本|造价|收入|利润|总额|总量|高度|长度|宽度|深度|直径)$", "number"),
    (r"(人数|数量|台数|层数|床位数|份数)$", "integer"),
    (r"^是否", "boolean"),
    (r"(简介|概况|说明|理由|原因|范围|意见|内容|事由|措施|经历|简历|情况|用途|备注|计划|方案|要求)$", "longtext"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A template that was read: its name, its groups of questions, and what was found in it.

    `keys` are the different `${…}` of the template, `taken` those that became fields with label and group, `named`
    those whose element is known; `unfound` and `notes` are (line, sentence).
    """

    file: str
    name: str
    groups: list[dict[str, Any]]
    keys: int
    taken: int
    named: int
    unfound: tuple[tuple[int, Message], ...]
    notes: tuple[tuple[int, Message], ...]


@dataclass(slots=True)
class _Form:
    """A form as far as it is put together."""

    groups: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    elements: set[str] = field(default_factory=set)
    notes: list[tuple[int, Message]] = field(default_factory=list)


def form_from(data: bytes, file: str, elements: Mapping[str, Element]) -> Found:
    """Return the form that a template is. Raises Unreadable with the line where it cannot be read."""
    blocks = read_template(data)
    name = name_of(blocks, file)
    places: dict[str, list[Place]] = {}
    unfound: list[tuple[int, Message]] = []
    for place in places_in(blocks, name):
        path = _PATH.match(place.key)
        if path is None:
            unfound.append((place.line, Message(NO_KEY, key=place.key[:60])))
        else:
            places.setdefault(path[1], []).append(place)
    form, named = _Form(), by_label(elements.values())
    for key, theirs in places.items():
        best = next((each for each in theirs if each.label and each.group), None)
        if best is None:
            unfound.append((theirs[0].line, Message(NO_LABEL, key=key)))
            continue
        _add(form, key, best, named)
        labels = list(dict.fromkeys(each.label for each in theirs if each.label))
        if len(labels) > 1:
            said = Message(SEVERAL, key=key, count=len(theirs), labels="、".join(labels[:5]))
            form.notes.append((best.line, said))
    groups = [_distinct(group) for group in form.groups.values()]
    taken = sum(len(group["fields"]) for group in groups)
    wrong = len([1 for _line, said in unfound if said.template == NO_KEY])
    return Found(
        file,
        name,
        groups,
        len(places) + wrong,
        taken,
        len(form.elements),
        tuple(sorted(unfound)),
        tuple(sorted(form.notes)),
    )


def _add(form: _Form, key: str, place: Place, named: Mapping[str, Element]) -> None:
    listed, when = _around(form, place)
    head, _dot, rest = key.partition(".")
    own = rest if listed and rest and head == listed[1] else key
    place_of_group = (place.group, listed[0] if listed else "")
    if place_of_group not in form.groups:
        group: dict[str, Any] = {"title": place.group, "fields": []}
        if listed:
            group |= {"key": _free(form, listed[0]), "repeats": True}
        form.groups[place_of_group] = group
    group = form.groups[place_of_group]
    within = f"{group.get('key', '')}." if listed else ""
    field_key = _free(form, own, within)
    form.keys[f"{within}{key}"] = field_key
    asked: dict[str, Any] = {"key": field_key, "title": place.label, "type": _type_of(place)}
    element = named.get(plain_label(place.label))
    if element is not None and element.key not in form.elements and not listed:
        if not may_stand_for(asked["type"], element):
            asked["type"] = element.type.value
        asked = {**element.field(), **asked, "type": element.type.value, "element": element.key}
        form.elements.add(element.key)
    if place.unit and asked["type"] in ("number", "integer", "text") and "element" not in asked:
        asked |= {"unit": place.unit, "type": "number" if asked["type"] == "text" else asked["type"]}
    if when:
        asked["when"] = when
    group["fields"].append(asked)


def _around(form: _Form, place: Place) -> tuple[tuple[str, str] | None, list[dict[str, Any]]]:
    """Return the list that a place stands in, as (rows, row), and the conditions that it is asked under."""
    listed: tuple[str, str] | None = None
    when: list[dict[str, Any]] = []
    for kind, said in place.inside:
        if kind == "list" and (rows := _LIST.match(said)):
            listed = (rows[1], rows[2])
            continue
        equals, there = _EQUALS.match(said), _THERE.match(said)
        key = form.keys.get((equals or there)[1]) if equals or there else None  # type: ignore[index]
        if kind != "if" or key is None or listed:
            # A place that is shown only when it is filled in itself is asked of everybody.
            if not (there and _PATH.match(place.key) and there[1] == _PATH.match(place.key)[1]):  # type: ignore[index]
                form.notes.append((place.line, Message(CONDITION, said=said[:60] or kind)))
            continue
        when.append({"key": key, "is": [equals[2]]} if equals else {"key": key, "answered": True})
    return listed, when


def _free(form: _Form, key: str, within: str = "") -> str:
    """Return a key that a form may have and this one has not yet: `applyName` becomes `apply_name`."""
    plain = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key.replace(".", "_")).lower()
    plain = re.sub(r"[^a-z0-9_]+", "_", plain).strip("_")
    plain = (plain if plain[:1].isalpha() else f"field_{plain}")[:46].rstrip("_")
    taken = set(form.keys.values()) | {group.get("key", "") for group in form.groups.values()}
    if within:
        taken = {value for name, value in form.keys.items() if name.startswith(within)}
    free, number = plain, 2
    while free in taken:
        free, number = f"{plain}_{number}", number + 1
    return free


def _type_of(place: Place) -> str:
    found = next((kind for pattern, kind in _TYPES if re.search(pattern, place.label)), "text")
    # In a table of an office there is often more than a number in such a field.
    return "text" if "/" in place.label or "、" in place.label or "和" in place.label else found


def _distinct(group: dict[str, Any]) -> dict[str, Any]:
    """Return a group in which no two labels are the same: of two "电话" each takes the name of the field before."""
    titles = [each["title"] for each in group["fields"]]
    named: set[str] = set()
    before = ""
    for each in group["fields"]:
        title = each["title"]
        if titles.count(title) > 1 and before and f"{before}{title}" not in named:
            each["title"] = f"{before}{title}"[:100]
        elif titles.count(title) == 1:
            before = title
        number = 2
        while each["title"] in named:
            each["title"], number = f"{title[:90]}（{number}）", number + 1
        named.add(each["title"])
    return group


def share_taken(found: Sequence[Found]) -> float:
    """Return which part of the keys of all templates became fields with label and group, 0 to 1; 1 without keys."""
    keys = sum(each.keys for each in found)
    return sum(each.taken for each in found) / keys if keys else 1.0
