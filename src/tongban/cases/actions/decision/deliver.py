"""Deliver the result within ten working days of the decision (行政许可法 第四十四条)."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.actions.paper import paper
from tongban.cases.models import Delivery
from tongban.cases.queries.readiness import licence_not_made
from tongban.cases.queries.reading import read_case
from tongban.kernel.clock import ZONE, day_of
from tongban.kernel.errors import BadInput
from tongban.matters.actions.project import stop
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change, Insert
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor


class LicenceNotMade(NotAllowedNow):
    """What was granted is a licence, and it is not made yet."""


@retried
def deliver(*, number: str, mode: str, actor: Actor, at: dt.datetime, receiver: str = "") -> Stepped:
    """Record how and to whom the result was delivered; in the applicant's space it is there at once.

    Raises BadInput for an unknown mode or a missing receiver, LicenceNotMade, NotFound, NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "deliver", actor)
    if why := licence_not_made(facts):
        raise LicenceNotMade(why)
    to = facts.matter.applicant_name if mode == Delivery.Mode.SPACE else receiver.strip()
    errors = {}
    if mode not in Delivery.Mode.values:
        errors["mode"] = _("请选择送达方式")
    if not to:
        errors["receiver"] = _("请填写签收人")
    if errors:
        raise BadInput(errors)
    return step(
        facts,
        "deliver",
        actor=actor,
        at=at,
        writes=[
            *stop(facts.running("delivery"), day_of(at)),
            Insert(Delivery(mode=mode, receiver=to, delivered_at=at)),
            Change(facts.parts["case"], {"delivered_at": at}),
            paper(
                facts,
                "delivery_receipt",
                at=at,
                fields=[
                    ("送达方式", Delivery.Mode(mode).label),
                    ("受送达人", to),
                    ("送达时间", at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")),
                ],
            ),
        ],
        said={"mode": mode},
    )
