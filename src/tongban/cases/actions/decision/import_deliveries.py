"""Take the courier's list of parcels in: what was signed for is delivered (物流对账)."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction

from tongban.cases.actions.decision.deliver import deliver
from tongban.cases.models import Delivery
from tongban.cases.rules.statements import Line, moment_of, read_statement
from tongban.kernel.errors import Refusal
from tongban.parties.rules.actor import SYSTEM
from tongban.parties.rules.reports import ImportRefused, Problem

COLUMNS = ("tracking_number", "status", "at", "signed_by")
SIGNED = "signed"
STATUSES = (SIGNED, "in_transit", "returned")


@dataclass(slots=True)
class Delivered:
    """What an import did: parcels delivered, still on their way, known before, returned, and unknown, by line."""

    delivered: int = 0
    on_the_way: int = 0
    unchanged: int = 0
    returned: list[str] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)


@transaction.atomic
def import_deliveries(text: str, *, name: str, at: dt.datetime) -> Delivered:
    """Read a CSV of tracking_number, status (signed, in_transit, returned), at (ISO 8601) and signed_by.

    A signed parcel is delivered by the system to who signed, and when; a second import changes nothing. Returned and
    unknown ones are told and left alone. Raises ImportRefused, naming row and field, when the file itself is wrong.
    """
    lines = read_statement(text, name, COLUMNS)
    problems: list[Problem] = []
    for line in lines:
        if not line["tracking_number"]:
            problems.append(Problem(name, line.number, "tracking_number", "不能为空"))
        if line["status"] not in STATUSES:
            problems.append(Problem(name, line.number, "status", f"应为 {'、'.join(STATUSES)} 之一"))
        moment = moment_of(line["at"])
        if moment is None or moment > at:
            problems.append(Problem(name, line.number, "at", "应为不晚于现在的时间，例如 2026-03-02T10:00:00+08:00"))
    if problems:
        raise ImportRefused(problems)
    done = Delivered()
    for line in lines:
        _reconcile(line, done, at)
    return done


def _reconcile(line: Line, done: Delivered, at: dt.datetime) -> None:
    told = f"#{line.number} {line['tracking_number']}"
    sent = Delivery.objects.select_related("matter").filter(tracking_number=line["tracking_number"])
    # Several results of one applicant may lie in one parcel.
    parcel = list(sent.order_by("sent_at", "pk"))
    if not parcel:
        done.unmatched.append(told)
    for each in parcel:
        _settle(each, line, done, told, at)


def _settle(found: Delivery, line: Line, done: Delivered, told: str, at: dt.datetime) -> None:
    if found.reconciled_at is not None:
        done.unchanged += 1
    elif line["status"] == "returned":
        done.returned.append(told)
    elif line["status"] != SIGNED:
        done.on_the_way += 1
    elif _signed(found, line, done, told, at):
        Delivery.objects.filter(pk=found.pk).update(reconciled_at=at)
        done.delivered += 1


def _signed(found: Delivery, line: Line, done: Delivered, told: str, at: dt.datetime) -> bool:
    if found.delivered_at is not None:
        return True
    receiver = line["signed_by"] or found.receiver
    # The parcel may have been taken along before its number was entered here.
    when = max(moment_of(line["at"]) or at, found.sent_at or at)
    try:
        deliver(
            number=found.matter.number,
            mode=Delivery.Mode.POST,
            receiver=receiver,
            delivered_at=when,
            actor=SYSTEM,
            at=at,
        )
    except Refusal as refused:
        done.unmatched.append(f"{told}：{refused.reason}")
        return False
    return True
