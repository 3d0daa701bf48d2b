"""Record a breach of trust."""

import datetime as dt

from tongban.credit.models import Record
from tongban.credit.rules.records import Kind, Severity, months_on
from tongban.kernel.clock import day_of
from tongban.kernel.queries import parameter


def record(
    *,
    kind: Kind,
    severity: Severity,
    basis: str,
    at: dt.datetime,
    person_id: int | None = None,
    organisation_id: int | None = None,
    matter_number: str = "",
    region_code: str = "",
) -> int:
    """Keep a record of a person or an organisation, one of the two; return its id.

    How long it is published, and from when it may be repaired, follow from its severity. A second record of the kind
    on the same matter is the first one again.
    """
    day = day_of(at)
    values = {
        "severity": severity,
        "basis": basis,
        "recorded_at": at,
        "repairable_on": months_on(day, parameter("credit_repair_after_months", region_code, day)[severity]),
        "public_until": months_on(day, parameter("credit_publicity_months", region_code, day)[severity]),
        "person_id": person_id,
        "organisation_id": organisation_id,
    }
    if not matter_number:
        return int(Record.objects.create(kind=kind, **values).pk)
    kept, _new = Record.objects.get_or_create(matter_number=matter_number, kind=kind, defaults=values)
    return int(kept.pk)
