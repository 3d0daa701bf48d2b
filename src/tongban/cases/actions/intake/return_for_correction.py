"""Tell the applicant once, and whole, what is to be put right (一次性告知, 行政许可法 第三十二条)."""

import datetime as dt
from collections.abc import Collection
from typing import TypedDict

from django.utils.translation import gettext as _

from tongban.cases.actions.intake.limits import refuse_after_silence
from tongban.cases.actions.paper import chinese_day, paper
from tongban.cases.actions.proposing import fallen_away
from tongban.cases.models import Correction, Proposal
from tongban.cases.queries.findings import kept_findings
from tongban.cases.queries.readiness import told_before
from tongban.cases.queries.reading import item_of, read_case
from tongban.cases.rules.resolving import settled
from tongban.catalogue.queries import ImplementationView
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.queries import parameter
from tongban.matters.actions.alerts import alert
from tongban.matters.actions.project import start_clock, stop
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change, Insert
from tongban.matters.events import NotAllowedNow
from tongban.matters.queries import Facts
from tongban.matters.rules.clocks import APPLICANT
from tongban.parties.rules.actor import Actor


class ToCorrect(TypedDict):
    """One thing to put right: the code of a material, or the key of a field, and what is asked."""

    code: str
    problem: str
    requirement: str


class AlreadyToldOnce(NotAllowedNow):
    """The applicant was told before; the law allows telling once."""


@retried
def return_for_correction(
    *, number: str, items: list[ToCorrect], actor: Actor, at: dt.datetime, note: str = ""
) -> Stepped:
    """Send the whole list of corrections with a notice; the intake clock stops, the applicant's clock starts.

    To ask for what government fetches itself raises an alert (M07). Raises BadInput for an empty or unclear list,
    AlreadyToldOnce the second time, AcceptedBySilence, NotFound, NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "return_for_correction", actor)
    refuse_after_silence(facts, day_of(at))
    if why := told_before(facts):
        raise AlreadyToldOnce(why)
    case, item = facts.parts["case"], item_of(facts)
    names = {m.code: m.name for m in item.materials}
    names |= {key: each.get("title", key) for key, each in item.form.get("properties", {}).items()}
    told = [_checked(place, each, names) for place, each in enumerate(items)]
    if not told:
        raise BadInput({"items": _("请至少列出一项需要补正的内容")})
    spared = _spared({each["code"] for each in told}, facts, item)
    today = day_of(at)
    clock = start_clock(
        None,
        "correction",
        on=today,
        days=parameter("correction_applicant_days", facts.region_code, today),
        region_code=facts.region_code,
        unit="calendar",
        runs_for=APPLICANT,
    )
    correction = Correction(
        items=told,
        note=note.strip(),
        told_at=at,
        told_by_id=actor.official_id,
        due_on=clock.due_on,
        from_state=facts.state,
    )
    return step(
        facts,
        "return_for_correction",
        actor=actor,
        at=at,
        to="pre_returned" if facts.state == "pre_review" else "correcting",
        writes=[
            *stop(facts.running("intake"), today),
            *fallen_away(facts, Proposal.Kind.REFUSAL, at=at),
            Insert(clock),
            Insert(correction),
            *([alert("M07", facts.matter, at=at, facts={"materials": spared})] if spared and not case.mock else ()),
            Change(case, {"clerk_id": actor.official_id}),
            paper(
                facts,
                "correction_notice",
                at=at,
                fields=[("申请人", facts.matter.applicant_name), ("补正期限", chinese_day(clock.due_on))],
                columns=("需补正内容", "存在的问题", "补正要求"),
                rows=[[each["name"], each["problem"], each["requirement"]] for each in told],
                body=[
                    "您提交的申请材料不齐全或者不符合法定形式，依照《中华人民共和国行政许可法》第三十二条的规定，"
                    "现将需要补正的全部内容一次性告知如下，请于补正期限前提交。",
                    *([note.strip()] if note.strip() else []),
                ],
            ),
        ],
        changes={"holder_id": actor.official_id},
        said={"items": [each["code"] for each in told], "due_on": clock.due_on.isoformat()},
    )


def _checked(place: int, each: ToCorrect, names: dict[str, str]) -> dict[str, str]:
    errors = {}
    if each["code"] not in names:
        errors[f"items.{place}.code"] = _("第 %(row)d 项不是此事项的材料或字段") % {"row": place + 1}
    for key in ("problem", "requirement"):
        if not each.get(key, "").strip():  # type: ignore[attr-defined]
            errors[f"items.{place}.{key}"] = _("第 %(row)d 项：请写明问题和补正要求") % {"row": place + 1}
    if errors:
        raise BadInput(errors)
    return {
        "code": each["code"],
        "name": names[each["code"]],
        "problem": each["problem"].strip()[:500],
        "requirement": each["requirement"].strip()[:500],
    }


def _spared(told: Collection[str], facts: Facts, item: ImplementationView) -> list[str]:
    """Return which of the materials told of the applicant owes nobody: government has them, or has found them."""
    asked = [each for each in item.materials if each.code in told and each.is_spared]
    # One that applicants upload where a register does not know it is spared once it was found.
    tried = kept_findings(facts.matter.pk) if any(each.carrier == "file" for each in asked) else {}
    return sorted(each.code for each in asked if each.carrier != "file" or settled(tried.get(each.code, ())))
