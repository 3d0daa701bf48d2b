"""Data elements (数据元): a field that means the same thing is one element in every form, so that it is asked once.

A field that names an element takes from it what it does not say itself: its label, type, choices and limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tongban.catalogue.rules.answers import gettext_noop
from tongban.catalogue.rules.enumerations import FieldType
from tongban.catalogue.rules.messages import Message

KEY = re.compile(r"[a-z]{2,20}\.[a-z][a-z0-9_]{0,50}")
LONGEST = {"key": 72, "title": 100, "title_en": 100, "unit": 20, "help": 500, "help_en": 500, "pattern": 200}
LEVELS = {1: "公开", 2: "内部", 3: "个人或商业信息", 4: "敏感个人信息"}
"""How closely a value is kept (分类分级, four levels by local guides of public data)."""
DOMAINS = {
    "person": "个人",
    "org": "单位",
    "company": "拟设立的公司",
    "agent": "代理人",
    "contact": "联系人",
    "child": "子女",
    "spouse": "配偶",
    "household": "家庭和户",
    "property": "不动产",
    "project": "项目和工程",
    "premises": "经营场所",
    "employment": "就业和参保",
    "vehicle": "机动车",
}
# What a field may say otherwise than its element; what it leaves out is the element's.
TAKEN = ("title", "title_en", "type", "help", "help_en", "choices", "min", "max", "pattern", "unit")
# A field of the one type may stand where the element is of the other: both are read alike.
_ALIKE = (
    frozenset({FieldType.TEXT, FieldType.LONGTEXT}),
    frozenset({FieldType.INTEGER, FieldType.NUMBER}),
    frozenset({FieldType.TEXT, FieldType.CHOICE}),
    frozenset({FieldType.CHOICE, FieldType.CHOICES}),
)

UNKNOWN = gettext_noop("没有数据项“%(element)s”，请从数据项目录中选择，或先登记。")
CLASH = gettext_noop("“%(title)s”的类型与数据项“%(element)s”不一致，请改为一致，或另选数据项。")
SAME_LABEL = gettext_noop("“%(title)s”就是数据项“%(element)s”（%(label)s），请选用它，申请人就不用重复填写。")


@dataclass(frozen=True, slots=True)
class Element:
    """A data element; `minimum` and `maximum` count characters for text, `level` is 1 (public) to 4 (sensitive)."""

    key: str
    title: str
    title_en: str
    type: FieldType
    level: int
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    pattern: str = ""
    unit: str = ""
    help: str = ""
    help_en: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def about(self) -> str:
        """Return what it is about: the first part of its key."""
        return self.key.partition(".")[0]

    def field(self) -> dict[str, Any]:
        """Return what a field takes from it, as an item file would say it."""
        said = {
            "title": self.title,
            "title_en": self.title_en,
            "type": self.type.value,
            "help": self.help,
            "help_en": self.help_en,
            "choices": list(self.choices),
            "min": _whole(self.minimum),
            "max": _whole(self.maximum),
            "pattern": self.pattern,
            "unit": self.unit,
        }
        return {key: value for key, value in said.items() if value not in ("", [], None)}


Elements = Mapping[str, Element]


def with_elements(content: Mapping[str, Any], elements: Elements) -> dict[str, Any]:
    """Return an item's content whose fields say themselves what they take from their elements.

    A content that is not of the right shape yet is taken as far as it goes.
    """
    form = content.get("form")
    if not isinstance(form, list) or not any(_named(field, elements) for field in _fields(form)):
        return dict(content)
    return {**content, "form": [_group(group, elements) for group in form]}


def _group(group: Any, elements: Elements) -> Any:
    if not isinstance(group, Mapping) or not isinstance(group.get("fields"), list):
        return group
    return {**group, "fields": [filled(field, elements) for field in group["fields"]]}


def filled(field: Any, elements: Elements) -> Any:
    """Return a field with what it leaves out taken from its element; one of another type takes only its names."""
    if not _named(field, elements):
        return field
    taken = elements[field["element"]].field()
    if field.get("type") not in (None, taken["type"]):
        taken = {key: taken[key] for key in ("title", "title_en") if key in taken}
    missing = {key: value for key, value in taken.items() if key not in field}
    if "title" in field:
        missing.pop("title_en", None)  # another label in Chinese has another one in English
    return {**field, **missing} if missing else field


def hints(content: Mapping[str, Any], named: Mapping[str, Element]) -> Iterator[tuple[str, Message]]:
    """Yield each field that names no element though its label is one's, by its path (`form[1].fields[2].element`).

    `named` are the elements by their labels.
    """
    for where, field in placed_fields(content):
        title = field.get("title")
        found = named.get(plain_label(title)) if isinstance(title, str) and not field.get("element") else None
        if found is not None and may_stand_for(field.get("type"), found):
            yield f"{where}.element", Message(SAME_LABEL, title=title, element=found.key, label=found.title)


def clashes(content: Mapping[str, Any], elements: Elements) -> Iterator[tuple[str, Message]]:
    """Yield each field that names an element which nobody knows, or one of another type."""
    for where, field in placed_fields(content):
        key = field.get("element")
        if not key:
            continue
        if key not in elements:
            yield f"{where}.element", Message(UNKNOWN, element=key)
        elif not may_stand_for(field.get("type"), elements[key]):
            yield f"{where}.type", Message(CLASH, title=field.get("title", ""), element=key)


def may_stand_for(kind: Any, element: Element) -> bool:
    """Tell whether a field of a type may hold the element."""
    if kind in (None, element.type):
        return True
    return any(kind in pair and element.type in pair for pair in _ALIKE)


def by_label(elements: Iterable[Element]) -> dict[str, Element]:
    """Return the elements by their labels and by those that forms have for them; a label of its own goes first."""
    elements = list(elements)
    found = {plain_label(alias): each for each in elements for alias in each.aliases}
    return found | {plain_label(each.title): each for each in elements}


def plain_label(text: str) -> str:
    """Return a label as labels are compared: without blanks, colons and the star of what is required."""
    return re.sub(r"[\s：:*＊　]+", "", text)


def placed_fields(content: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the fields of an item's form with their places, as people count."""
    form = content.get("form")
    for page, group in enumerate(form if isinstance(form, list) else (), 1):
        fields = group.get("fields") if isinstance(group, Mapping) else None
        for place, field in enumerate(fields if isinstance(fields, list) else (), 1):
            if isinstance(field, Mapping):
                yield f"form[{page}].fields[{place}]", field


def _fields(form: Sequence[Any]) -> Iterator[Mapping[str, Any]]:
    return (field for _where, field in placed_fields({"form": form}))


def _named(field: Any, elements: Elements) -> bool:
    return isinstance(field, Mapping) and isinstance(field.get("element"), str) and field["element"] in elements


def _whole(number: float | None) -> float | None:
    return int(number) if number is not None and float(number).is_integer() else number
