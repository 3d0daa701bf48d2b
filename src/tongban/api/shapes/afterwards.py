"""What stands beside the handling of a case: its result on the way, fees, and challenges."""

import datetime as dt

from tongban.api.shapes.base import Shape


class CaseDelivery(Shape):
    """How the result goes out; `pickup_code` is told to the applicant alone, `delivered_at` is empty on the way."""

    mode: str
    receiver: str
    sent_at: dt.datetime | None
    courier: str
    tracking_number: str
    pickup_code: str
    delivered_at: dt.datetime | None


class CaseCharge(Shape):
    """A fee, amounts in fen."""

    name: str
    basis: str
    amount: int
    reduction: int
    reduction_basis: str
    voucher: str
    due_on: dt.date | None
    paid_at: dt.datetime | None
    receipt: str
    refunded: int


class CaseChallenge(Shape):
    """A reconsideration or a lawsuit; `outcome` is empty while it runs."""

    kind: str
    body: str
    number: str
    lodged_on: dt.date
    outcome: str
    effect: str
    concluded_on: dt.date | None


class CaseRemedies(Shape):
    """Until when the decision that was told may be challenged."""

    reconsideration_until: dt.date
    litigation_until: dt.date
