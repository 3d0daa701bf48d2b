"""What stops the clock, and what does not (行政许可法 第四十五条).

The list is closed: what is not on it counts, unless a law of the item's own says that it does not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground on which time is not counted, and the law that says so: 《law》article."""

    code: str
    label: str
    label_en: str
    basis: str


@dataclass(frozen=True, slots=True)
class Pretext:
    """Something that takes time and counts all the same, and what to do instead of stopping the clock."""

    label: str
    instead: str


# What clocks are stopped for elsewhere, and may not be here.
PRETEXTS: Mapping[str, Pretext] = {
    "public_notice": Pretext(gettext_noop("公示"), gettext_noop("请在办理期限内安排公示")),
    "site_visit": Pretext(gettext_noop("现场踏勘、核查"), gettext_noop("请在办理期限内踏勘，由两名以上工作人员进行")),
    "consultation": Pretext(gettext_noop("征求意见"), gettext_noop("请用分送审查并行征求，各部门有自己的环节期限")),
    "sign_off": Pretext(gettext_noop("内部会签、等待领导签批"), gettext_noop("请在办理期限内完成内部流程")),
    "rework": Pretext(gettext_noop("等申请人修改材料"), gettext_noop("受理后不能再要求补正；可以提出有条件同意的意见")),
    "other": Pretext(gettext_noop("其他情形"), gettext_noop("确实来不及的，请在到期前申请延期（第四十二条）")),
}


def why_unlawful(code: str, grounds: Iterable[Ground]) -> str:
    """Explain to an official why a cause does not stop the clock, citing what does, and say what to do instead."""
    pretext = PRETEXTS.get(code, PRETEXTS["other"])
    by_law: dict[str, list[str]] = {}
    for ground in grounds:
        by_law.setdefault(ground.basis, []).append(ground.label)
    cited = "；".join(f"{basis}：{'、'.join(labels)}" for basis, labels in by_law.items())
    return gettext("“%(cause)s”的时间要计入办理期限，不能启动特别程序。依法不计入的只有——%(cited)s。%(instead)s。") % {
        "cause": gettext(pretext.label),
        "cited": cited,
        "instead": gettext(pretext.instead),
    }
