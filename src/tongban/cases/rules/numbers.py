"""How a case and its documents are numbered, and which kinds of documents there are (文书)."""

import datetime as dt
from dataclasses import dataclass

from tongban.kernel.rules.codes import mod37_36


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of statutory document.

    `mark` stands between the authority's mark and the year in its number (文种代字), `code` in its ASCII key; `form`
    is the template that it starts from, src/tongban/cases/documents/<form>.typ; of `one_counts` the last one of a
    case replaces those before it.
    """

    title: str
    mark: str
    code: str
    form: str = "notice"
    one_counts: bool = False


DOCUMENT_KINDS = {
    "receipt": DocumentKind("申请材料接收凭证", "接", "JS", "receipt"),
    "window_receipt": DocumentKind("收件回执", "收", "SJ", "receipt"),
    "correction_notice": DocumentKind("补正告知书", "补", "BZ"),
    "acceptance_notice": DocumentKind("受理通知书", "受", "SL", one_counts=True),
    "non_acceptance": DocumentKind("不予受理决定书", "不受", "BS"),
    "not_required": DocumentKind("不受理告知书", "免受", "BX"),
    "special_procedure_notice": DocumentKind("特别程序告知书", "特", "TB"),
    "extension_notice": DocumentKind("延期告知书", "延", "YQ"),
    "decision": DocumentKind("行政许可决定书", "决", "JD", one_counts=True),
    "delivery_receipt": DocumentKind("送达回证", "送", "SD", "delivery"),
    "deferral_commitment": DocumentKind("容缺受理承诺书", "容诺", "RC", "commitment"),
    "deferral_notice": DocumentKind("容缺受理通知书", "容", "RT"),
    "commitment": DocumentKind("告知承诺书", "诺", "GC", "commitment"),
    "withdrawal_request": DocumentKind("撤回申请书", "撤申", "CS", "commitment"),
    "withdrawal_confirmation": DocumentKind("撤回确认书", "撤", "CQ"),
    "termination_notice": DocumentKind("终止通知书", "终", "ZZ"),
    "voiding_note": DocumentKind("作废说明", "废", "ZF"),
    "hearing_rights_notice": DocumentKind("听证告知书", "听告", "TG"),
    "hearing_notice": DocumentKind("听证通知书", "听", "TZ", one_counts=True),
    "hearing_minutes": DocumentKind("听证笔录", "听录", "TL", "minutes"),
    "third_party_notice": DocumentKind("利害关系人告知书", "利", "LG"),
    "revocation_decision": DocumentKind("撤销决定书", "撤决", "CX"),
    "cancellation_decision": DocumentKind("注销决定书", "注", "ZX"),
    "renewal_decision": DocumentKind("延续决定书", "续", "XQ"),
    "payment_notice": DocumentKind("缴费通知书", "缴", "JF", one_counts=True),
    "window_referral": DocumentKind("窗口转办单", "转", "ZB"),
    "how_to_note": DocumentKind("办理指引告知单", "引", "ZY"),
    "power_transfer_note": DocumentKind("职权划转告知单", "划", "HZ"),
    "posting": DocumentKind("行政许可公示", "示", "GS", "posting"),
}


# Stands before the number of a mock case (模拟办件), which no real one begins with.
MOCK_MARK = "MN"


def case_number(*, region_code: str, on: dt.date, uscc: str, serial: int) -> str:
    """Return area (6), day (8), the authority's mark (4), a serial (6) and a check character (local parameter)."""
    body = f"{region_code[:6]}{on:%Y%m%d}{uscc[13:17]}{serial % 1_000_000:06d}"
    return body + mod37_36(body)


def combined_number(*, on: dt.date, serial: int) -> str:
    """Return "HB", the day (8), a serial (6) and a check character: what holds several cases together (合并申请)."""
    body = f"HB{on:%Y%m%d}{serial % 1_000_000:06d}"
    return body + mod37_36(body)
