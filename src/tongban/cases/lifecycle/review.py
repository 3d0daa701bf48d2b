"""From acceptance to the decision: reviews, pauses, an extension, hearings (行政许可法 第三十四条至第四十八条)."""

from tongban.cases.lifecycle.words import (
    APPLICANT,
    BEFORE_DECISION,
    CLERK,
    DECIDER,
    GOVERNMENT_HEAD,
    HEAD,
    HOST,
    IN_HANDLING,
    ISSUER,
    LEAD,
    REVIEWER,
    SYSTEM_DUTY,
    UNDER_REVIEW,
    law,
    move,
)
from tongban.matters.lifecycle import LOCAL

_REVIEW, _PAUSE, _HEARING = law("第三十四条"), law("第四十五条"), law("第四十七条")
_EXTENSION, _CONVENE, _THIRD_PARTY = law("第四十二条"), law("第四十八条"), law("第三十六条")
_REVIEWERS = f"{LEAD} {REVIEWER}"
# Handed in and not closed: somebody works on it.
_AT_HAND = f"{BEFORE_DECISION} granted refused issued delivered"

REVIEW_MOVES = (
    move("claim", "认领", "Claim", _AT_HAND, "", f"{CLERK} {LEAD} {DECIDER} {ISSUER}", LOCAL, "认领了办件"),
    move("assign", "分派", "Assign", _AT_HAND, "", f"{LEAD} {HEAD}", LOCAL, "分派了办件"),
    move("open_reviews", "分送审查", "Open the reviews", "accepted", UNDER_REVIEW, LEAD, _REVIEW, "分送了审查"),
    move(
        "give_opinion",
        "提出审查意见",
        "Give an opinion",
        "reviewing",
        UNDER_REVIEW,
        REVIEWER,
        _REVIEW,
        "提出了审查意见",
    ),
    move("ask_again", "请重新审查一次", "Ask again", UNDER_REVIEW, "reviewing", LEAD, LOCAL, "请审查部门重新审查"),
    move("suspend", "启动特别程序", "Suspend", UNDER_REVIEW, "", _REVIEWERS, _PAUSE, "启动了特别程序"),
    move("resume", "结束特别程序", "Resume", UNDER_REVIEW, "", _REVIEWERS, _PAUSE, "结束了特别程序"),
    move("request_extension", "申请延期", "Request an extension", IN_HANDLING, "", LEAD, _EXTENSION, "申请了延期"),
    move("extend", "批准延期", "Extend", IN_HANDLING, "", f"{HEAD} {GOVERNMENT_HEAD}", _EXTENSION, "批准了延期"),
    move("tell_of_hearing", "告知听证权利", "Tell of the hearing", UNDER_REVIEW, "", LEAD, _HEARING, "告知了听证权利"),
    move(
        "request_hearing",
        "申请听证",
        "Ask for a hearing",
        UNDER_REVIEW,
        "",
        f"{APPLICANT} {LEAD}",
        _HEARING,
        "申请了听证",
    ),
    move("convene_hearing", "组织听证", "Convene the hearing", UNDER_REVIEW, "", LEAD, _CONVENE, "通知了听证"),
    move("hold_hearing", "记录听证", "Record the hearing", UNDER_REVIEW, "", f"{LEAD} {HOST}", _CONVENE, "举行了听证"),
    move(
        "notify_third_party",
        "告知利害关系人",
        "Tell a third party",
        UNDER_REVIEW,
        "",
        _REVIEWERS,
        _THIRD_PARTY,
        "告知了利害关系人",
    ),
    move(
        "record_third_party",
        "记录利害关系人意见",
        "Record a third party's view",
        UNDER_REVIEW,
        "",
        _REVIEWERS,
        _THIRD_PARTY,
        "记录了利害关系人的意见",
    ),
    move(
        "supply_deferred",
        "补交容缺材料",
        "Supply a deferred material",
        f"{IN_HANDLING} granted issued delivered",
        "",
        f"{APPLICANT} {CLERK}",
        LOCAL,
        "补交了容缺材料",
    ),
    move(
        "lapse_deferred",
        "容缺材料逾期",
        "Lapse what was deferred",
        f"{IN_HANDLING} granted issued delivered",
        "",
        SYSTEM_DUTY,
        LOCAL,
        "登记了容缺材料逾期未补",
    ),
)
