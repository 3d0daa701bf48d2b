"""What raises an alert (监察预警): the signs that a clock, a step or a division of work was faked, as data."""

import enum
from dataclasses import dataclass


class Severity(enum.StrEnum):
    """How an alert weighs: to be looked at, or a breach by itself."""

    WARN = "warn"
    VIOLATION = "violation"


@dataclass(frozen=True, slots=True)
class AlertRule:
    """A rule by its code, with what it says to a supervisor."""

    code: str
    label: str
    label_en: str
    severity: Severity


BACKDATED = "backdated"
VOIDED = "voided"
REFERRAL_LATE = "referral_late"
DEEMED_RENEWED = "deemed_renewed"
DEFERRAL_LATE = "deferral_late"
STEP_LATE = "step_late"
PAUSE_OVERRUN = "pause_overrun"

_RULES = (
    AlertRule("M01", "逾期未答复，依法视为受理", "Not answered in time: deemed accepted", Severity.VIOLATION),
    AlertRule("M02", "疑似线下办理、集中补录", "Likely handled elsewhere and entered afterwards", Severity.WARN),
    AlertRule("M03", "临近到期启动特别程序", "Paused just before the due day", Severity.WARN),
    AlertRule("M04", "多次告知补正", "Told to correct more than once, or too late", Severity.VIOLATION),
    AlertRule(
        "M05", "不予受理、作废或退件后重新收件", "Entered again after a refusal: the clock began anew", Severity.WARN
    ),
    AlertRule("M06", "从工作人员终端撤回申请", "Withdrawn from an official's terminal", Severity.WARN),
    AlertRule("M07", "免提交的材料仍要求提交", "Asked for what need not be handed in", Severity.WARN),
    AlertRule("M08", "一人收件、审查并决定", "One official received, reviewed and decided", Severity.VIOLATION),
    AlertRule("M09", "决定文号早于受理", "The decision is numbered before the acceptance", Severity.VIOLATION),
    AlertRule(BACKDATED, "补录早于容许时间", "Recorded later than is allowed for", Severity.WARN),
    AlertRule(VOIDED, "办件作废", "A case was voided", Severity.WARN),
    AlertRule(REFERRAL_LATE, "窗口转办逾期未答复", "A window's referral was not answered in time", Severity.WARN),
    AlertRule(DEFERRAL_LATE, "容缺材料逾期未补", "A deferred material never came", Severity.WARN),
    AlertRule(STEP_LATE, "审查环节逾期，全程未逾期", "A step is overdue, the whole is not yet", Severity.WARN),
    AlertRule(PAUSE_OVERRUN, "特别程序超过告知的时间", "A pause lasts longer than was declared", Severity.WARN),
    AlertRule(
        DEEMED_RENEWED, "届满未决定，依法视为准予延续", "Not decided in time: deemed renewed", Severity.VIOLATION
    ),
)

ALERT_RULES = {rule.code: rule for rule in _RULES}
