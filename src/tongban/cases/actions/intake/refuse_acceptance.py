"""Refuse acceptance: no licence is required, or another authority is competent (行政许可法 第三十二条)."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.actions.paper import paper
from tongban.cases.queries.reading import read_case
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.actions.project import stop
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change
from tongban.parties.rules.actor import Actor

GROUNDS = {"not_required": "not_required", "not_competent": "not_accepted"}
REMEDIES = "如不服本决定，可以自收到本决定之日起六十日内依法申请行政复议，或者六个月内依法向人民法院提起行政诉讼。"


@retried
def refuse_acceptance(
    *, number: str, ground: str, reason: str, actor: Actor, at: dt.datetime, competent_authority: str = ""
) -> Stepped:
    """Refuse with a written decision; `ground` is not_required or not_competent, the latter names the right authority.

    Raises BadInput for an unknown ground, a missing reason, or a missing competent authority.
    """
    facts = read_case(number, actor)
    allow(facts, "refuse_acceptance", actor)
    errors = {}
    if ground not in GROUNDS:
        errors["ground"] = _("请选择不予受理的法定情形；材料不齐应一次性告知补正，不能以此不予受理")
    if not reason.strip():
        errors["reason"] = _("请写明理由")
    if ground == "not_competent" and not competent_authority.strip():
        errors["competent_authority"] = _("请写明申请人应当向哪个行政机关申请")
    if errors:
        raise BadInput(errors)
    told = [reason.strip()]
    if ground == "not_competent":
        told.append(f"请向有权受理的行政机关申请：{competent_authority.strip()}。")
    return step(
        facts,
        "refuse_acceptance",
        actor=actor,
        at=at,
        to=GROUNDS[ground],
        writes=[
            *stop(facts.running("intake"), day_of(at)),
            Change(facts.parts["case"], {"clerk_id": actor.official_id}),
            paper(
                facts,
                "non_acceptance",
                at=at,
                fields=[("申请人", facts.matter.applicant_name)],
                body=["依照《中华人民共和国行政许可法》第三十二条的规定，决定不予受理。", *told, REMEDIES],
            ),
        ],
        said={"ground": ground, "competent_authority": competent_authority.strip()[:200]},
    )
