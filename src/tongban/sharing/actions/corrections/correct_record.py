"""Put a record of a register right."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.actions.project import stop
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change
from tongban.matters.queries import read
from tongban.parties.queries import authority
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.rows import Sheet
from tongban.sharing.actions.read_records import take_value
from tongban.sharing.models import DataCorrection, LookUp, RegisterRecord
from tongban.sharing.queries.records import values_of
from tongban.sharing.queries.rows import named_row
from tongban.sharing.rules.columns import COLUMNS, OBJECT, SUBJECT
from tongban.sharing.rules.texts import wrong_text


@retried
def correct_record(*, number: str, value: Any, answer: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Write the right value into the register, as of today, and close the report; its subject reads who did.

    `value` is as a form has it. A register that is held elsewhere is corrected there: what it says from now on is kept
    with the report. Raises BadInput, NotYours, NotAllowedNow, NotFound.
    """
    facts = read(number, actor=actor, kind="data_correction")
    allow(facts, "correct_record", actor)
    row: DataCorrection = facts.parts["correction"]
    if errors := wrong_text("answer", answer):
        raise BadInput(errors)
    if value in (None, "", []):
        raise BadInput({"value": _("请写明更正后的内容")})
    with transaction.atomic():
        if (record := named_row(row.register, row.row, lock=True)) is not None:
            value = _corrected(record, row, value, at)
        _note(row, number, facts.matter.owner_id, actor, at)
        given = {
            "corrected": value,
            "answer": answer.strip(),
            "answered_by_name": actor.name,
            "answered_at": at,
        }
        writes = [*stop(facts.running("answer"), day_of(at)), Change(row, given)]
        said = {"register": row.register.key, "row": row.row, "element": row.element}
        return step(facts, "correct_record", actor=actor, at=at, writes=writes, said=said)


def _corrected(record: RegisterRecord, row: DataCorrection, value: Any, at: dt.datetime) -> Any:
    kind = row.register.kind
    column = COLUMNS[kind].get(row.element)
    if column is not None and column.name in (SUBJECT, OBJECT):
        raise BadInput({"value": _("这是记录的编码，不能直接改：请用导入停用旧记录、登记新记录")})
    sheet = Sheet("value", [{}])
    take_value(next(iter(sheet)), record, kind, row.element, value)
    if sheet.problems:
        raise BadInput({"value": sheet.problems[0].message})
    record.as_of = max(record.as_of, day_of(at))
    record.save(update_fields=["as_of", "values", *([column.name] if column is not None else [])])
    return values_of(record, kind, [row.element]).get(row.element)


def _note(row: DataCorrection, number: str, owner_id: int, actor: Actor, at: dt.datetime) -> None:
    LookUp.objects.create(
        act=LookUp.Act.CORRECTION,
        subject_code=row.subject_code,
        asked=[row.element],
        elements=[row.element],
        registers=[row.register.key],
        rows=[row.row],
        actor_name=actor.name,
        organisation_name=authority(owner_id).name,
        account_id=actor.account_id,
        client_system_id=actor.client_system_id,
        purpose=_("校核纠错 %(number)s：更正数据") % {"number": number},
        at=at,
    )
