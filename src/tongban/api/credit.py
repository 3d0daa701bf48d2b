"""One's own records of credit."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tongban.api.callers import TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.shapes.credit import CreditRecord, CreditRecords
from tongban.credit.queries import RecordView, my_records
from tongban.kernel.clock import today

calls = Calls("me 我")


@calls.get("/me/credit", rule=TOKEN, answer=CreditRecords)
def read_my_credit(request: HttpRequest) -> CreditRecords:
    """Read the records of credit of the caller, and of those whom the caller represents in everything."""
    return CreditRecords(results=[_record(each) for each in my_records(caller(request), today())])


def _record(found: RecordView) -> CreditRecord:
    return CreditRecord(
        subject=found.subject,
        kind=found.kind,
        kind_label=_(found.kind_label),
        severity=found.severity,
        severity_label=_(found.severity_label),
        basis=found.basis,
        matter_number=found.matter_number,
        recorded_at=found.recorded_at,
        repairable_on=found.repairable_on,
        public_until=found.public_until,
        repaired_at=found.repaired_at,
        counts=found.counts,
    )
