"""What a record of credit says, how long it counts, and when it may be repaired (信用修复管理办法)."""

import calendar
import datetime as dt
import enum


class Kind(enum.StrEnum):
    """What was done: a finding of dishonesty, a false promise, a deferred material that never came."""

    DISHONEST = "dishonest"
    FALSE_PROMISE = "false_promise"
    DEFERRAL_LAPSED = "deferral_lapsed"

    @property
    def label(self) -> str:
        """The kind in words."""
        return KIND_LABELS[self]


class Severity(enum.StrEnum):
    """How a breach of trust weighs, and so for how long it is published."""

    MINOR = "minor"
    GENERAL = "general"
    SERIOUS = "serious"

    @property
    def label(self) -> str:
        """The severity in words."""
        return SEVERITY_LABELS[self]


KIND_LABELS = {
    Kind.DISHONEST: "失信",
    Kind.FALSE_PROMISE: "虚假承诺",
    Kind.DEFERRAL_LAPSED: "容缺材料逾期未补",
}
SEVERITY_LABELS = {Severity.MINOR: "轻微", Severity.GENERAL: "一般", Severity.SERIOUS: "严重"}


def months_on(day: dt.date, months: int) -> dt.date:
    """Return the day `months` after a day; where that month is too short, its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def counts(*, kind: str, public_until: dt.date, repaired_on: dt.date | None, on: dt.date) -> bool:
    """Tell whether a record excludes its subject on a day.

    A false promise does until it is repaired (国办发〔2020〕42号), any other no longer than it may be published.
    """
    if repaired_on is not None and on >= repaired_on:
        return False
    return kind == Kind.FALSE_PROMISE or on <= public_until
