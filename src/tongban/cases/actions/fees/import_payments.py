"""Take the bank's list of payments in, and reconcile what we know with it (对账)."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction

from tongban.cases.actions.fees.pay import pay
from tongban.cases.models import Charge
from tongban.cases.rules.fees import fen_of, yuan
from tongban.cases.rules.statements import Line, moment_of, read_statement
from tongban.kernel.errors import Refusal
from tongban.matters.actions.hold import hold
from tongban.parties.rules.actor import SYSTEM
from tongban.parties.rules.reports import ImportRefused, Problem

COLUMNS = ("voucher", "amount", "paid_at", "bank_reference")


@dataclass(slots=True)
class Reconciled:
    """What an import did: payments taken, payments confirmed, known before, and what does not fit, by line."""

    taken: int = 0
    confirmed: int = 0
    unchanged: int = 0
    unmatched: list[str] = field(default_factory=list)
    different: list[str] = field(default_factory=list)


@transaction.atomic
def import_payments(text: str, *, name: str, at: dt.datetime) -> Reconciled:
    """Read a CSV of voucher, amount in yuan, paid_at (ISO 8601) and bank_reference, and settle what it pays.

    A fee that is not settled yet is paid by it; one that a clerk has settled is confirmed; a second import changes
    nothing. An unknown voucher and another amount are told and left alone. Raises ImportRefused, naming row and field,
    when the file itself is wrong; then nothing has changed.
    """
    lines = read_statement(text, name, COLUMNS, once="voucher")
    problems: list[Problem] = []
    for line in lines:
        if fen_of(line["amount"]) is None:
            problems.append(Problem(name, line.number, "amount", "应为金额（元），最多两位小数"))
        paid_at = moment_of(line["paid_at"])
        if paid_at is None or paid_at > at:
            problems.append(
                Problem(name, line.number, "paid_at", "应为不晚于现在的时间，例如 2026-03-02T10:00:00+08:00")
            )
        problems += [
            Problem(name, line.number, column, "不能为空")
            for column in ("voucher", "bank_reference")
            if not line[column]
        ]
    if problems:
        raise ImportRefused(problems)
    done = Reconciled()
    for line in lines:
        _reconcile(line, done, at)
    return done


def _reconcile(line: Line, done: Reconciled, at: dt.datetime) -> None:
    found = Charge.objects.select_related("matter").filter(voucher=line["voucher"]).first()
    if found is None:
        done.unmatched.append(f"#{line.number} {line['voucher']}")
        return
    hold(found.matter.number)
    found.refresh_from_db()
    amount, payable = fen_of(line["amount"]), found.amount - found.reduction
    if found.reconciled_at is not None:
        done.unchanged += 1
    elif amount != payable:
        done.different.append(f"#{line.number} {line['voucher']}：{line['amount']} ≠ {yuan(payable)}")
    elif found.paid_at is None:
        _take(found, line, done, at)
    else:
        # It was settled with its step; that the bank has it too moves nothing.
        Charge.objects.filter(pk=found.pk).update(reconciled_at=at)
        done.confirmed += 1


def _take(found: Charge, line: Line, done: Reconciled, at: dt.datetime) -> None:
    # The bank may have had the money before the notice was entered here.
    paid_at = max(moment_of(line["paid_at"]) or at, found.charged_at)
    try:
        pay(
            number=found.matter.number,
            voucher=found.voucher,
            receipt=line["bank_reference"],
            paid_at=paid_at,
            reconciled=True,
            actor=SYSTEM,
            at=at,
        )
    except Refusal as refused:
        done.unmatched.append(f"#{line.number} {line['voucher']}：{refused.reason}")
        return
    done.taken += 1
