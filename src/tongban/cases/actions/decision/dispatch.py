"""Send out the result: ready for pick-up with a code, by courier, or by public notice (行政许可法 第四十四条)."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases import ports
from tongban.cases.actions.decision.deliver import LicenceNotMade
from tongban.cases.models import Delivery
from tongban.cases.queries.outcome import licence_not_made
from tongban.cases.queries.reading import read_case
from tongban.cases.rules.pickup import new_code
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.queries import parameter
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change, Insert
from tongban.parties.rules.actor import Actor


@retried
def dispatch(
    *,
    number: str,
    mode: str,
    actor: Actor,
    at: dt.datetime,
    receiver: str = "",
    courier: str = "",
    tracking_number: str = "",
) -> Stepped:
    """Record that the result is on its way; the delivery clock runs until it is delivered.

    For pick-up a code is made that the applicant alone sees; for the post a tracking number is taken as typed, or else
    ordered from the courier. What is sent out again takes the place of what was sent before. The applicant's space
    needs no sending: deliver there. Raises BadInput, LicenceNotMade, NotFound, NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "dispatch", actor)
    if why := licence_not_made(facts):
        raise LicenceNotMade(why)
    if mode not in Delivery.Mode.values:
        raise BadInput({"mode": _("请选择送达方式")})
    if mode == Delivery.Mode.SPACE:
        raise BadInput({"mode": _("电子送达即时完成，请直接“送达”")})
    sent = {
        "mode": mode,
        "receiver": receiver.strip() or facts.matter.applicant_name,
        "sent_at": at,
        "pickup_code": "",
        "courier": "",
        "tracking_number": "",
    }
    if mode == Delivery.Mode.WINDOW:
        sent["pickup_code"] = new_code(parameter("pickup_code_digits", facts.region_code, day_of(at)))
    if mode == Delivery.Mode.POST:
        sent["courier"] = courier.strip() or ports.courier().name
        sent["tracking_number"] = tracking_number.strip() or ports.courier().send(case=number, at=at)
    earlier: Delivery | None = facts.parts["delivery"]
    return step(
        facts,
        "dispatch",
        actor=actor,
        at=at,
        writes=[Insert(Delivery(**sent)) if earlier is None else Change(earlier, sent)],
        said={"mode": mode, **({"tracking_number": sent["tracking_number"]} if mode == Delivery.Mode.POST else {})},
    )
