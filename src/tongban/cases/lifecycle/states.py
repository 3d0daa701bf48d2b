"""The states of a case. What has a beginning and an end of its own (a suspension, a proposal) is a row, not a state."""

from tongban.matters.lifecycle import State

STATES = (
    State("draft", "草稿", "Draft"),
    State("submitted", "已提交", "Submitted"),
    State("pre_review", "预审中", "In pre-review"),
    State("pre_returned", "预审退回修改", "Returned in pre-review"),
    State("received", "已收件", "Received"),
    State("correcting", "待补正", "To be corrected"),
    State("accepted", "已受理", "Accepted"),
    State("reviewing", "审查中", "Under review"),
    State("deciding", "待决定", "To be decided"),
    State("granted", "准予", "Granted", finished=True),
    State("refused", "不予许可", "Refused", finished=True),
    State("issued", "已制证", "Licence made", finished=True),
    State("delivered", "已送达", "Delivered", finished=True),
    State("closed", "已办结归档", "Closed", finished=True, closed=True),
    State("not_required", "不受理（无需许可）", "No licence required", finished=True, closed=True),
    State("not_accepted", "不予受理", "Not accepted", finished=True, closed=True),
    State("withdrawn", "已撤回", "Withdrawn", finished=True, closed=True),
    State("terminated", "已终止", "Terminated", finished=True, closed=True),
    State("voided", "已作废", "Voided", finished=True, closed=True),
    State("revoked", "已撤销", "Revoked", finished=True, closed=True),
    State("cancelled", "已注销", "Cancelled", finished=True, closed=True),
)
