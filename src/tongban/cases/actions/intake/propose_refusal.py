"""A window cannot end an application alone (窗口无否决权): it refers what it would refuse to its authority."""

import datetime as dt

from tongban.cases.actions.intake.limits import refuse_after_silence
from tongban.cases.actions.intake.refuse_acceptance import GROUND_LABELS, refuse_unlawful
from tongban.cases.actions.paper import chinese_day, paper
from tongban.cases.actions.proposing import proposed
from tongban.cases.queries.readiness import refusal_not_to_be_proposed
from tongban.cases.queries.reading import read_case
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.queries import calendar_of, parameter
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor


class AlreadyReferred(NotAllowedNow):
    """The authority was asked before: its answer is awaited, or was to receive the application."""


@retried
def propose_refusal(
    *, number: str, ground: str, reason: str, actor: Actor, at: dt.datetime, competent_authority: str = ""
) -> Stepped:
    """Refer the case to its authority, which answers within its days and never later than the intake clock.

    That clock runs on. Raises BadInput as `refuse_acceptance` does, AlreadyReferred, AcceptedBySilence, NotFound,
    NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "propose_refusal", actor)
    today = day_of(at)
    refuse_after_silence(facts, today)
    if why := refusal_not_to_be_proposed(facts):
        raise AlreadyReferred(why)
    if errors := refuse_unlawful(ground, reason, competent_authority):
        raise BadInput(errors)
    due_on = calendar_of(facts.region_code).add(today, parameter("referral_days", facts.region_code, today)).day
    if intake := facts.running("intake"):
        due_on = min(due_on, intake.due_on)
    competent = competent_authority.strip()[:200]
    return step(
        facts,
        "propose_refusal",
        actor=actor,
        at=at,
        writes=[
            proposed(
                "refusal",
                reason=reason,
                actor=actor,
                at=at,
                due_on=due_on,
                facts={"ground": ground, "competent_authority": competent},
            ),
            paper(
                facts,
                "window_referral",
                at=at,
                fields=[
                    ("申请人", facts.matter.applicant_name),
                    ("拟不予受理的情形", GROUND_LABELS[ground]),
                    *([("有权受理的行政机关", competent)] if competent else []),
                    ("答复期限", chinese_day(due_on)),
                ],
                body=[
                    "窗口不能自行不予受理，现将此件转请主管部门决定。请在答复期限前决定不予受理，或者退回窗口受理、一次性告知补正。",
                    f"理由：{reason.strip()}",
                ],
            ),
        ],
        said={"ground": ground, "competent_authority": competent, "answer_due_on": due_on.isoformat()},
    )
