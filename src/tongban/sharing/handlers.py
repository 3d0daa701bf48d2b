"""What we do when wrong data was reported, and when it was answered: tell those whom it concerns."""

import datetime as dt
from typing import Any

from tongban.kernel.clock import now
from tongban.kernel.outbox import on
from tongban.matters.events import LAMPS_TURNED
from tongban.notices.actions import Recipient, send
from tongban.parties.events import CLAIM_ENDED
from tongban.parties.queries import officials_with
from tongban.parties.rules.actor import SYSTEM, DutyKind
from tongban.sharing.access import CORRECTION
from tongban.sharing.actions.space.forget_space import forget_answers, forget_documents
from tongban.sharing.models import DataCorrection


@on("data_correction.report_wrong")
def tell_who_provides(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Write to the provider's data stewards what was reported; a repeat of the job sends nothing."""
    row = _row(payload)
    stewards = officials_with(DutyKind.DATA_STEWARD, row.matter.owner_id)
    send(
        to=[Recipient(official_id=one.id) for one in stewards if one.id != row.official_id],
        subject=f"有人反映数据有误：{row.matter.subject}",
        body="请到“信息库”的“校核纠错”核实并答复。",
        at=now(),
        matter_id=row.matter_id,
        once_key=f"journal:{key}",
    )


@on("data_correction.correct_record")
def tell_of_the_correction(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Write to who reported it that the record was put right; a repeat of the job sends nothing."""
    _tell("您反映的数据已更正：%s", key, payload)


@on("data_correction.reject_report")
def tell_of_the_finding(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Write to who reported it why the record is right; a repeat of the job sends nothing."""
    _tell("您反映的数据核实无误：%s", key, payload)


@on(CLAIM_ENDED)
def forget_what_a_stranger_kept(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Empty the space of a person from what somebody else kept there in their name; a repeat finds nothing more."""
    at = dt.datetime.fromisoformat(payload["at"])
    forget_documents(person_id=key, actor=SYSTEM, at=at)
    forget_answers(person_id=key, actor=SYSTEM, at=at)


@on(LAMPS_TURNED)
def tell_whose_reports_wait(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Write to the stewards whose reports are late or nearly so; a repeat of the job sends nothing."""
    if payload["kind"] != CORRECTION.code:
        return
    send(
        to=[Recipient(official_id=one.id) for one in officials_with(DutyKind.DATA_STEWARD, payload["owner"])],
        subject=f"时限提醒：校核纠错 {payload['red']} 件已超期、{payload['yellow']} 件即将到期",
        body="请到“信息库”的“校核纠错”尽快核实并答复。",
        at=now(),
        once_key=f"lamps:{payload['kind']}:{payload['owner']}:{payload['at']}",
    )


def _tell(subject: str, key: int, payload: dict[str, Any]) -> None:
    row = _row(payload)
    agent, official = row.matter.agent_id, row.official_id
    to = [Recipient(person_id=agent)] if agent is not None else []
    if official is not None:
        to = [Recipient(official_id=official)]
    send(
        to=to,
        subject=subject % row.matter.subject,
        body=row.answer or "请在“我的空间”的“数据使用”里查看。",
        at=now(),
        matter_id=row.matter_id,
        once_key=f"journal:{key}",
    )


def _row(payload: dict[str, Any]) -> DataCorrection:
    return DataCorrection.objects.select_related("matter").get(pk=payload["matter"])
