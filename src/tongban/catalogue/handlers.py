"""What we do when a change is somebody else's turn, a wrong guide was answered, and cases tell what they showed."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from tongban.catalogue.access import GUIDE_REPORT, REVISION
from tongban.catalogue.actions.keep_figures import keep_figures
from tongban.catalogue.models import GuideReport, Revision
from tongban.kernel.clock import now
from tongban.kernel.outbox import on
from tongban.matters.events import LAMPS_TURNED
from tongban.notices.actions import Recipient, send
from tongban.parties.queries import officials_with, operator_id
from tongban.parties.rules.actor import DutyKind


@on("guide_report.mend")
def tell_of_the_mending(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Write to who reported a wrong guide that it was put right; a repeat of the job sends nothing."""
    _tell("您反映的办事指南已更正：%s", key, payload)


@on("guide_report.find_right")
def tell_of_the_finding(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Write to who reported a wrong guide that it was looked into; a repeat of the job sends nothing."""
    _tell("您反映的办事指南已核实：%s", key, payload)


@on("revision.send_to_review")
def tell_who_reviews(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Write to the authority's reviewers, or to the operator's where it has none; a repeat of the job sends nothing."""
    row = Revision.objects.select_related("matter").get(pk=payload["matter"])
    theirs, operator = officials_with(DutyKind.ITEM_REVIEWER, row.matter.owner_id), operator_id()
    if not theirs and operator is not None:
        theirs = officials_with(DutyKind.ITEM_REVIEWER, operator)
    who = {one.id for one in theirs} - {row.author_id}
    _tell_stewards(row, who, "待审核的事项变更：%s", row.reason, key)


@on("revision.pass_review")
def tell_who_publishes(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Write to the publishing office that a change was reviewed; a repeat of the job sends nothing."""
    row, operator = Revision.objects.select_related("matter").get(pk=payload["matter"]), operator_id()
    theirs = officials_with(DutyKind.PUBLISHER, operator) if operator is not None else []
    who = {one.id for one in theirs} - {row.author_id, row.reviewer_id}
    _tell_stewards(row, who, "待发布的事项变更：%s", row.reason, key)


@on("revision.send_back")
def tell_of_what_came_back(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Write to the author why a change came back; a repeat of the job sends nothing."""
    row = Revision.objects.select_related("matter").get(pk=payload["matter"])
    _tell_stewards(row, {row.author_id}, "事项变更被退回修改：%s", row.returned_for, key)


@on("cases.figures")
def keep_what_cases_showed(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Keep the figures of a day; they are absolute, so a repeat of the job changes nothing."""
    keep_figures(day=dt.date.fromisoformat(payload["day"]), figures=payload["figures"])


@on(LAMPS_TURNED)
def tell_whose_changes_wait(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Write to the stewards whose revisions or reports are late or nearly so; a repeat of the job sends nothing."""
    kinds: tuple[DutyKind, ...]
    if payload["kind"] == REVISION.code:
        kinds, what = (DutyKind.EDITOR, DutyKind.ITEM_REVIEWER, DutyKind.PUBLISHER), "事项变更"
    elif payload["kind"] == GUIDE_REPORT.code:
        kinds, what = (DutyKind.EDITOR,), "指南纠错"
    else:
        return
    places = {payload["owner"], operator_id()} - {None}
    people = {one.id for kind in kinds for place in places for one in officials_with(kind, place)}
    send(
        to=[Recipient(official_id=person) for person in sorted(people)],
        subject=f"时限提醒：{what} {payload['red']} 件已超期、{payload['yellow']} 件即将到期",
        body=f"请到“事项管理”查看等待处理的{what}并尽快办理。",
        at=now(),
        once_key=f"lamps:{payload['kind']}:{payload['owner']}:{payload['at']}",
    )


def _tell_stewards(row: Revision, who: Collection[int | None], subject: str, body: str, key: int) -> None:
    send(
        to=[Recipient(official_id=one) for one in sorted(each for each in who if each is not None)],
        subject=subject % row.matter.subject,
        body=f"{row.matter.number}：{body}",
        at=now(),
        matter_id=row.pk,
        once_key=f"journal:{key}",
    )


def _tell(subject: str, key: int, payload: dict[str, Any]) -> None:
    row = GuideReport.objects.select_related("matter").get(pk=payload["matter"])
    if row.matter.agent_id is not None:
        to = Recipient(person_id=row.matter.agent_id)
    elif row.official_id is not None:
        to = Recipient(official_id=row.official_id)
    else:
        return
    send(
        to=[to],
        subject=subject % row.matter.subject,
        body=row.answer,
        at=now(),
        matter_id=row.matter_id,
        once_key=f"journal:{key}",
    )
