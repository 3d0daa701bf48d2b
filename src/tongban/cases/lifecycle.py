"""The moves of a case (办件), as data: from which states, to which, by whom, on what basis."""

from tongban.matters.lifecycle import LICENSING_LAW, LOCAL, Basis, Move, State

APPLICANT, CLERK, LEAD, REVIEWER = "applicant", "clerk", "lead_reviewer", "reviewer"
DECIDER, ISSUER, ADMINISTRATOR, SYSTEM_DUTY = "decider", "issuer", "administrator", "system"

STATES = (
    State("draft", "草稿", "Draft"),
    State("submitted", "已提交", "Submitted"),
    State("correcting", "待补正", "To be corrected"),
    State("accepted", "已受理", "Accepted"),
    State("reviewing", "审查中", "Under review"),
    State("granted", "准予", "Granted", finished=True),
    State("refused", "不予许可", "Refused", finished=True),
    State("issued", "已制证", "Licence made", finished=True),
    State("delivered", "已送达", "Delivered", finished=True),
    State("closed", "已办结归档", "Closed", finished=True, closed=True),
    State("not_required", "不受理（无需许可）", "No licence required", finished=True, closed=True),
    State("not_accepted", "不予受理", "Not accepted", finished=True, closed=True),
    State("withdrawn", "已撤回", "Withdrawn", finished=True, closed=True),
)


def _law(article: str) -> Basis:
    return Basis(LICENSING_LAW, article)


def _move(
    verb: str,
    label: str,
    label_en: str,
    sources: str,
    targets: str,
    duties: str,
    basis: Basis,
    past: str,
) -> Move:
    return Move(
        verb,
        label,
        label_en,
        frozenset(sources.split()),
        tuple(targets.split()),
        frozenset(duties.split()),
        basis,
        past,
    )


MOVES = (
    _move("draft", "开始申请", "Start", "", "draft", APPLICANT, _law("第二十九条"), "开始申请"),
    _move("submit", "提交申请", "Submit", "draft", "submitted", APPLICANT, _law("第二十九条"), "提交了申请"),
    _move(
        "withdraw",
        "撤回申请",
        "Withdraw",
        "submitted correcting accepted reviewing",
        "withdrawn",
        APPLICANT,
        LOCAL,
        "撤回了申请",
    ),
    _move(
        "return_for_correction",
        "一次性告知补正",
        "Return for correction",
        "submitted",
        "correcting",
        CLERK,
        _law("第三十二条第一款第（四）项"),
        "告知了补正",
    ),
    _move(
        "correct",
        "提交补正",
        "Submit the correction",
        "correcting",
        "submitted",
        APPLICANT,
        _law("第三十二条第一款第（五）项"),
        "提交了补正",
    ),
    _move(
        "accept",
        "受理",
        "Accept",
        "submitted",
        "accepted",
        CLERK,
        _law("第三十二条第一款第（五）项"),
        "受理了申请",
    ),
    _move(
        "refuse_acceptance",
        "不予受理",
        "Refuse acceptance",
        "submitted",
        "not_required not_accepted",
        CLERK,
        _law("第三十二条第一款第（一）、（二）项"),
        "未予受理",
    ),
    _move(
        "open_reviews",
        "分送审查",
        "Open the reviews",
        "accepted",
        "reviewing",
        LEAD,
        _law("第三十四条"),
        "分送了审查",
    ),
    _move(
        "give_opinion",
        "提出审查意见",
        "Give an opinion",
        "reviewing",
        "",
        REVIEWER,
        _law("第三十四条"),
        "提出了审查意见",
    ),
    _move(
        "suspend",
        "启动特别程序",
        "Suspend",
        "reviewing",
        "",
        f"{LEAD} {REVIEWER}",
        _law("第四十五条"),
        "启动了特别程序",
    ),
    _move(
        "resume",
        "结束特别程序",
        "Resume",
        "reviewing",
        "",
        f"{LEAD} {REVIEWER}",
        _law("第四十五条"),
        "结束了特别程序",
    ),
    _move(
        "decide",
        "作出决定",
        "Decide",
        "accepted reviewing",
        "granted refused",
        DECIDER,
        _law("第三十八条"),
        "作出了决定",
    ),
    _move("issue", "制证", "Make the licence", "granted", "issued", ISSUER, _law("第三十九条"), "制作了证照"),
    _move(
        "deliver",
        "送达",
        "Deliver",
        "granted refused issued",
        "delivered",
        f"{CLERK} {ISSUER} {SYSTEM_DUTY}",
        _law("第四十四条"),
        "送达了结果",
    ),
    _move("close", "办结归档", "Close", "delivered", "closed", f"{CLERK} {SYSTEM_DUTY}", LOCAL, "办结归档"),
    _move(
        "hand_over",
        "移交",
        "Hand over",
        "submitted correcting accepted reviewing granted refused issued delivered",
        "",
        f"{ADMINISTRATOR} {SYSTEM_DUTY}",
        LOCAL,
        "移交了办件",
    ),
)
