"""How what an applicant asks or complains of in a case moves (留言、投诉): it is owed an answer, and has a clock."""

from tongban.matters.lifecycle import LOCAL, Basis, Move, State

APPLICANT, HANDLER = "applicant", "handler"
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
