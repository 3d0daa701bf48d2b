"""What is said to be wrong in a register, and what comes of it (校核纠错)."""

from tongban.sharing.actions.corrections.correct_record import correct_record
from tongban.sharing.actions.corrections.reject_report import reject_report
from tongban.sharing.actions.corrections.report_wrong import report_wrong
from tongban.sharing.actions.corrections.take_up import take_up
from tongban.sharing.actions.corrections.withdraw_report import withdraw_report

__all__ = ["correct_record", "reject_report", "report_wrong", "take_up", "withdraw_report"]
