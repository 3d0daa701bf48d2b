"""The receipt of a window (收件回执)."""

import datetime as dt
from collections.abc import Sequence

from tongban.cases.access import acts_for
from tongban.cases.actions.paper import chinese_day, paper
from tongban.kernel.clock import ZONE
from tongban.matters.actions.writes import Insert
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor


def handed_in_by(facts: Facts, actor: Actor) -> list[tuple[str, str]]:
    """Return what a receipt says of who handed in for the applicant; nothing where that is the applicant."""
    acting = acts_for(actor, facts)
    if acting is None:
        return []
    return [("经办人" if acting.kind == "organisation" else "代办人", actor.name)]


def window_receipt(
    facts: Facts, *, due_on: dt.date, at: dt.datetime, papers: Sequence[tuple[str, int]] = (), agent_name: str = ""
) -> Insert:
    """Return the receipt: the files that were given, the `papers` (name, copies), and the last day for the answer.

    `agent_name` is who handed in for the applicant, where that is somebody else.
    """
    case = facts.parts["case"]
    files = [[m.name, m.file_name, "电子"] for m in facts.parts["materials"] if m.removed_at is None]
    received = case.received_at or at
    return paper(
        facts,
        "window_receipt",
        at=at,
        fields=[
            ("申请人", facts.matter.applicant_name),
            *([("代办人", agent_name)] if agent_name else []),
            ("收到时间", f"{received.astimezone(ZONE):%Y-%m-%d %H:%M}"),
            ("最迟受理决定日", chinese_day(due_on)),
        ],
        columns=("材料名称", "份数或文件", "形式"),
        rows=[*([name, f"{copies} 份", "纸质"] for name, copies in papers), *files],
        body=[
            "已收到上述申请材料。我们将在最迟受理决定日之前告知您是否受理，或者一次性告知需要补正的全部内容；"
            "逾期不告知的，自收到申请材料之日起即为受理。"
        ],
    )
