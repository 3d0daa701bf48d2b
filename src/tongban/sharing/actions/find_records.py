"""Find what one's own register holds of a subject."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tongban.kernel.errors import BadInput
from tongban.parties.queries import authority
from tongban.parties.rules.actor import Actor
from tongban.sharing.actions.import_records import kept_register
from tongban.sharing.models import TABLES, LookUp
from tongban.sharing.queries.records import row_name, values_of
from tongban.sharing.rules.known import Value


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a row, by its label; `value` is None where the row says nothing."""

    element: str
    label: str
    level: int
    value: Value | None


@dataclass(frozen=True, slots=True)
class RecordView:
    """A row of a register as its provider sees it."""

    row: str
    object_code: str
    object_name: str
    as_of: dt.date
    lines: tuple[Line, ...]


def find_records(*, register: str, subject_code: str, purpose: str, actor: Actor, at: dt.datetime) -> list[RecordView]:
    """Return the rows of exactly this subject, for a purpose; its subject reads who looked.

    Only who keeps the register may. Raises BadInput, NotFound, HeldElsewhere.
    """
    began = time.monotonic()
    of = kept_register(register, actor)
    subject = subject_code.strip().upper()
    errors = {} if subject.isprintable() and 1 <= len(subject) <= 18 else {"subject": _("请写完整的证件号码或代码")}
    if not purpose.strip() or not purpose.isprintable():
        errors["purpose"] = _("请写明查询用途")
    if errors:
        raise BadInput(errors)
    fields = list(of.fields.all())
    views = []
    for record in TABLES[of.kind]._default_manager.filter(register=of, subject_code=subject).order_by("object_code"):
        values = values_of(record, of.kind, [one.element for one in fields])
        lines = tuple(Line(one.element, one.label, one.level, values.get(one.element)) for one in fields)
        views.append(RecordView(row_name(of, record), record.object_code, record.object_name, record.as_of, lines))
    told = {line.element for view in views for line in view.lines if line.value is not None}
    LookUp.objects.create(
        act=LookUp.Act.SEARCH,
        subject_code=subject,
        asked=[one.element for one in fields],
        elements=sorted(told),
        registers=[of.key],
        rows=[view.row for view in views],
        actor_name=actor.name,
        organisation_name=authority(of.provider_id).name,
        account_id=actor.account_id,
        client_system_id=actor.client_system_id,
        purpose=purpose.strip()[:300],
        outcome=LookUp.Outcome.ANSWERED if views else LookUp.Outcome.NOTHING,
        latency_ms=int((time.monotonic() - began) * 1000),
        at=at,
    )
    return views
