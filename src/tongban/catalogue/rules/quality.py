"""Quality rules of items (事项质检): what an implementation list says wrongly, found without a database.

Rules as provincial quality checks and national inspections use them; severity "error" or "warning".
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tongban.catalogue.rules.answers import gettext_noop
from tongban.catalogue.rules.messages import Message

# Five working days are seven calendar days.
CALENDAR_DAYS_PER_WORKING_DAY = 1.4


class Severity(enum.StrEnum):
    """How grave a finding is: an error is wrong, a warning wants a reason."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found: its id, its severity, the field and a sentence."""

    rule: str
    severity: Severity
    field: str
    message: str


Found = Iterator[tuple[str, Message]]
Check = Callable[[Mapping[str, Any]], Found]

_LICENCE = re.compile(r"(证|证书|执照)$")
_REPLY = re.compile(r"(批复|批文|决定书|文)$")
_CATCH_ALL = re.compile(r"其他.*材料|法律法规规定的其他|等材料|相关材料")
_HOURS = re.compile(r"工作日|24 ?小时|全天|节假日|周一|星期一")
_EXACT_PLACE = re.compile(r"窗口|室|号|柜台|专区")
_AREA_CODE = re.compile(r"(0[0-9]{2,3}-?[0-9]{5,8}(-[0-9]{1,6})?)|12345|1[3-9][0-9]{9}")


def days_in_calendar(days: int, unit: str) -> float:
    """Return a limit in calendar days, to compare limits of different units."""
    return days * CALENDAR_DAYS_PER_WORKING_DAY if unit == "working" else float(days)


def longest_way(steps: Sequence[Mapping[str, Any]]) -> int:
    """Return the days of the longest way through the steps, which must not go in a circle."""
    by_code = {step["code"]: step for step in steps}
    ends: dict[str, int] = {}

    def end_of(code: str) -> int:
        if code not in ends:
            step = by_code[code]
            ends[code] = step["days"] + max((end_of(each) for each in step["after"]), default=0)
        return ends[code]

    return max((end_of(code) for code in by_code), default=0)


def _q01(item: Mapping[str, Any]) -> Found:
    legal = item["legal_days"]
    if legal is None:
        return
    promised = days_in_calendar(item["promised_days"], item["promised_unit"])
    if promised > days_in_calendar(legal, item["legal_unit"]):
        yield "promised_days", Message(gettext_noop("承诺办结时限不能超过法定办结时限，请缩短承诺时限。"))


def _q02(item: Mapping[str, Any]) -> Found:
    if (item["instance"] == "instant") != (item["promised_days"] == 0):
        yield (
            "instance",
            Message(gettext_noop("即办件的承诺时限应为 0，承诺件的承诺时限应大于 0，请改为一致。")),
        )


def _q03(item: Mapping[str, Any]) -> Found:
    name, kind = item["result"]["name"], item["result"]["kind"]
    if _LICENCE.search(name) and kind != "licence":
        yield "result.kind", Message(gettext_noop("结果名称是证照，结果类型应为出证办结。"))
    if _REPLY.search(name) and kind != "document":
        yield "result.kind", Message(gettext_noop("结果名称是文书，结果类型应为出文办结。"))
    if bool(name) != (kind != "none"):
        yield "result.name", Message(gettext_noop("有结果的应写明结果名称，没有结果的应留空。"))


def _q05(item: Mapping[str, Any]) -> Found:
    if item["visits"] == 0 and not {"web", "mobile", "express"} & set(item["channels"]):
        yield "channels", Message(gettext_noop("无需到现场又不能网上办理的，办理形式应包括快递申请。"))


def _q06(item: Mapping[str, Any]) -> Found:
    if "5" in item["online_depth"] and item["visits"] != 0:
        yield "visits", Message(gettext_noop("全程网办的事项到现场次数应为 0。"))


def _q07(item: Mapping[str, Any]) -> Found:
    for place, fee in enumerate(item["fees"], 1):
        if not fee["standard"] or not fee["basis"]:
            yield f"fees[{place}]", Message(gettext_noop("收费项目应写明收费标准和收费依据。"))


def _q08(item: Mapping[str, Any]) -> Found:
    for field in ("phone", "complaint_phone"):
        if not _AREA_CODE.fullmatch(item[field]):
            yield field, Message(gettext_noop("咨询电话和投诉电话都应填写，并带区号。"))
    if item["phone"] and item["phone"] == item["complaint_phone"]:
        yield "complaint_phone", Message(gettext_noop("投诉电话不能与咨询电话相同。"))


def _q09(item: Mapping[str, Any]) -> Found:
    if item["office_hours"] and not _HOURS.search(item["office_hours"]):
        yield "office_hours", Message(gettext_noop("办理时间应写明是否工作日。"))
    if item["address"] and not _EXACT_PLACE.search(item["address"]):
        yield "address", Message(gettext_noop("办理地点应具体到窗口或房间号。"))


def _q10(item: Mapping[str, Any]) -> Found:
    for theme, audience in item.get("theme_audiences", {}).items():
        if audience and not set(audience) & set(item["audience"]):
            yield (
                "themes",
                Message(gettext_noop("主题“%(theme)s”与服务对象不一致，请改换主题。"), theme=theme),
            )


def _q11(item: Mapping[str, Any]) -> Found:
    if item["type"] == "01" and not item["questions"]:
        yield "questions", Message(gettext_noop("行政许可事项至少应有一条常见问题。"))


def _q12(item: Mapping[str, Any]) -> Found:
    if item["type"] == "01" and longest_way(item["steps"]) > item["promised_days"]:
        yield "steps", Message(gettext_noop("各环节时限之和不能超过承诺办结时限。"))


def _q12_differs(item: Mapping[str, Any]) -> Found:
    if item["type"] == "01" and longest_way(item["steps"]) < item["promised_days"]:
        yield "steps", Message(gettext_noop("各环节时限之和小于承诺办结时限，请确认多出的时间用在哪里。"))


def _q13(item: Mapping[str, Any]) -> Found:
    for place, material in enumerate(item["materials"], 1):
        if _CATCH_ALL.search(material["name"]):
            yield (
                f"materials[{place}].name",
                Message(gettext_noop("材料名称不能用兜底条款，请写明具体材料。")),
            )


def _q16(item: Mapping[str, Any]) -> Found:
    for place, material in enumerate(item["materials"], 1):
        if material["source"] != "government":
            continue
        path = material["exempt_path"]
        if path in ("licence", "shared_data") and material["exempt_code"]:
            continue
        if path == "none" and material["exempt_reason"]:
            continue
        yield (
            f"materials[{place}].exempt_path",
            Message(gettext_noop("政府部门核发的材料应写明免提交途径及编码，或不能免提交的理由。")),
        )


RULES: tuple[tuple[str, Severity, Check], ...] = (
    ("Q01", Severity.ERROR, _q01),
    ("Q02", Severity.ERROR, _q02),
    ("Q03", Severity.ERROR, _q03),
    ("Q05", Severity.ERROR, _q05),
    ("Q06", Severity.ERROR, _q06),
    ("Q07", Severity.ERROR, _q07),
    ("Q08", Severity.ERROR, _q08),
    ("Q09", Severity.WARNING, _q09),
    ("Q10", Severity.ERROR, _q10),
    ("Q11", Severity.WARNING, _q11),
    ("Q12", Severity.ERROR, _q12),
    ("Q12", Severity.WARNING, _q12_differs),
    ("Q13", Severity.ERROR, _q13),
    ("Q16", Severity.ERROR, _q16),
)


def check_quality(item: Mapping[str, Any]) -> list[Finding]:
    """Return what the rules find in an item's content (as `read_item` returns it), in the order of the rules.

    Telephone numbers and addresses must already hold those of the authority where the item has none of its
    own; `theme_audiences` may give the audience of each of its themes: `{"construction": ["company"]}`.
    """
    return [
        Finding(rule, severity, field, message) for rule, severity, check in RULES for field, message in check(item)
    ]
