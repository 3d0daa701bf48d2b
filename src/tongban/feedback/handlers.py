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
