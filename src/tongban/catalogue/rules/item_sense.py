"""What the shape of an item file cannot say: whether its parts make sense together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tongban.catalogue.rules.answers import gettext_noop
from tongban.catalogue.rules.enumerations import EX_OFFICIO_TYPES
from tongban.catalogue.rules.form_sense import form_sense
from tongban.catalogue.rules.messages import Message
from tongban.catalogue.rules.steps import wrong_rules
from tongban.kernel.rules import codes

TWICE = gettext_noop("“%(code)s”出现了两次，请改用不同的编码。")
BAD_CATALOG_CODE = gettext_noop("基本编码应为 12 位数字，第 3、4 位为事项类型。")
TYPE_DIFFERS = gettext_noop("基本编码第 3、4 位是 %(code)s，与事项类型 %(type)s 不一致。")
NO_PROMISE = gettext_noop("承诺件必须写明承诺办结时限。")
INSTANT_DAYS = gettext_noop("即办件的承诺办结时限应为 0，或改为承诺件。")
NO_SUCH_STEP = gettext_noop("没有编码为“%(code)s”的环节。")
NO_SUCH_MATERIAL = gettext_noop("没有编码为“%(code)s”的材料。")
NOT_DEFERRABLE = gettext_noop("只有“容缺后补”的材料可以写补交天数。")
NO_SUCH_QUESTION = gettext_noop("没有键为“%(key)s”、答案为“%(value)s”的前置问题。")
RULES_DIFFER = gettext_noop("受理条件有 %(conditions)s 条，判断规则有 %(rules)s 条，应一一对应。")
NO_REASON = gettext_noop("事项暂停或取消的，应写明原因。")
CIRCLE = gettext_noop("环节“%(code)s”的先后顺序成了环，请检查 after。")
NOT_PHONE = gettext_noop("不是有效电话号码，请填 12345，或带区号的固定电话，或 11 位手机号。")
NO_LICENCE_TYPE = gettext_noop("结果是证照的，必须写明证照类型。")

_HOTLINE = re.compile(r"1[0-9]{2,4}")


def sense(raw: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    """Yield each field whose value the shape allows and the rest contradicts: repeated codes, steps in a circle."""
    code = raw["catalog_code"]
    if not codes.catalog_code_valid(code):
        yield "catalog_code", Message(BAD_CATALOG_CODE)
    elif code[2:4] != raw["type"]:
        yield "catalog_code", Message(TYPE_DIFFERS, code=code[2:4], type=raw["type"])
    if raw.get("standing", "in_use") != "in_use" and not raw.get("standing_reason"):
        yield "standing_reason", Message(NO_REASON)
    for field in ("phone", "complaint_phone"):
        number = raw.get(field, "")
        if number and not codes.phone_valid(number) and not _HOTLINE.fullmatch(number):
            yield field, Message(NOT_PHONE)
    if raw["type"] not in EX_OFFICIO_TYPES:
        yield from _sense_of_applying(raw)


def _sense_of_applying(raw: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    """Yield the same of what only items that people apply for have."""
    if raw["instance"] == "instant" and raw.get("promised_days", 0) != 0:
        yield "promised_days", Message(INSTANT_DAYS)
    if raw["instance"] == "promised" and "promised_days" not in raw:
        yield "promised_days", Message(NO_PROMISE)
    if raw["result"]["kind"] == "licence" and not raw["result"].get("licence_type"):
        yield "result.licence_type", Message(NO_LICENCE_TYPE)
    rules, conditions = raw.get("condition_rules", ()), raw.get("conditions", ())
    if rules and len(rules) != len(conditions):
        yield "condition_rules", Message(RULES_DIFFER, conditions=len(conditions), rules=len(rules))
    yield from _twice("business_items", "code", raw.get("business_items", ()))
    yield from _tree(raw.get("situations", ()))
    yield from _twice("materials", "code", raw.get("materials", ()))
    yield from _promises(raw)
    yield from _twice("steps", "code", raw["steps"])
    yield from _order_of_steps(raw["steps"])
    yield from form_sense(raw.get("form", ()))
    asked = {field["key"] for group in raw.get("form", ()) if not group.get("repeats") for field in group["fields"]}
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


def _tree(situations: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Message]]:
    """Yield the questions that hang on an answer which no question before them has."""
    before: set[tuple[str, str]] = set()
    for place, each in enumerate(situations, 1):
        when = each.get("when")
        if when and (when["key"], when["value"]) not in before:
            yield f"situations[{place}].when", Message(NO_SUCH_QUESTION, **when)
        before |= {(each["key"], choice["value"]) for choice in each["choices"]}


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


def _twice(table: str, key: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Message]]:
    counted = Counter(row[key] for row in rows)
    for code, times in counted.items():
        if times > 1:
            yield f"{table}.{key}", Message(TWICE, code=code)
