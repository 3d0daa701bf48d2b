"""Tell those at open cases that what a register told for them has been put right."""

import datetime as dt
from typing import Any

from tongban.cases.queries.reading import read_case
from tongban.cases.queries.recipients import whom_to_tell
from tongban.kernel.clock import day_of
from tongban.kernel.errors import NotFound
from tongban.matters.queries import Facts, read_by_id
from tongban.notices.actions import Recipient, send
from tongban.parties.queries import officials_with
from tongban.parties.rules.actor import SYSTEM, DutyKind
from tongban.sharing.queries.corrections import cases_that_used


def tell_corrected_data(*, correction: int, at: dt.datetime, once_key: str) -> int:
    """Write one letter a case to who applies and to who handles it; return how many cases it concerns.

    `correction` is the id of the matter. What a case already holds stays as it is: whoever handles it decides what to
    make of it.
    """
    corrected = read_by_id(correction)
    told = 0
    for number in cases_that_used(correction):
        facts = _open_case(number)
        if facts is None:
            continue
        told += 1
        send(
            to=_recipients(facts, day_of(at)),
            subject=f"办件 {number} 用到的数据已更正：{corrected.matter.subject}",
            body="提供单位更正了登记的内容。请核对申请表里的这一项，需要时补正。",
            at=at,
            matter_id=facts.matter.pk,
            once_key=f"{once_key}:{number}",
        )
    return told


def _open_case(number: str) -> Facts | None:
    try:
        facts = read_case(number, SYSTEM)
    except NotFound:
        return None
    return facts if facts.matter.closed_at is None else None


def _recipients(facts: Facts, on: dt.date) -> list[Recipient]:
    matter: Any = facts.matter
    people = sorted(whom_to_tell(matter, facts.parts["case"].task_code, on))
    to = [Recipient(person_id=person) for person in people]
    if facts.state == "draft":
        return to
    if matter.holder_id is not None:
        return [*to, Recipient(official_id=matter.holder_id)]
    return [*to, *(Recipient(official_id=one.id) for one in officials_with(DutyKind.REVIEWER, matter.owner_id))]
