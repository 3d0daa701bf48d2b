"""Reading records of credit: whether one excludes, and a subject's own."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tongban.credit.access import administered, own
from tongban.credit.models import Record
from tongban.credit.rules.records import KIND_LABELS, SEVERITY_LABELS, Kind, Severity, counts
from tongban.kernel.clock import day_of
from tongban.parties.rules.actor import Actor

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record as its subject reads it; `counts` tells whether it excludes today."""

    id: int
    subject: str
    kind: str
    kind_label: str
    severity: str
    severity_label: str
    basis: str
    matter_number: str
    recorded_at: dt.datetime
    repairable_on: dt.date
    public_until: dt.date
    repaired_at: dt.datetime | None
    repair_reason: str
    counts: bool


def excluded(*, person_id: int | None = None, organisation_id: int | None = None, on: dt.date) -> str:
    """Return why a person or an organisation may not promise anything on a day, nothing when they may.

    国办发〔2020〕42号: not for whom has a record of dishonesty or a false promise that is not repaired.
    """
    subject = {"organisation_id": organisation_id} if organisation_id is not None else {"person_id": person_id}
    for found in Record.objects.filter(**subject).order_by("-recorded_at", "-pk"):
        if _counts(found, on):
            told = _("因 %(day)s 的信用记录“%(kind)s”尚未修复，不适用告知承诺和容缺受理，请按一般程序办理")
            return told % {"day": day_of(found.recorded_at).isoformat(), "kind": _(KIND_LABELS[Kind(found.kind)])}
    return ""


def my_records(actor: Actor, on: dt.date) -> list[RecordView]:
    """Return the records of the actor and of those the actor represents, the newest first, in one query."""
    return _views(own(actor), on)


def records_to_repair(actor: Actor, on: dt.date) -> list[RecordView]:
    """Return the records that are not repaired to an administrator, the newest first; none to others."""
    return _views(administered(actor).filter(repaired_at=None), on)


def _views(found: QuerySet[Record], on: dt.date) -> list[RecordView]:
    rows = found.select_related("person", "organisation").order_by("-recorded_at", "-pk")[:MOST_SHOWN]
    return [
        RecordView(
            id=row.pk,
            subject=_subject(row),
            kind=row.kind,
            kind_label=KIND_LABELS[Kind(row.kind)],
            severity=row.severity,
            severity_label=SEVERITY_LABELS[Severity(row.severity)],
            basis=row.basis,
            matter_number=row.matter_number,
            recorded_at=row.recorded_at,
            repairable_on=row.repairable_on,
            public_until=row.public_until,
            repaired_at=row.repaired_at,
            repair_reason=row.repair_reason,
            counts=_counts(row, on),
        )
        for row in rows
    ]


def _counts(row: Record, on: dt.date) -> bool:
    repaired_on = day_of(row.repaired_at) if row.repaired_at else None
    return counts(kind=row.kind, public_until=row.public_until, repaired_on=repaired_on, on=on)


def _subject(row: Record) -> str:
    of = row.organisation or row.person
    return of.name if of is not None else ""
