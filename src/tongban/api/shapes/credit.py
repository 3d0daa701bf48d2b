"""Records of credit, as they are answered."""

import datetime as dt

from tongban.api.shapes.base import Shape


class CreditRecord(Shape):
    """A breach of trust; while it `counts`, its subject may not promise instead of proving, nor hand in later."""

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
    counts: bool


class CreditRecords(Shape):
    results: list[CreditRecord]
