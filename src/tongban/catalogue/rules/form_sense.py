"""What of a form its shape allows and the rest contradicts: repeated keys, conditions on what comes later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import jsonschema_rs

from tongban.catalogue.rules.conditions import BOUNDS, said_of
from tongban.catalogue.rules.dates import day_meant
from tongban.catalogue.rules.enumerations import FieldType
from tongban.catalogue.rules.messages import Message, gettext_noop

TWICE = gettext_noop("“%(code)s”出现了两次，请改用不同的编码。")
NO_CHOICES = gettext_noop("选择题必须列出选项。")
BOUNDS_WRONG = gettext_noop("最小值大于最大值，请核对。")
DAYS_WRONG = gettext_noop("最早日期晚于最晚日期，请核对。")
BAD_PATTERN = gettext_noop("写法规则不能使用，请按正则表达式的写法改正（不支持前后查找和反向引用）。")
PATTERN_OF_NO_TEXT = gettext_noop("只有文字可以规定写法，请删除。")
DAYS_OF_NO_DATE = gettext_noop("只有日期可以规定最早、最晚日期，请删除。")
NOT_BEFORE = gettext_noop("条件中的“%(key)s”不是前面的字段，请选择排在前面、同在一组或在表单中只填一次的字段。")
NOT_A_NUMBER = gettext_noop("“%(key)s”不是数字，只能按答案是什么或是否填写来设条件。")
NO_SUCH_CHOICE = gettext_noop("条件中的“%(value)s”不是“%(key)s”的选项，请从它的选项中选择。")
NOT_COMPARABLE = gettext_noop("不能与“%(key)s”比较，请选择同一组内同为数字或同为日期的另一个字段。")
NO_KEY = gettext_noop("可以填多行的组应有字段代码，用来保存填写的各行。")
ROWS_OF_ONE = gettext_noop("只有可以填多行的组才写行数，请删除。")

_TEXTS = (FieldType.TEXT, FieldType.LONGTEXT)
_NUMBERS = (FieldType.INTEGER, FieldType.NUMBER)
# The day by which the order of two relative days is judged; any other would say the same.
_SOME_DAY = dt.date(2026, 1, 1)

Fields = dict[str, Mapping[str, Any]]
Wrong = Iterator[tuple[str, Message]]


def form_sense(groups: Sequence[Mapping[str, Any]]) -> Wrong:
    """Yield each place of a form whose shape is right and that makes no sense."""
    before: Fields = {}
    for page, group in enumerate(groups, 1):
        where = f"form[{page}]"
        yield from _conditions(f"{where}.when", group.get("when", ()), before)
        if not group.get("repeats"):
            if "min_rows" in group or "max_rows" in group:
                yield f"{where}.repeats", Message(ROWS_OF_ONE)
            yield from _fields(where, group["fields"], before)
            continue
        if "key" not in group:
            yield f"{where}.key", Message(NO_KEY)
        elif group["key"] in before:
            yield f"{where}.key", Message(TWICE, code=group["key"])
        if group.get("min_rows", 0) > group.get("max_rows", 200):
            yield f"{where}.min_rows", Message(BOUNDS_WRONG)
        yield from _fields(where, group["fields"], {})
        before[group.get("key", "")] = {"type": FieldType.ROWS, "key": group.get("key", "")}


def _fields(page: str, fields: Sequence[Mapping[str, Any]], before: Fields) -> Wrong:
    """Yield what is wrong in fields that stand together; `before` are those of which conditions may speak."""
    beside = {each["key"]: each for each in fields} | before
    for place, field in enumerate(fields, 1):
        where = f"{page}.fields[{place}]"
        if field["key"] in before:
            yield f"{where}.key", Message(TWICE, code=field["key"])
        yield from _alone(where, field)
        yield from _conditions(f"{where}.when", field.get("when", ()), before)
        for name in ("not_less_than", "not_more_than"):
            if name in field and not _comparable(field, beside.get(field[name])):
                yield f"{where}.{name}", Message(NOT_COMPARABLE, key=field[name])
        before[field["key"]] = field


def _alone(where: str, field: Mapping[str, Any]) -> Wrong:
    if field["type"] in ("choice", "choices") and not field.get("choices"):
        yield f"{where}.choices", Message(NO_CHOICES)
    if "min" in field and "max" in field and field["min"] > field["max"]:
        yield f"{where}.min", Message(BOUNDS_WRONG)
    if field.get("pattern"):
        if field["type"] not in _TEXTS:
            yield f"{where}.pattern", Message(PATTERN_OF_NO_TEXT)
        elif not usable_pattern(field["pattern"]):
            yield f"{where}.pattern", Message(BAD_PATTERN)
    days = [field[name] for name in ("earliest", "latest") if field.get(name)]
    if days and field["type"] != FieldType.DATE:
        yield f"{where}.{'earliest' if field.get('earliest') else 'latest'}", Message(DAYS_OF_NO_DATE)
    elif len(days) == 2:
        first, last = (day_meant(each, _SOME_DAY) for each in days)
        if first is not None and last is not None and first > last:
            yield f"{where}.earliest", Message(DAYS_WRONG)


def _conditions(where: str, conditions: Sequence[Mapping[str, Any]], before: Fields) -> Wrong:
    for place, each in enumerate(conditions, 1):
        here, field = f"{where}[{place}]", before.get(each["key"])
        if field is None:
            yield f"{here}.key", Message(NOT_BEFORE, key=each["key"])
            continue
        says = said_of(each)
        if says in BOUNDS and field["type"] not in _NUMBERS:
            yield f"{here}.{says}", Message(NOT_A_NUMBER, key=each["key"])
        elif says in ("is", "is_not") and field["type"] in ("choice", "choices"):
            for value in each[says]:
                if value not in field.get("choices", ()):
                    yield f"{here}.{says}", Message(NO_SUCH_CHOICE, value=value, key=each["key"])


def _comparable(field: Mapping[str, Any], other: Mapping[str, Any] | None) -> bool:
    if other is None or other["key"] == field["key"]:
        return False
    kinds = (field["type"], other["type"])
    return kinds == (FieldType.DATE, FieldType.DATE) or all(kind in _NUMBERS for kind in kinds)


def usable_pattern(pattern: str) -> bool:
    """Tell whether answers can be judged by a pattern: a regular expression that takes no longer than the text."""
    try:
        jsonschema_rs.Draft202012Validator({"pattern": pattern}, pattern_options=jsonschema_rs.RegexOptions())
    except ValueError:
        return False
    return True
