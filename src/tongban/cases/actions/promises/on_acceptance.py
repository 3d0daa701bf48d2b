"""What acceptance makes of promises: the notice says so, what was deferred gets its days, its clock and its notice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from tongban.cases.actions.paper import chinese_day, paper
from tongban.cases.actions.promises.papers import commitment_papers
from tongban.cases.models import DeferredMaterial
from tongban.cases.queries.promises import (
    PROMISE,
    defer_days,
    not_given,
    promised_later,
    promises_anything,
    signed,
    why_excluded,
)
from tongban.catalogue.queries import ImplementationView, MaterialView
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.queries import parameter
from tongban.matters.actions.project import start_clock
from tongban.matters.actions.writes import Insert, Write
from tongban.matters.queries import Facts
from tongban.matters.rules.clocks import APPLICANT

if TYPE_CHECKING:
    from tongban.matters.models import Clock

CONSEQUENCES = {
    "terminate": "逾期没有补齐的，终止办理，并记入信用记录。",
    "refuse": "逾期没有补齐的，不予许可，并记入信用记录。",
    "flag": "逾期没有补齐的，在决定和证照上标注，并记入信用记录。",
}


@dataclass(slots=True)
class Promised:
    """What is written beside the acceptance, and what its notice and the journal say of it."""

    writes: list[Write] = field(default_factory=list)
    fields: list[tuple[str, str]] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    said: dict[str, Any] = field(default_factory=dict)


def promised_on_acceptance(
    facts: Facts,
    item: ImplementationView,
    clocks: dict[str, Clock],
    *,
    at: dt.datetime,
    deferred: Sequence[str] | None = None,
    by_silence: bool = False,
) -> Promised:
    """Return what the promises of an application add to its acceptance.

    `deferred` names what comes later, None all that the applicant promised and that is missing. Each must be missing,
    deferrable and promised; nothing deferrable may be missing without. Where silence accepts, what nobody promised is
    left out. Raises BadInput naming `deferred`.
    """
    found = Promised()
    if not promises_anything(item):
        if deferred:
            raise BadInput({"deferred": _("此事项没有可以容缺后补的材料")})
        return found
    found.writes += commitment_papers(facts, at=at)
    promise = signed(facts, PROMISE) if item.commitment else None
    if promise is not None:
        names = [each.name for each in item.materials if each.code in promise.replaces]
        found.fields.append(("办理方式", "告知承诺"))
        found.body.append(
            f"您选择以告知承诺方式办理，免于提交：{'、'.join(names) or '有关证明'}。"
            f"我机关将在作出决定后 {item.commitment['verify_days']} 个工作日内核查承诺内容。"
        )
    later = _later(facts, item, deferred, day_of(at), by_silence=by_silence)
    if later:
        _defer(found, facts, item, later, clocks["promise"], at)
    return found


def _later(
    facts: Facts, item: ImplementationView, deferred: Sequence[str] | None, on: dt.date, *, by_silence: bool
) -> list[MaterialView]:
    missing = not_given(facts, item)
    if not missing and not deferred:
        return []
    agreed = promised_later(facts, item)
    if by_silence:
        return [each for each in missing if each.code in agreed]
    wanted = {each.code for each in missing if each.code in agreed} if deferred is None else set(deferred)
    errors = []
    if wanted - {each.code for each in missing}:
        errors.append(_("只有没有提交的“容缺后补”材料可以容缺，主要材料不能容缺"))
    elif wanted - agreed:
        errors.append(_("申请人还没有签署容缺受理承诺书，请申请人在网上签署或者当面签署"))
    elif left := [each.name for each in missing if each.code not in wanted]:
        told = _("还缺“%(names)s”：请列为容缺（申请人须签署承诺书），或者一次性告知补正")
        errors.append(told % {"names": "、".join(left)})
    elif wanted and (why := why_excluded(facts, on)):
        errors.append(why)
    if errors:
        raise BadInput({"deferred": errors[0]})
    return [each for each in missing if each.code in wanted]


def _defer(
    found: Promised,
    facts: Facts,
    item: ImplementationView,
    later: list[MaterialView],
    promise: Clock,
    at: dt.datetime,
) -> None:
    on = day_of(at)
    clocks = {each.code: _clock(facts, item, each, promise, on) for each in later}
    rows = [(each, clocks[each.code].due_on) for each in later]
    # One clock runs for all of them, to the last; each keeps a day of its own.
    found.writes.append(Insert(max(clocks.values(), key=lambda clock: clock.due_on)))
    found.writes += [Insert(DeferredMaterial(code=each.code, name=each.name, due_on=due)) for each, due in rows]
    consequence = CONSEQUENCES[parameter("tolerance_consequence", facts.region_code, on)]
    found.writes.append(
        paper(
            facts,
            "deferral_notice",
            at=at,
            fields=[("申请人", facts.matter.applicant_name), ("后果", consequence)],
            columns=("暂缺的材料", "形式", "补交期限"),
            rows=[[each.name, "电子" if each.form == "electronic" else "纸质", chinese_day(due)] for each, due in rows],
            body=[
                "您提交的主要申请材料齐全、符合法定形式，下列材料暂缺。根据您签署的容缺受理承诺书，先予受理；"
                "请在补交期限前补齐。办理期限照常计算。",
            ],
        )
    )
    listed = "；".join(f"{each.name}（{chinese_day(due)}前）" for each, due in rows)
    found.fields.append(("容缺材料", listed))
    found.body.append(f"本件容缺受理，请按期补交上述容缺材料。{consequence}")
    found.said["deferred"] = {each.code: due.isoformat() for each, due in rows}


def _clock(facts: Facts, item: ImplementationView, material: MaterialView, promise: Clock, on: dt.date) -> Clock:
    """Return the clock of a deferred material: its own days, never beyond the day that the applicant is promised."""
    own = start_clock(
        facts,
        "tolerance",
        on=on,
        days=defer_days(item, material, on),
        region_code=facts.region_code,
        runs_for=APPLICANT,
    )
    if own.due_on <= promise.due_on or parameter("tolerance_max", facts.region_code, on) != "promised_days":
        return own
    return start_clock(
        facts,
        "tolerance",
        on=promise.started_on,
        days=promise.days,
        unit=promise.unit,
        region_code=facts.region_code,
        runs_for=APPLICANT,
    )
