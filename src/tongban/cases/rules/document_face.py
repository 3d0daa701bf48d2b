"""What a document prints beside what its step said, and whether it still counts (pure)."""

from collections.abc import Mapping
from typing import Any

from tongban.cases.rules.numbers import DOCUMENT_KINDS

VALID, REPLACED, WITHDRAWN = "valid", "replaced", "withdrawn"

DECIDED = frozenset({"granted", "refused", "issued", "delivered", "closed"})


def printed(
    data: Mapping[str, Any], *, kind: str, number: str, applicant_code: str, officer: str, qr: str
) -> dict[str, Any]:
    """Return all that the template prints: the data of the step, the number, the code of who applies, who handled it.

    A posting to the public names neither.
    """
    fields = list(data["fields"])
    if DOCUMENT_KINDS[kind].form != "posting":
        after = next((place for place, (label, _value) in enumerate(fields, 1) if label in ("申请人", "被许可人")), 3)
        fields[after:after] = [["申请人证件号码", applicant_code]] if applicant_code else []
        fields += [["承办人", officer]] if officer else []
    return {**data, "number": number, "fields": fields, "qr": qr}


def standing(kind: str, *, later: bool, state: str) -> str:
    """Tell whether a document counts in a case in `state`; `later` when a later one of its kind was made.

    A void case takes its documents along. A decision counts as long as the case stays decided (行政许可法 第六十九条、
    第七十条).
    """
    if state == "voided" and kind != "voiding_note":
        return WITHDRAWN
    if later and DOCUMENT_KINDS[kind].one_counts:
        return REPLACED
    return WITHDRAWN if kind == "decision" and state not in DECIDED else VALID
