"""How what people ask, complain of and claim moves (留言、投诉、个人信息权利): an answer is owed, and has a clock."""

from tongban.matters.lifecycle import LOCAL, Basis, Move, State

APPLICANT, HANDLER = "applicant", "handler"
_PRIVACY = "中华人民共和国个人信息保护法"
_RATING = Basis("国务院办公厅关于建立政务服务“好差评”制度提高政务服务水平的意见", "国办发〔2019〕51号")

COMPLAINT_STATES = (
    State("open", "待答复", "Waits for an answer"),
    State("answered", "已答复", "Answered", finished=True, closed=True),
    State("withdrawn", "已撤回", "Withdrawn", finished=True, closed=True),
)

COMPLAINT_MOVES = (
    Move(
        "lodge",
        "留言或投诉",
        "Ask or complain",
        frozenset(),
        ("open",),
        frozenset({APPLICANT}),
        _RATING,
        "提出了留言或投诉",
    ),
    Move("answer", "答复", "Answer", frozenset({"open"}), ("answered",), frozenset({HANDLER}), _RATING, "作了答复"),
    Move(
        "withdraw_complaint",
        "撤回留言或投诉",
        "Withdraw it",
        frozenset({"open"}),
        ("withdrawn",),
        frozenset({APPLICANT}),
        LOCAL,
        "撤回了留言或投诉",
    ),
)

DATA_REQUEST_STATES = (
    State("open", "待答复", "Waits for an answer"),
    State("granted", "已照办", "Granted", finished=True, closed=True),
    State("refused", "未照办", "Refused", finished=True, closed=True),
    State("withdrawn", "已撤回", "Withdrawn", finished=True, closed=True),
)

DATA_REQUEST_MOVES = (
    Move(
        "claim_data_right",
        "行使个人信息权利",
        "Claim a right in one's data",
        frozenset(),
        ("open",),
        frozenset({APPLICANT}),
        Basis(_PRIVACY, "第五十条"),
        "提出了个人信息请求",
    ),
    Move(
        "grant_data_request",
        "照办",
        "Grant",
        frozenset({"open"}),
        ("granted",),
        frozenset({HANDLER}),
        Basis(_PRIVACY, "第五十条"),
        "照办了个人信息请求",
    ),
    Move(
        "refuse_data_request",
        "不予照办",
        "Refuse",
        frozenset({"open"}),
        ("refused",),
        frozenset({HANDLER}),
        Basis(_PRIVACY, "第五十条"),
        "说明理由，未照办个人信息请求",
    ),
    Move(
        "withdraw_data_request",
        "撤回请求",
        "Withdraw it",
        frozenset({"open"}),
        ("withdrawn",),
        frozenset({APPLICANT}),
        LOCAL,
        "撤回了个人信息请求",
    ),
)
