"""Deliver the result within ten working days of the decision (行政许可法 第四十四条)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.actions.decision.close import close
from tongban.cases.actions.paper import paper
from tongban.cases.models import Case, Delivery
from tongban.cases.queries.outcome import licence_not_made
from tongban.cases.queries.reading import read_case
from tongban.cases.rules.pickup import code_valid
from tongban.kernel.clock import ZONE, day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.queries import parameter
from tongban.matters.actions.project import stop
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change, Insert
from tongban.matters.events import NotAllowedNow
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import SYSTEM, Actor


class LicenceNotMade(NotAllowedNow):
    """What was granted is a licence, and it is not made yet."""


@retried
def deliver(
    *,
    number: str,
    mode: str,
    actor: Actor,
    at: dt.datetime,
    receiver: str = "",
    code: str = "",
    identity: str = "",
    delivered_at: dt.datetime | None = None,
) -> Stepped:
    """Record how and to whom the result was delivered; in the applicant's space it is there at once.

    At the window the pick-up `code` is asked for, or `identity` says by which document the receiver was known. A
    delivered surrender is closed with it. `delivered_at` is when it was signed for, as the courier says; no later than
    `at`, which it is unless told. Raises BadInput, LicenceNotMade, NotFound, NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "deliver", actor)
    if why := licence_not_made(facts):
        raise LicenceNotMade(why)
    earlier: Delivery | None = facts.parts["delivery"]
    to = facts.matter.applicant_name if mode == Delivery.Mode.SPACE else receiver.strip()
    if not to and earlier is not None and earlier.mode == mode:
        to = earlier.receiver
    known_by = _known_by(facts, code, identity, at) if mode == Delivery.Mode.WINDOW else ""
    errors = {}
    if mode not in Delivery.Mode.values:
        errors["mode"] = _("请选择送达方式")
    if not to:
        errors["receiver"] = _("请填写签收人")
    if mode == Delivery.Mode.WINDOW and not known_by:
        wrong = (
            _("取件码不对或者已经过期，请核对，或者查验证件后写明")
            if code.strip()
            else _("请核对取件码，或者写明查验了什么证件")
        )
        errors["code"] = wrong
    if errors:
        raise BadInput(errors)
    if facts.parts["case"].purpose != Case.Purpose.SURRENDER:
        return _delivered(facts, mode, to, known_by, delivered_at or at, actor=actor, at=at)
    with transaction.atomic():
        _delivered(facts, mode, to, known_by, delivered_at or at, actor=actor, at=at)
        return close(number=number, actor=SYSTEM, at=at)


def _delivered(
    facts: Facts, mode: str, to: str, known_by: str, when: dt.datetime, *, actor: Actor, at: dt.datetime
) -> Stepped:
    earlier: Delivery | None = facts.parts["delivery"]
    sent = earlier if earlier is not None and earlier.mode == mode else None
    delivery = Delivery(
        mode=mode,
        receiver=to,
        delivered_at=when,
        sent_at=sent.sent_at if sent else None,
        courier=sent.courier if sent else "",
        tracking_number=sent.tracking_number if sent else "",
    )
    # Who has the result needs the code no longer.
    told = {field: getattr(delivery, field) for field in _FIELDS}
    fields = [
        ("送达方式", Delivery.Mode(mode).label),
        ("受送达人", to),
        ("送达时间", when.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")),
    ]
    if known_by:
        fields.append(("身份核对", known_by))
    if delivery.tracking_number:
        fields.append(("快递单号", f"{delivery.courier} {delivery.tracking_number}"))
    return step(
        facts,
        "deliver",
        actor=actor,
        at=at,
        writes=[
            *stop(facts.running("delivery"), day_of(when)),
            Insert(delivery) if earlier is None else Change(earlier, told),
            Change(facts.parts["case"], {"delivered_at": when}),
            paper(facts, "delivery_receipt", at=at, fields=fields),
        ],
        said={"mode": mode},
    )


_FIELDS = ("mode", "receiver", "delivered_at", "sent_at", "pickup_code", "courier", "tracking_number")


def _known_by(facts: Facts, code: str, identity: str, at: dt.datetime) -> str:
    """Return how the receiver at the window was known: by the code that was sent, or by a document."""
    sent: Delivery | None = facts.parts["delivery"]
    days = parameter("pickup_code_days", facts.region_code, day_of(at))
    if sent is not None and code_valid(code, code=sent.pickup_code, sent_at=sent.sent_at, at=at, days=days):
        return "取件码"
    return identity.strip()[:100]
