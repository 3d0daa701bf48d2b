"""Let another official, or another authority, go on with a case (移送); its clocks run on."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.access import HANDLING, holds
from tongban.cases.actions.paper import paper
from tongban.cases.lifecycle import ADMINISTRATOR, DECIDER, HEAD, LEAD
from tongban.cases.models import Transfer
from tongban.cases.queries.reading import read_case, version_of
from tongban.catalogue.queries import implementers
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change, Insert, Write
from tongban.matters.events import NotYours
from tongban.matters.queries import Facts
from tongban.parties.queries import authorities, exercising_authority, officials_charged
from tongban.parties.rules.actor import Actor

VERB = "transfer"
LONGEST_REASON = 500
# Nobody at a window sends a case away alone: that is for those who answer for it.
SEND_AWAY = (LEAD, DECIDER, HEAD, ADMINISTRATOR)


class ReceiverUnfit(BadInput):
    """The official or authority named cannot take the case over; `errors` says why, field by field."""


@retried
def transfer(
    *,
    number: str,
    ground: str,
    reason: str,
    actor: Actor,
    at: dt.datetime,
    official_id: int | None = None,
    authority_id: int | None = None,
) -> Stepped:
    """Transfer a case to an official of its authority, or to another authority: one of the two.

    An official takes over what they hold a duty for, and is there to do. An authority takes over an item that it
    carries out itself, or whose power it exercises; any other only when an administrator of either authority says so.
    Open reviews of the old owner go with it, and the applicant gets a note. Raises BadInput for a missing ground or
    reason, ReceiverUnfit, NotYours, NotFound, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, VERB, actor)
    errors: dict[str, str] = {}
    if ground not in Transfer.Ground.values:
        errors["ground"] = _("请选择移送事由")
    if not reason.strip():
        errors["reason"] = _("请写明移送的理由")
    if (official_id is None) == (authority_id is None):
        errors["receiver"] = _("请选择一位接办人员，或者一个接收机关")
    if errors:
        raise BadInput(errors)
    row = Transfer(
        ground=ground,
        reason=reason.strip()[:LONGEST_REASON],
        from_authority_id=facts.matter.owner_id,
        to_authority_id=authority_id or facts.matter.owner_id,
        from_official_id=facts.matter.holder_id,
        to_official_id=official_id,
        made_at=at,
    )
    if authority_id is None:
        return _to_official(facts, row, actor, at)
    return _to_authority(facts, row, actor, at)


def _to_official(facts: Facts, row: Transfer, actor: Actor, at: dt.datetime) -> Stepped:
    able = receivers(facts, day_of(at))
    if row.to_official_id not in able or row.to_official_id == facts.matter.holder_id:
        raise ReceiverUnfit({"receiver": _("接办人员应是本机关另一位有此职责且在岗的人员，请另选")})
    return step(
        facts,
        VERB,
        actor=actor,
        at=at,
        writes=[Insert(row)],
        changes={"holder_id": row.to_official_id},
        said={"ground": row.ground, "from": row.from_official_id, "to": row.to_official_id},
    )


def _to_authority(facts: Facts, row: Transfer, actor: Actor, at: dt.datetime) -> Stepped:
    if not any(holds(actor, facts, duty) for duty in SEND_AWAY):
        raise NotYours(_("窗口不能把办件移送其他机关，请交由审查或决定人员办理"))
    case, old, new = facts.parts["case"], row.from_authority_id, row.to_authority_id
    named = {each.id: each for each in authorities({old, new})}
    item = version_of(case.version_id)
    exerciser = exercising_authority(case.task_code, item.authority.id, day_of(at))
    if new == old or new not in named:
        raise ReceiverUnfit({"receiver": _("请选择另一个机关")})
    confirmed = actor.administers(old, new)
    if not confirmed and new != exerciser and new not in implementers(case.task_code):
        raise ReceiverUnfit({"receiver": _("该机关不办理此事项；确需移送的，请由系统管理员确认办理")})
    power = item.authority.id if new == exerciser and new != item.authority.id else None
    told = paper(
        facts,
        "power_transfer_note",
        at=at,
        fields=[("移送机关", named[old].name), ("接收机关", named[new].name), ("事由", str(row.get_ground_display()))],
        body=[f"理由：{row.reason}", "您的申请由接收机关继续办理，办理期限连续计算，您不必重新提交。"],
    )
    writes: list[Write] = [Insert(row), told, Change(case, {"power_authority_id": power})]
    writes += [
        Change(review, {"authority_id": new})
        for review in facts.parts["reviews"]
        if review.authority_id == old and review.given_at is None
    ]
    return step(
        facts,
        VERB,
        actor=actor,
        at=at,
        writes=writes,
        changes={"owner_id": new, "holder_id": None},
        said={"ground": row.ground, "from_authority": named[old].name, "to_authority": named[new].name},
    )


def receivers(facts: Facts, on: dt.date) -> dict[int, str]:
    """Return who could take the case over within its authority, as names by id."""
    found = officials_charged(HANDLING, facts.matter.owner_id, facts.parts["case"].task_code, on=on)
    return {one.id: one.name for one in found}
