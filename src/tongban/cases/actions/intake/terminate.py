"""End a case that cannot be decided (终止办理): its correction never came, or its applicant is no more."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.actions.ending import end_all
from tongban.cases.actions.paper import paper
from tongban.cases.queries.reading import read_case
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change
from tongban.parties.rules.actor import Actor

UNCORRECTED, SUBJECT_CEASED, BY_LAW = "correction_unanswered", "subject_ceased", "other_statutory"
DEFERRAL_LAPSED, FALSE_PROMISE = "deferral_lapsed", "false_promise"
GROUND_LABELS = {
    UNCORRECTED: "逾期没有补正",
    SUBJECT_CEASED: "申请人死亡、丧失行为能力或者依法终止",
    DEFERRAL_LAPSED: "逾期没有补交容缺的材料",
    FALSE_PROMISE: "所作的告知承诺不实",
    BY_LAW: "法律、法规规定的其他情形",
}


@retried
def terminate(*, number: str, ground: str, reason: str, actor: Actor, at: dt.datetime, basis: str = "") -> Stepped:
    """End the case before its decision with a written notice; whatever runs in it ends, and one may apply anew.

    `ground` is correction_unanswered (only once the applicant's days are past), subject_ceased, deferral_lapsed (only
    once something deferred never came), false_promise, or other_statutory, which names the law in `basis`. Raises
    BadInput, NotFound, NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "terminate", actor)
    why, by = reason.strip(), basis.strip()[:300]
    correction = facts.running("correction")
    errors = {}
    if ground not in GROUND_LABELS:
        errors["ground"] = _("请选择终止办理的法定情形")
    elif ground == UNCORRECTED and (correction is None or correction.due_on >= day_of(at)):
        errors["ground"] = _("补正期限还没有过，不能以逾期没有补正终止办理")
    elif ground == DEFERRAL_LAPSED and not any(each.lapsed_at for each in facts.parts["deferred"]):
        errors["ground"] = _("没有逾期未补的容缺材料，不能以此终止办理")
    if not why:
        errors["reason"] = _("请写明终止办理的理由")
    if ground == BY_LAW and not by:
        errors["basis"] = _("请写明法律、法规的名称和条文")
    if errors:
        raise BadInput(errors)
    return step(
        facts,
        "terminate",
        actor=actor,
        at=at,
        writes=[
            *end_all(facts, at=at),
            Change(facts.parts["case"], {"end_reason": why[:1000]}),
            paper(
                facts,
                "termination_notice",
                at=at,
                fields=[
                    ("申请人", facts.matter.applicant_name),
                    ("终止情形", GROUND_LABELS[ground]),
                    *([("依据", by)] if by else []),
                ],
                body=[
                    f"您的申请终止办理。理由：{why}",
                    "条件具备后，您可以随时重新申请，重新申请不收费用、不受本次影响。",
                ],
            ),
        ],
        changes={"holder_id": None},
        said={"ground": ground},
    )
