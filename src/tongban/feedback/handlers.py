"""What we do when something was asked, complained of or answered: tell those whom it concerns."""

from typing import Any

from tongban.kernel.clock import now
from tongban.kernel.outbox import on
from tongban.matters.queries import read_by_id
from tongban.notices.actions import Recipient, send


@on("complaint.answer")
def tell_of_the_answer(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Write to who asked that the answer is there; a repeat of the job sends nothing."""
    matter = read_by_id(payload["matter"]).matter
    if matter.agent_id is None:
        return
    send(
        to=[Recipient(person_id=matter.agent_id)],
        subject=f"您的留言或投诉已答复：{matter.subject}",
        body="请在办件页面查看答复。",
        at=now(),
        matter_id=matter.pk,
        once_key=f"journal:{key}",
    )


@on("data_request.*")
def tell_what_came_of_a_data_request(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Write to who asked about their data that the answer is there; a repeat of the job sends nothing."""
    matter = read_by_id(payload["matter"]).matter
    if matter.agent_id is None or matter.state not in ("granted", "refused"):
        return
    send(
        to=[Recipient(person_id=matter.agent_id)],
        subject=f"已答复：{matter.subject}",
        body="请在“我的空间—谁用过我的数据—我的权利”中查看答复。",
        at=now(),
        matter_id=matter.pk,
        once_key=f"journal:{key}",
    )
