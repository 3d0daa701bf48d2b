"""The reference pages that are printed: how a matter and a licence move, by their tables, and the parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tongban.cli.parameter_page import parameter_page
from tongban.cli.quality_page import quality_page

NOTE = "This page is printed from the table of moves by `./tongban docs`; change the table, not the page."

# Who is meant by a duty of the table.
DUTY_WORDS = {
    "applicant": "applicant 申请人",
    "clerk": "clerk 收件受理",
    "lead_reviewer": "lead reviewer 牵头审查",
    "host": "host of the hearing 听证主持人",
    "handler": "who answers 答复人员",
    "reviewer": "reviewer 审查",
    "decider": "decider 决定",
    "issuer": "issuer 制证发证",
    "head": "head 行政机关负责人",
    "government_head": "head of the government 本级政府负责人",
    "supervisor": "supervisor 效能监察",
    "administrator": "administrator 系统管理",
    "editor": "editor 事项编制",
    "item_reviewer": "item reviewer 事项审核",
    "publisher": "publisher 事项发布",
    "data_steward": "data steward 数据管理",
    "reporter": "who reports 反映人",
    "system": "the system 系统",
}


# A verb that stays in more states than these would only blacken the diagram; the table has it.
MOST_LOOPS = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A move as it is printed; no sources: it begins; no targets: the state stays."""

    verb: str
    label: str
    label_en: str
    sources: Sequence[str]
    targets: Sequence[str]
    duties: Sequence[str]
    basis: str


def pages() -> dict[str, str]:
    """Return the pages by file name; Django must have been set up, so that every kind is registered."""
    from tongban.cli.access_page import access_page
    from tongban.licences import lifecycle as licences
    from tongban.matters.lifecycle import KINDS

    made = {"access-matrix.md": access_page()}
    for kind in KINDS.values():
        if kind.like:
            continue
        order = [state.code for state in kind.states]
        made[f"{kind.code}-lifecycle.md"] = _page(
            title=f"How a {kind.label_en.lower()} moves ({kind.label})",
            states={state.code: (state.label, state.label_en, _what(state)) for state in kind.states},
            rows=[
                Row(
                    move.verb,
                    move.label,
                    move.label_en,
                    sorted(move.sources, key=order.index),
                    move.targets,
                    sorted(move.duties, key=list(DUTY_WORDS).index),
                    str(move.basis),
                )
                for move in kind.moves
            ],
        )
    order = list(licences.LABELS)
    made["licence-lifecycle.md"] = _page(
        title="How a licence stands (证照状态)",
        states={
            code: (*labels, _told_as(licences.STATE_CODES[code], code == licences.NOT_YET_VALID))
            for code, labels in licences.LABELS.items()
        },
        rows=[
            Row(
                move.verb,
                move.label,
                move.label_en,
                sorted(move.sources, key=order.index),
                [move.target],
                [str(move.duty) if move.duty else "system"],
                f"{move.basis} · {move.operation}",
            )
            for move in (licences.ISSUE, *licences.MOVES.values())
        ],
    )
    made["parameters.md"] = parameter_page()
    made["quality-rules.md"] = quality_page()
    return made


def _told_as(code: str, worked_out: bool) -> str:
    """Say how the national exchange tables have a state, and whether it is only worked out from the validity."""
    return f"national {code}" + (", worked out from the validity, never written" if worked_out else "")


def _what(state: object) -> str:
    finished, closed = getattr(state, "finished", False), getattr(state, "closed", False)
    return "closed: read-only" if closed else "finished: has its answer" if finished else "open"


def _page(*, title: str, states: Mapping[str, tuple[str, str, str]], rows: Sequence[Row]) -> str:
    lines = [f"# {title}", "", NOTE, "", "```mermaid", "stateDiagram-v2", *_diagram(states, rows), "```", ""]
    lines += ["## States", "", *_table(["state", "中文", "English", ""], _state_rows(states)), ""]
    who = any(row.duties for row in rows)
    head = ["verb", "中文", "English", "from", "to", *(["who"] if who else []), "basis"]
    lines += ["## Verbs", "", *_table(head, (_cells(row, who) for row in rows)), ""]
    return "\n".join(lines)


def _diagram(states: Mapping[str, tuple[str, str, str]], rows: Sequence[Row]) -> list[str]:
    arrows: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if not row.targets and len(row.sources) > MOST_LOOPS:
            continue
        for source in row.sources or ["[*]"]:
            for target in row.targets or [source]:
                arrows.setdefault((source, target), []).append(row.verb)
    left = {source for source, _target in arrows if source != _target}
    named = [f'    state "{label} {code}" as {code}' for code, (label, _en, _what) in states.items()]
    drawn = [f"    {source} --> {target} : {' / '.join(verbs)}" for (source, target), verbs in arrows.items()]
    ends = [f"    {code} --> [*]" for code in states if code not in left and any(code in arrow for arrow in arrows)]
    return named + drawn + ends


def _state_rows(states: Mapping[str, tuple[str, str, str]]) -> Iterable[list[str]]:
    return ([f"`{code}`", label, label_en, what] for code, (label, label_en, what) in states.items())


def _cells(row: Row, who: bool) -> list[str]:
    return [
        f"`{row.verb}`",
        row.label,
        row.label_en,
        ", ".join(f"`{code}`" for code in row.sources) or "begins",
        ", ".join(f"`{code}`" for code in row.targets) or "stays",
        *([", ".join(DUTY_WORDS[duty] for duty in row.duties)] if who else []),
        row.basis,
    ]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [_line(head), "|" + "---|" * len(head), *(_line(row) for row in rows)]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
