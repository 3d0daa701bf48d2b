"""Let another official, or another authority, go on with a case (移送); its clocks run on."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.actions.paper import paper
from tongban.cases.models import Transfer
from tongban.cases.queries.reading import authority_of, read_case, version_of
from tongban.cases.queries.receivers import Receivers, receivers_of
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change, Insert, Write
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor

LONGEST_REASON = 500


class ReceiverUnfit(BadInput):
    """The official or authority named cannot take the case over."""


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
    carries out itself, or whose power it exercises; any other only when an administrator of the owner says so, and
    none by a clerk alone. Open reviews of the old owner go with the case, and the applicant gets a note. Raises
    BadInput for a missing ground or reason, ReceiverUnfit, NotYours, NotFound, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "transfer", actor)
    errors: dict[str, str] = {}
    if ground not in Transfer.Ground.values:
        errors["ground"] = _("请选择移送事由")
    if not reason.strip():
        errors["reason"] = _("请写明移送的理由")
    if (official_id is None) == (authority_id is None):
        errors["receiver"] = _("请选择一位接办人员，或者一个接收机关")
    if errors:
        raise BadInput(errors)
    able = receivers_of(facts, actor, day_of(at))
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
        return _to_official(facts, row, able, actor, at)
    return _to_authority(facts, row, able, actor, at)


def _to_official(facts: Facts, row: Transfer, able: Receivers, actor: Actor, at: dt.datetime) -> Stepped:
    if row.to_official_id not in able.officials:
        raise ReceiverUnfit({"receiver": _("接办人员应是本机关另一位有此职责且在岗的人员，请另选")})
    return step(
        facts,
        "transfer",
        actor=actor,
        at=at,
        writes=[Insert(row)],
        changes={"holder_id": row.to_official_id},
        said={"ground": row.ground, "from": row.from_official_id, "to": row.to_official_id},
    )


def _to_authority(facts: Facts, row: Transfer, able: Receivers, actor: Actor, at: dt.datetime) -> Stepped:
    case, old, new = facts.parts["case"], row.from_authority_id, row.to_authority_id
    if new not in able.authorities:
        raise ReceiverUnfit({"receiver": _("只能移送给办理此事项的机关；移送其他机关，请由系统管理员确认办理")})
    whose = version_of(case.version_id).authority.id
    giver, receiver = authority_of(old).name, able.authorities[new]
    told = paper(
        facts,
        "power_transfer_note",
        at=at,
        fields=[("移送机关", giver), ("接收机关", receiver), ("事由", str(row.get_ground_display()))],
        body=[f"理由：{row.reason}", "您的申请由接收机关继续办理，办理期限连续计算，您不必重新提交。"],
    )
    power = whose if new == able.exerciser_id and new != whose else None
    writes: list[Write] = [Insert(row), told, Change(case, {"power_authority_id": power})]
    writes += [
        Change(review, {"authority_id": new})
        for review in facts.parts["reviews"]
        if review.authority_id == old and review.given_at is None
    ]
    return step(
        facts,
        "transfer",
        actor=actor,
        at=at,
        writes=writes,
        changes={"owner_id": new, "holder_id": None},
        said={"ground": row.ground, "from_authority": giver, "to_authority": receiver},
    )
