"""The checks of an item's tables: fees, questions, steps, materials, conditions and situations."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tongban.catalogue.rules.answers import gettext_noop
from tongban.catalogue.rules.enumerations import Unit
from tongban.catalogue.rules.messages import Message
from tongban.catalogue.rules.quality_shapes import Around, Check, Found
from tongban.catalogue.rules.steps import UNKNOWN_FACT, UNREADABLE, longest_path
from tongban.kernel.rules.expressions import names_in, wrong_with

Item = Mapping[str, Any]
Settings = Mapping[str, Any]

FREE_PAYS = gettext_noop("不收费的事项不应标为可网上支付，请改为否或补上收费项目。")
FEE_UNEXPLAINED = gettext_noop("收费项目应写明收费标准和收费依据。")
NO_QUESTION = gettext_noop("行政许可事项至少应有一条常见问题。")
STEPS_TOO_LONG = gettext_noop("各环节时限之和不能超过承诺办结时限。")
STEPS_LEAVE_DAYS = gettext_noop("各环节时限之和小于承诺办结时限，请确认多出的时间用在哪里。")
CATCH_ALL = gettext_noop("材料名称不能用兜底条款，请写明具体材料。")
NO_EXEMPT_PATH = gettext_noop("政府部门核发的材料应写明免提交途径及编码，或不能免提交的理由。")
NOT_JUDGED = gettext_noop("每条受理条件都应写明判断规则，不能由系统判断的写 manual（人工判断）。")
NO_SUCH_MATERIAL = gettext_noop("没有编码为“%(code)s”的材料。")

# How an editor says that a condition is for a person to judge.
MANUAL = "manual"


class _Step(NamedTuple):
    code: str
    days: int
    after: Sequence[str]


def fees_explained(_settings: Settings, _around: Around) -> Check:
    """Prepare Q07: what is free is not paid online; a fee has its standard and its basis."""

    def check(item: Item) -> Found:
        if item["pays_online"] and not item["fees"]:
            yield "pays_online", Message(FREE_PAYS)
        for place, fee in enumerate(item["fees"], 1):
            if not fee["standard"].strip() or not fee["basis"].strip():
                yield f"fees[{place}]", Message(FEE_UNEXPLAINED)

    return check


def questions_answered(_settings: Settings, _around: Around) -> Check:
    """Prepare Q11: a licensing item answers a question at least. Its flow is a table of steps by its very shape."""

    def check(item: Item) -> Found:
        if item["type"] == "01" and not item["questions"]:
            yield "questions", Message(NO_QUESTION)

    return check


def _working_days(item: Item, ratio: float) -> int:
    """Return the promise in whole working days, in which the limits of steps are given."""
    promised = item["promised_days"]
    return promised if item["promised_unit"] == Unit.WORKING else int(promised / ratio)


def _days_of(steps: Sequence[Mapping[str, Any]]) -> int:
    return longest_path([_Step(step["code"], step["days"], step["after"]) for step in steps])


def steps_within_promise(settings: Settings, _around: Around) -> Check:
    """Prepare Q12: the steps of a licensing item, those side by side counted once, end within the promise."""
    ratio = float(settings["calendar_days_per_working_day"])

    def check(item: Item) -> Found:
        if item["type"] == "01" and _days_of(item["steps"]) > _working_days(item, ratio):
            yield "steps", Message(STEPS_TOO_LONG)

    return check


def steps_leave_days(settings: Settings, _around: Around) -> Check:
    """Prepare the other half of Q12: days that are promised and no step uses want a reason."""
    ratio = float(settings["calendar_days_per_working_day"])

    def check(item: Item) -> Found:
        if item["type"] == "01" and _days_of(item["steps"]) < _working_days(item, ratio):
            yield "steps", Message(STEPS_LEAVE_DAYS)

    return check


_NOT_WORDS = re.compile(r"[\W_]+")


def catch_all_materials(settings: Settings, _around: Around) -> Check:
    """Prepare Q13: a list of materials ends; nothing like "other materials" stands in it."""
    words = re.compile("|".join(f"(?:{pattern})" for pattern in settings["patterns"]))

    def check(item: Item) -> Found:
        for place, material in enumerate(item["materials"], 1):
            name = material["name"]
            # A blank or a comma more does not make it another thing.
            if words.search(name) or words.search(_NOT_WORDS.sub("", name)):
                yield f"materials[{place}].name", Message(CATCH_ALL)

    return check


def government_papers(_settings: Settings, _around: Around) -> Check:
    """Prepare Q16: a paper that government issued tells where government finds it itself, or why it cannot."""

    def check(item: Item) -> Found:
        for place, material in enumerate(item["materials"], 1):
            if material["source"] != "government":
                continue
            path = material["exempt_path"]
            if path == "cancelled" or (path in ("licence", "shared_data") and material["exempt_code"]):
                continue
            if path == "none" and material["exempt_reason"]:
                continue
            yield f"materials[{place}].exempt_path", Message(NO_EXEMPT_PATH)

    return check


def conditions_judged(_settings: Settings, _around: Around) -> Check:
    """Prepare Q17: a machine can judge each condition and situation, or the condition says that a person has to."""

    def check(item: Item) -> Found:
        rules = item["condition_rules"]
        if len(rules) != len(item["conditions"]):
            yield "condition_rules", Message(NOT_JUDGED)
        written = [(place, rule) for place, rule in enumerate(rules, 1) if rule != MANUAL]
        if written:
            yield from _wrong_rules(item, written)
        if item["situations"] or item["business_items"]:
            yield from _lost_materials(item)

    return check


def _wrong_rules(item: Item, written: Sequence[tuple[int, str]]) -> Found:
    known = {
        "answers": {field["key"] for group in item["form"] for field in group["fields"]},
        "situation": {each["key"] for each in item["situations"]},
    }
    for place, rule in written:
        why, names = _read(rule)
        where = f"condition_rules[{place}]"
        if why:
            yield where, Message(UNREADABLE, why=why)
            continue
        for group, key in names:
            if key not in known.get(group, ()):
                yield where, Message(UNKNOWN_FACT, name=f"{group}.{key}")


@functools.lru_cache(maxsize=4096)
def _read(rule: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return what is wrong with a rule, and the facts that it asks for; many items share one."""
    why = wrong_with(rule)
    return why, () if why else tuple(sorted(names_in(rule)))


def _lost_materials(item: Item) -> Found:
    """Yield what a situation or a business item would spare that the item does not ask for."""
    known = {material["code"] for material in item["materials"]}
    for where, without in _sparing(item):
        for code in without:
            if code not in known:
                yield where, Message(NO_SUCH_MATERIAL, code=code)


def _sparing(item: Item) -> Iterator[tuple[str, Sequence[str]]]:
    for place, question in enumerate(item["situations"], 1):
        for number, choice in enumerate(question["choices"], 1):
            yield f"situations[{place}].choices[{number}].without", choice.get("without", ())
    for place, row in enumerate(item["business_items"], 1):
        yield f"business_items[{place}].without", row.get("without", ())
