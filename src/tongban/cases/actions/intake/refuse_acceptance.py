"""Refuse acceptance: no licence is required, or another authority is competent (行政许可法 第三十二条)."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.access import received
from tongban.cases.actions.ending import end_all
from tongban.cases.actions.intake.limits import refuse_after_silence
from tongban.cases.actions.paper import paper
from tongban.cases.actions.proposing import answered, to_answer
from tongban.cases.models import Proposal
from tongban.cases.queries.proposals import open_proposal
from tongban.cases.queries.reading import read_case
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change, Write
from tongban.matters.events import NotYours
from tongban.parties.rules.actor import Actor

GROUNDS = {"not_required": "not_required", "not_competent": "not_accepted"}
GROUND_LABELS = {"not_required": "依法不需要取得许可", "not_competent": "不属于本机关职权范围"}
ITEMS = {"not_required": "第三十二条第一款第（一）项", "not_competent": "第三十二条第一款第（二）项"}
REMEDIES = "如不服本决定，可以自收到本决定之日起六十日内依法申请行政复议，或者六个月内依法向人民法院提起行政诉讼。"


@retried
def refuse_acceptance(
    *,
    number: str,
    ground: str,
    reason: str,
    how_it_could_be_done: str,
    actor: Actor,
    at: dt.datetime,
    competent_authority: str = "",
) -> Stepped:
    """Refuse with a written decision, by the authority: at the window's proposal, or on its own.

    `ground` is not_required or not_competent, the latter names the right authority. What the applicant can do instead
    is written to them. Raises BadInput for an unknown ground, a missing reason, way or competent authority, NotYours
    for one who received or proposed, AcceptedBySilence, NotFound, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "refuse_acceptance", actor)
    if received(actor, facts):
        raise NotYours(_("收件的人不能作出不予受理的决定，请由主管部门的其他人员决定（窗口无否决权）"))
    asked = to_answer(facts, Proposal.Kind.REFUSAL, actor) if open_proposal(facts, Proposal.Kind.REFUSAL) else None
    refuse_after_silence(facts, day_of(at))
    errors = refuse_unlawful(ground, reason, competent_authority)
    if not how_it_could_be_done.strip():
        errors["how_it_could_be_done"] = _("请写明申请人可以怎样办理，不能只说不行")
    if errors:
        raise BadInput(errors)
    why, way, competent = reason.strip(), how_it_could_be_done.strip(), competent_authority.strip()[:200]
    told = [f"理由：{why}"]
    if ground == "not_competent":
        told.append(f"请向有权受理的行政机关申请：{competent}。")
    told.append(f"您可以这样办理：{way}")
    applicant = ("申请人", facts.matter.applicant_name)
    writes: list[Write] = [
        *end_all(facts, at=at, but=Proposal.Kind.REFUSAL),
        *([answered(asked, Proposal.Outcome.APPROVED, actor=actor, at=at)] if asked else []),
        Change(facts.parts["case"], {"end_reason": f"{why}\n可以这样办理：{way}"[:1000]}),
        paper(
            facts,
            "not_required" if ground == "not_required" else "non_acceptance",
            at=at,
            fields=[applicant, ("情形", GROUND_LABELS[ground])],
            body=[f"依照《中华人民共和国行政许可法》{ITEMS[ground]}的规定，决定不予受理。", *told, REMEDIES],
        ),
        paper(
            facts,
            "how_to_note",
            at=at,
            fields=[applicant, *([("可以向哪里申请", competent)] if competent else [])],
            body=[f"您申请的“{facts.matter.subject}”未予受理，可以这样办理：", way],
        ),
    ]
    return step(
        facts,
        "refuse_acceptance",
        actor=actor,
        at=at,
        to=GROUNDS[ground],
        writes=writes,
        said={"ground": ground, "competent_authority": competent},
    )


def refuse_unlawful(ground: str, reason: str, competent_authority: str) -> dict[str, str]:
    """Return what is wrong with a refusal on a ground, field by field."""
    errors = {}
    if ground not in GROUNDS:
        errors["ground"] = _("请选择不予受理的法定情形；材料不齐应一次性告知补正，不能以此不予受理")
    if not reason.strip():
        errors["reason"] = _("请写明理由")
    if ground == "not_competent" and not competent_authority.strip():
        errors["competent_authority"] = _("请写明申请人应当向哪个行政机关申请")
    return errors
