"""How a change to the catalogue moves, and how a report of a wrong guide does (政务服务事项管理)."""

from tongban.matters.lifecycle import LOCAL, Basis, Move, State

EDITOR, REVIEWER, PUBLISHER, SYSTEM = "editor", "item_reviewer", "publisher", "system"
REPORTER = "reporter"
_STANDARDISED = Basis("国务院关于加快推进政务服务标准化规范化便利化的指导意见", "国发〔2022〕5号")

REVISION_STATES = (
    State("drafting", "起草中", "Being drafted"),
    State("reviewing", "部门审核中", "With the authority's reviewer"),
    State("approving", "待发布", "With the publishing office"),
    State("scheduled", "待生效", "Approved for a later day", finished=True),
    State("in_force", "已生效", "In force", finished=True, closed=True),
    State("abandoned", "已撤销", "Abandoned", finished=True, closed=True),
)

REVISION_MOVES = (
    Move(
        "begin",
        "起草",
        "Begin a draft",
        frozenset(),
        ("drafting",),
        frozenset({EDITOR}),
        _STANDARDISED,
        "起草了变更",
    ),
    Move(
        "load",
        "整批装载",
        "Load a whole list",
        frozenset(),
        ("in_force",),
        frozenset({SYSTEM}),
        LOCAL,
        "整批装载了事项",
    ),
    Move("edit", "修改", "Edit", frozenset({"drafting"}), (), frozenset({EDITOR}), LOCAL, "修改了草稿"),
    Move(
        "send_to_review",
        "送审",
        "Send to review",
        frozenset({"drafting"}),
        ("reviewing",),
        frozenset({EDITOR}),
        _STANDARDISED,
        "送部门审核",
    ),
    Move(
        "pass_review",
        "审核通过",
        "Pass the review",
        frozenset({"reviewing"}),
        ("approving",),
        frozenset({REVIEWER}),
        _STANDARDISED,
        "审核通过，报请发布",
    ),
    Move(
        "send_back",
        "退回修改",
        "Send back",
        frozenset({"reviewing", "approving"}),
        ("drafting",),
        frozenset({REVIEWER, PUBLISHER}),
        LOCAL,
        "退回要求修改",
    ),
    Move(
        "publish",
        "发布",
        "Publish",
        frozenset({"approving"}),
        ("in_force", "scheduled"),
        frozenset({PUBLISHER}),
        _STANDARDISED,
        "批准发布",
    ),
    Move(
        "take_effect",
        "生效",
        "Take effect",
        frozenset({"scheduled"}),
        ("in_force",),
        frozenset({SYSTEM}),
        LOCAL,
        "按期生效",
    ),
    Move(
        "abandon",
        "撤销变更",
        "Abandon",
        frozenset({"drafting", "reviewing", "approving", "scheduled"}),
        ("abandoned",),
        frozenset({EDITOR, PUBLISHER}),
        LOCAL,
        "撤销了变更",
    ),
)

GUIDE_REPORT_STATES = (
    State("open", "待核实", "Waits to be looked into"),
    State("mended", "已更正", "Put right", finished=True, closed=True),
    State("declined", "核实无误", "Found to be right", finished=True, closed=True),
)

GUIDE_REPORT_MOVES = (
    Move(
        "report",
        "指南纠错",
        "Report a wrong guide",
        frozenset(),
        ("open",),
        frozenset({REPORTER}),
        _STANDARDISED,
        "反映办事指南有误",
    ),
    Move(
        "mend",
        "已更正",
        "Say it is put right",
        frozenset({"open"}),
        ("mended",),
        frozenset({EDITOR}),
        LOCAL,
        "更正了办事指南",
    ),
    Move(
        "find_right",
        "核实无误",
        "Say the guide is right",
        frozenset({"open"}),
        ("declined",),
        frozenset({EDITOR}),
        LOCAL,
        "核实办事指南无误",
    ),
)
