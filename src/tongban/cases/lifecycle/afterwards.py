"""What may still be said once a case was decided: revocation, cancellation, reconsideration and litigation."""

from tongban.cases.lifecycle.words import (
    ADMINISTRATOR,
    CLERK,
    DECIDED,
    DECIDER,
    GRANTED,
    HEAD,
    LEAD,
    SYSTEM_DUTY,
    law,
    move,
)
from tongban.matters.lifecycle import LOCAL

_CHALLENGED = f"{DECIDED} not_accepted not_required revoked cancelled"

AFTERWARDS_MOVES = (
    move("revoke", "撤销", "Revoke", GRANTED, "revoked", DECIDER, law("第六十九条"), "撤销了许可"),
    move(
        "cancel",
        "注销",
        "Cancel",
        f"{GRANTED} revoked",
        "cancelled",
        f"{DECIDER} {SYSTEM_DUTY}",
        law("第七十条"),
        "注销了许可",
    ),
    move(
        "enter_challenge",
        "登记复议或诉讼",
        "Enter a challenge",
        _CHALLENGED,
        "",
        LEAD,
        law("第七条"),
        "登记了复议或诉讼",
    ),
    move(
        "conclude_challenge",
        "登记复议或诉讼结果",
        "Enter its outcome",
        _CHALLENGED,
        "",
        LEAD,
        law("第七条"),
        "登记了复议或诉讼的结果",
    ),
    move(
        "redo",
        "责令重新办理",
        "Decide anew",
        _CHALLENGED,
        "submitted deciding",
        DECIDER,
        law("第七条"),
        "按复议或诉讼结果重新办理",
    ),
    move(
        "transfer",
        "移送",
        "Transfer",
        "submitted pre_review pre_returned received correcting accepted reviewing deciding"
        " granted refused issued delivered",
        "",
        f"{CLERK} {LEAD} {DECIDER} {HEAD} {ADMINISTRATOR}",
        LOCAL,
        "移送了办件",
    ),
    move(
        "hand_over",
        "移交",
        "Hand over",
        "submitted pre_review pre_returned received correcting accepted reviewing deciding"
        " granted refused issued delivered",
        "",
        f"{ADMINISTRATOR} {SYSTEM_DUTY}",
        LOCAL,
        "移交了办件",
    ),
)
