"""From the first word of an application to the answer on its acceptance (行政许可法 第二十九条、第三十二条)."""

from tongban.cases.lifecycle.words import (
    APPLICANT,
    BEFORE_ACCEPTANCE,
    BEFORE_DECISION,
    CLERK,
    CORRECTING,
    DECIDER,
    INTAKE,
    LEAD,
    SUPERVISOR,
    SYSTEM_DUTY,
    UNDER_REVIEW,
    law,
    move,
)
from tongban.matters.lifecycle import LOCAL

_COMPLETE = law("第三十二条第一款第（五）项")
_TOLD_ONCE = law("第三十二条第一款第（四）项")
_NOT_OURS = law("第三十二条第一款第（一）、（二）项")

INTAKE_MOVES = (
    move("draft", "开始申请", "Start", "", "draft", APPLICANT, law("第二十九条"), "开始申请"),
    move("submit", "提交申请", "Submit", "draft", "submitted", APPLICANT, law("第二十九条"), "提交了申请"),
    move("register", "窗口收件", "Take in at the window", "", "received", CLERK, law("第二十九条"), "在窗口收件"),
    move("begin_pre_review", "开始预审", "Begin the pre-review", "submitted", "pre_review", CLERK, LOCAL, "开始预审"),
    move("receive", "收件", "Receive", "submitted pre_review", "received", CLERK, LOCAL, "确认收件"),
    move(
        "return_for_correction",
        "一次性告知补正",
        "Return for correction",
        INTAKE,
        CORRECTING,
        CLERK,
        _TOLD_ONCE,
        "告知了补正",
    ),
    move(
        "correct",
        "提交补正",
        "Submit the correction",
        CORRECTING,
        INTAKE,
        f"{APPLICANT} {CLERK}",
        _COMPLETE,
        "提交了补正",
    ),
    move("accept", "受理", "Accept", INTAKE, "accepted", CLERK, _COMPLETE, "受理了申请"),
    move(
        "deem_accepted",
        "视为受理",
        "Deem accepted",
        INTAKE,
        "accepted",
        SYSTEM_DUTY,
        _TOLD_ONCE,
        "逾期未告知，视为受理",
    ),
    move(
        "propose_refusal",
        "提请部门决定是否受理",
        "Refer to the authority",
        INTAKE,
        "",
        CLERK,
        LOCAL,
        "把不予受理的意见转给了主管部门",
    ),
    move(
        "refuse_acceptance",
        "不予受理",
        "Refuse acceptance",
        INTAKE,
        "not_required not_accepted",
        f"{LEAD} {DECIDER}",
        _NOT_OURS,
        "未予受理",
    ),
    move(
        "withdraw", "撤回申请", "Withdraw", f"{BEFORE_ACCEPTANCE} accepted", "withdrawn", APPLICANT, LOCAL, "撤回了申请"
    ),
    move("ask_to_withdraw", "申请撤回", "Ask to withdraw", UNDER_REVIEW, "", APPLICANT, LOCAL, "申请撤回"),
    move(
        "confirm_withdrawal",
        "确认撤回",
        "Confirm the withdrawal",
        UNDER_REVIEW,
        "withdrawn",
        f"{LEAD} {DECIDER}",
        LOCAL,
        "确认了撤回",
    ),
    move(
        "terminate",
        "终止办理",
        "Terminate",
        BEFORE_DECISION,
        "terminated",
        f"{DECIDER} {SYSTEM_DUTY}",
        LOCAL,
        "终止了办理",
    ),
    move(
        "propose_voiding", "申请作废", "Propose to void", BEFORE_DECISION, "", f"{CLERK} {LEAD}", LOCAL, "申请作废此件"
    ),
    move(
        "record_failed_look_up",
        "记录查询失败",
        "Record a failed look-up",
        f"draft {BEFORE_ACCEPTANCE}",
        "",
        SYSTEM_DUTY,
        LOCAL,
        "查询失败",
    ),
    move("void", "批准作废", "Void", BEFORE_DECISION, "voided", SUPERVISOR, LOCAL, "批准了作废"),
    move(
        "decline",
        "不同意",
        "Decline what was proposed",
        BEFORE_DECISION,
        "",
        f"{LEAD} {DECIDER} {SUPERVISOR} head government_head",
        LOCAL,
        "没有同意所提请的事项",
    ),
)
