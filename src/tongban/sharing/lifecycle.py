"""How what is said to be wrong in a register moves (校核纠错): its provider owes an answer, and has a clock."""

from tongban.matters.lifecycle import LOCAL, Basis, Move, State

REPORTER, DATA_STEWARD = "reporter", "data_steward"
_SHARING = Basis("政务数据共享条例", "国务院令第809号")

CORRECTION_STATES = (
    State("reported", "待核实", "Waits to be looked into"),
    State("accepted", "核实中", "Being looked into"),
    State("corrected", "已更正", "Put right", finished=True, closed=True),
    State("rejected", "核实无误", "Found to be right", finished=True, closed=True),
    State("withdrawn", "已撤回", "Withdrawn", finished=True, closed=True),
)

_OPEN = frozenset({"reported", "accepted"})

CORRECTION_MOVES = (
    Move(
        "report_wrong",
        "反映数据有误",
        "Report wrong data",
        frozenset(),
        ("reported",),
        frozenset({REPORTER}),
        _SHARING,
        "反映了数据有误",
    ),
    Move(
        "take_up",
        "开始核实",
        "Look into it",
        frozenset({"reported"}),
        ("accepted",),
        frozenset({DATA_STEWARD}),
        LOCAL,
        "开始了核实",
    ),
    Move(
        "correct_record",
        "更正数据",
        "Correct the record",
        _OPEN,
        ("corrected",),
        frozenset({DATA_STEWARD}),
        _SHARING,
        "更正了数据",
    ),
    Move(
        "reject_report",
        "核实无误",
        "Find the record right",
        _OPEN,
        ("rejected",),
        frozenset({DATA_STEWARD}),
        _SHARING,
        "核实数据无误",
    ),
    Move(
        "withdraw_report",
        "撤回反映",
        "Withdraw the report",
        _OPEN,
        ("withdrawn",),
        frozenset({REPORTER}),
        LOCAL,
        "撤回了反映",
    ),
)
