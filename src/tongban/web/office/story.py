"""The timeline of a case in words: who did what when, and the few facts worth reading of each entry."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.cases.queries import CasePage, Entry
from tongban.cases.queries.grounds import grounds_of
from tongban.kernel.clock import day_of
from tongban.matters.lifecycle import RECOMPUTE
from tongban.web.templatetags.ui import date, in_language
from tongban.web.templatetags.words import ground_name, moved_day

PROPOSING = ("propose_refusal", "propose_voiding", "ask_to_withdraw", "request_extension")


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the timeline, with its notes."""

    entry: Entry
    notes: list[str]


def story_of(page: CasePage) -> list[Line]:
    """Return the timeline, newest first."""
    names = {line.material.code: in_language(line.material) for line in page.materials}
    names |= {answer.key: answer.label for group in page.groups for answer in group.answers}
    names |= {line.review.step_code: line.review.name for line in page.reviews}
    grounds = grounds_of(page.item)
    return [Line(entry, _notes(entry, page, names, grounds)) for entry in reversed(page.timeline)]


def _notes(entry: Entry, page: CasePage, names: dict[str, str], grounds: Collection[str]) -> list[str]:
    if entry.verb == RECOMPUTE.verb:
        return moved_day(entry.facts)
    facts = dict(entry.facts)
    notes = []
    if isinstance(due_on := facts.pop("due_on", None), str):
        notes.append(f"{_due_word(entry.verb)}：{date(dt.date.fromisoformat(due_on))}")
    if entry.verb in ("request_extension", "extend"):
        notes.append(_("延长 %(days)s 个工作日") % {"days": facts.pop("days", "")})
    notes += [note for key, value in facts.items() if (note := _note(key, value, names))]
    if gone := entry.facts.get("fell_away"):
        steps = {step.code: step.name for step in page.item.steps}
        notes.append(_("按规则不需要的环节：%(names)s") % {"names": "、".join(steps.get(code, code) for code in gone)})
    if entry.facts.get("kind") in grounds:
        notes.insert(0, _("事由：%(name)s") % {"name": ground_name(entry.facts["kind"], page.item)})
    if entry.verb == "give_opinion":
        place = (entry.facts.get("step"), entry.facts.get("round", 1))
        said = next((each for each in page.reviews if (each.code, each.review.round) == place), None)
        notes += [each for each in (said.review.conditions, said.review.text) if each] if said else []
    if entry.verb in PROPOSING:
        notes += [line.proposal.reason for line in page.proposals if line.proposal.made_at == entry.at]
    if entry.verb == "decline":
        notes += [line.proposal.answer for line in page.proposals if line.proposal.answered_at == entry.at]
    if entry.verb == "suspend":
        begun = (entry.facts.get("kind"), day_of(entry.at))
        pause = next((each for each in page.pauses if (each.kind, each.started_on) == begun), None)
        notes += [pause.reason] if pause else []
    return notes


def _note(key: str, value: Any, names: dict[str, str]) -> str:
    if key.endswith("_on") and isinstance(value, str):
        label = _DAYS.get(key)
        return f"{label}：{date(dt.date.fromisoformat(value))}" if label else ""
    if key == "items" and isinstance(value, list):
        return _("需补正：%(names)s") % {"names": "、".join(str(names.get(code, code)) for code in value)}
    if key == "deferred" and isinstance(value, dict):
        days = (f"{names.get(code, code)}（{date(dt.date.fromisoformat(due))}）" for code, due in value.items())
        return _("容缺：%(names)s") % {"names": "、".join(days)}
    if key == "lapsed" and isinstance(value, list):
        return _("逾期未补：%(names)s") % {"names": "、".join(str(names.get(code, code)) for code in value)}
    if key == "material":
        return _("补交：%(name)s") % {"name": names.get(value, value)}
    if key == "step":
        return _("环节：%(name)s") % {"name": names.get(value, value)}
    if key == "days":
        return _("书面告知需要 %(days)s 个工作日") % {"days": value}
    if key == "licence":
        return _("证照标识：%(identifier)s") % {"identifier": value}
    if key == "to_authority":
        return _("接收机关：%(name)s") % {"name": value}
    if key in ("opinion", "outcome", "mode", "ground", "proposal"):
        return str(_WORDS.get(value, ""))
    if key == "competent_authority" and value:
        return _("请向“%(name)s”申请") % {"name": value}
    return ""


def _due_word(verb: str) -> str:
    return {"return_for_correction": _("补正期限"), "charge": _("缴费期限")}.get(verb, _("期限"))


_DAYS = {
    "accepted_on": gettext_lazy("受理日期"),
    "promise_due_on": gettext_lazy("承诺办结日期"),
    "legal_due_on": gettext_lazy("法定办结日期"),
    "intake_due_on": gettext_lazy("最迟受理决定日"),
    "expected_end_on": gettext_lazy("预计结束"),
    "answer_due_on": gettext_lazy("答复期限"),
    "ask_until_on": gettext_lazy("可申请听证至"),
    "convene_until_on": gettext_lazy("最晚举行听证"),
    "held_on": gettext_lazy("听证日期"),
    "answer_until_on": gettext_lazy("陈述意见至"),
}
_WORDS = {
    "not_required": gettext_lazy("依法不需要取得许可"),
    "not_competent": gettext_lazy("不属于本机关职权范围"),
    "correction_unanswered": gettext_lazy("逾期没有补正"),
    "subject_ceased": gettext_lazy("申请人死亡、丧失行为能力或者依法终止"),
    "deferral_lapsed": gettext_lazy("逾期没有补交容缺的材料"),
    "false_promise": gettext_lazy("所作的告知承诺不实"),
    "other_statutory": gettext_lazy("法律、法规规定的其他情形"),
    "refusal": gettext_lazy("所提请的：不予受理"),
    "withdrawal": gettext_lazy("所提请的：撤回"),
    "voiding": gettext_lazy("所提请的：作废"),
    "extension": gettext_lazy("所提请的：延期"),
    "agree": gettext_lazy("同意"),
    "agree_with_conditions": gettext_lazy("有条件同意"),
    "disagree": gettext_lazy("不同意"),
    "granted": gettext_lazy("准予"),
    "refused": gettext_lazy("不予许可"),
    "space": gettext_lazy("电子送达（申请人空间）"),
    "window": gettext_lazy("窗口领取"),
    "post": gettext_lazy("邮寄送达"),
    "notice": gettext_lazy("公告送达"),
    "competence": gettext_lazy("不属本机关职权"),
    "powers_moved": gettext_lazy("职权划转"),
    "recusal": gettext_lazy("回避"),
    "workload": gettext_lazy("工作调配"),
}
