"""How a request to another department moves (部门间协查): asked for a material, answered or declined, or taken back."""

from tongban.cases.lifecycle.words import APPLICANT, CLERK, REVIEWER, SYSTEM_DUTY, move
from tongban.matters.lifecycle import Basis, State

# Departments that can obtain a fact from each other do not ask the applicant for it again.
_SHARING = Basis("政务数据共享条例", "国务院令第809号")

ASSISTANCE_STATES = (
    State("open", "待协查", "To be attested"),
    State("answered", "已出具", "Attested", finished=True, closed=True),
    State("declined", "不能出具", "Not attested", finished=True, closed=True),
    State("closed", "已结束", "Ended", finished=True, closed=True),
)

ASSISTANCE_MOVES = (
    move(
        "ask_for_assistance",
        "请部门协查",
        "Ask a department",
        "",
        "open",
        f"{APPLICANT} {CLERK}",
        _SHARING,
        "提请了部门协查",
    ),
    move("answer_assistance", "出具协查结果", "Attest", "open", "answered", REVIEWER, _SHARING, "出具了协查结果"),
    move("decline_assistance", "不能出具", "Decline to attest", "open", "declined", REVIEWER, _SHARING, "说明不能出具"),
    move("close_assistance", "结束协查", "End the request", "open", "closed", SYSTEM_DUTY, _SHARING, "结束了协查"),
)
