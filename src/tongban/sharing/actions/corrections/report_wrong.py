"""Say that a register is wrong: its provider owes an answer, within the days of the parameter."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput, NotFound
from tongban.kernel.queries import parameter
from tongban.matters.actions.project import start_clock
from tongban.matters.actions.step import new_matter, open_matter
from tongban.matters.actions.writes import Insert
from tongban.parties.queries import authority, party_of_code
from tongban.parties.rules.actor import Actor
from tongban.sharing.access import CORRECTION, own_corrections, was_shown
from tongban.sharing.models import DataCorrection, LookUp, Register, RegisterField
from tongban.sharing.queries.rows import named_row
from tongban.sharing.rules.texts import wrong_text

DAYS = "data_correction_days"
LONGEST_VALUE = 4000


@transaction.atomic
def report_wrong(
    *,
    register: str,
    row: str,
    element: str,
    held: Any,
    given: Any,
    note: str,
    case_number: str,
    actor: Actor,
    at: dt.datetime,
) -> str:
    """Open the matter of a wrong value and return its number; one that the actor has open already is that one.

    `register` is its key, `row` the row that a look-up named, `held` what it told and `given` what is right instead.
    Who was told the row may say so, whom it is about, and who acts for them. Raises NotFound, BadInput.
    """
    field = RegisterField.objects.select_related("register").filter(register__key=register, element=element).first()
    subject_code = _subject_of(field.register, row, actor) if field is not None else ""
    if field is None or not subject_code or not was_shown(actor, subject_code, row):
        raise NotFound(_("没有这条数据，或者您没有查看过它，不能反映有误。"))
    errors = wrong_text("note", note) | _wrong_values(held, given)
    if errors:
        raise BadInput(errors)
    before = own_corrections(actor).filter(
        register=field.register, row=row, element=element, given=given, matter__closed_at=None
    )
    if (same := before.first()) is not None:
        return same.matter.number
    return _open(field, row, subject_code, held, given, note.strip(), case_number, actor, at)


def _subject_of(register: Register, row: str, actor: Actor) -> str:
    record = named_row(register, row)
    if record is not None:
        return record.subject_code
    # A row of a register that is held elsewhere is known from what the actor was told of it.
    if actor.account_id is None:
        return ""
    told = LookUp.objects.filter(rows__contains=[row], account_id=actor.account_id)
    return told.values_list("subject_code", flat=True).first() or ""


def _wrong_values(held: Any, given: Any) -> dict[str, str]:
    if given in (None, "", []):
        return {"given": _("请写明正确的内容")}
    if len(str(given)) > LONGEST_VALUE:
        return {"given": _("最多 %(most)d 个字") % {"most": LONGEST_VALUE}}
    return {"given": _("与登记的内容相同，不用反映")} if held == given else {}


def _open(
    field: RegisterField,
    row: str,
    subject_code: str,
    held: Any,
    given: Any,
    note: str,
    case_number: str,
    actor: Actor,
    at: dt.datetime,
) -> str:
    provider, day = authority(field.register.provider_id), day_of(at)
    clock = start_clock(
        None, "answer", on=day, days=parameter(DAYS, provider.region_code, day), region_code=provider.region_code
    )
    subject = party_of_code(subject_code)
    matter = new_matter(
        number=_number(at),
        region_id=provider.region_code,
        owner_id=provider.id,
        subject=f"{field.register.name}：{field.label}",
        applicant_name=subject.name if subject is not None else actor.name,
        applicant_person_id=subject.id if subject is not None and subject.kind == "person" else None,
        applicant_organisation_id=subject.id if subject is not None and subject.kind == "organisation" else None,
        agent_id=actor.person_id,
    )
    correction = DataCorrection(
        register=field.register,
        row=row,
        element=field.element,
        subject_code=subject_code,
        held=held,
        given=given,
        note=note,
        case_number=case_number[:50],
        official_id=None if actor.person_id is not None else actor.official_id,
    )
    said = {"register": field.register.key, "row": row, "element": field.element, "due_on": clock.due_on.isoformat()}
    writes = [Insert(clock), Insert(correction)]
    return open_matter(CORRECTION, matter, "report_wrong", actor=actor, at=at, writes=writes, said=said).number


def _number(at: dt.datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('sharing_correction_number')")
        (serial,) = cursor.fetchone()
    return f"JC{day_of(at):%Y%m%d}{serial:06d}"
