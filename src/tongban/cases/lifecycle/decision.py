"""The decision, what is made of it, and how it reaches the applicant (行政许可法 第三十八条至第四十四条)."""

from tongban.cases.lifecycle.words import (
    BEFORE_DECISION,
    CLERK,
    DECIDER,
    IN_HANDLING,
    INTAKE,
    ISSUER,
    LEAD,
    SYSTEM_DUTY,
    law,
    move,
)
from tongban.matters.lifecycle import LOCAL

_FEE, _DELIVERY = law("第五十八条"), law("第四十四条")

DECISION_MOVES = (
    move(
        "decide",
        "作出决定",
        "Decide",
        IN_HANDLING,
        "granted refused",
        DECIDER,
        law("第三十八条"),
        "作出了决定",
    ),
    move(
        "deem_renewed",
        "视为准予延续",
        "Deem renewed",
        IN_HANDLING,
        "granted",
        SYSTEM_DUTY,
        law("第五十条"),
        "逾期未作决定，视为准予延续",
    ),
    move(
        "charge",
        "通知缴费",
        "Charge a fee",
        f"{INTAKE} {IN_HANDLING} granted",
        "",
        f"{CLERK} {LEAD} {ISSUER}",
        _FEE,
        "通知了缴费",
    ),
    move(
        "pay",
        "缴费",
        "Pay",
        f"{BEFORE_DECISION} granted refused issued delivered",
        "",
        f"{CLERK} {SYSTEM_DUTY}",
        _FEE,
        "缴了费",
    ),
    move(
        "refund",
        "退费",
        "Refund",
        f"{BEFORE_DECISION} granted refused issued delivered closed not_accepted withdrawn terminated voided",
        "",
        f"{DECIDER} {SYSTEM_DUTY}",
        _FEE,
        "退了费",
    ),
    move(
        "issue",
        "制证",
        "Make the licence",
        "granted",
        "issued",
        f"{ISSUER} {SYSTEM_DUTY}",
        law("第三十九条"),
        "制作了证照",
    ),
    move(
        "dispatch",
        "发出结果",
        "Send out the result",
        "granted refused issued",
        "",
        f"{CLERK} {ISSUER}",
        _DELIVERY,
        "发出了结果",
    ),
    move(
        "deliver",
        "送达",
        "Deliver",
        "granted refused issued",
        "delivered",
        f"{CLERK} {ISSUER} {SYSTEM_DUTY}",
        _DELIVERY,
        "送达了结果",
    ),
    move("close", "办结归档", "Close", "delivered", "closed", f"{CLERK} {SYSTEM_DUTY}", LOCAL, "办结了此件并归档"),
)

# No move of its own: what it offers is several moves in one go, each with its own entry.
AT_ONCE = move(
    "finish_at_once",
    "当场办结",
    "Finish on the spot",
    f"{INTAKE} accepted",
    "delivered",
    CLERK,
    law("第三十四条"),
    "当场办结",
)
