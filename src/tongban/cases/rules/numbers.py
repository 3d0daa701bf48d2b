"""How a case and its documents are numbered."""

import datetime as dt

from tongban.kernel.rules.codes import mod37_36

DOCUMENT_MARKS = {
    "receipt": "JS",
    "correction_notice": "BZ",
    "acceptance_notice": "SL",
    "non_acceptance": "BS",
    "special_procedure_notice": "TB",
    "decision": "JD",
    "delivery_receipt": "SD",
}


def case_number(*, region_code: str, on: dt.date, uscc: str, serial: int) -> str:
    """Return area (6), day (8), the authority's mark (4), a serial (6) and a check character (local parameter)."""
    body = f"{region_code[:6]}{on:%Y%m%d}{uscc[13:17]}{serial % 1_000_000:06d}"
    return body + mod37_36(body)


def document_number(case: str, kind: str, ordinal: int) -> str:
    """Return a document's number: the case's, the mark of the kind, and its place among the case's documents."""
    return f"{case}-{DOCUMENT_MARKS[kind]}{ordinal:02d}"
