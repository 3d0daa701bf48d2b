"""Open a special procedure whose time is not counted (行政许可法 第四十五条)."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.actions.paper import chinese_day, paper
from tongban.cases.queries.grounds import grounds_of
from tongban.cases.queries.reading import item_of, read_case
from tongban.cases.rules.pauses import why_unlawful
from tongban.kernel import files
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.pictures import bare
from tongban.kernel.queries import calendar_of, parameter
from tongban.matters.actions.pauses import start_pause
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor

# What a paper that calls for the procedure may be: the experts' notice, the order for a test.
ACCEPTED_FILES, LONGEST_FILE = ("pdf", "jpg", "png"), 20 * 1024 * 1024


class AlreadySuspended(NotAllowedNow):
    """One special procedure of a kind may be open at a time."""


@retried
def suspend(
    *,
    number: str,
    kind: str,
    days: int,
    reason: str,
    actor: Actor,
    at: dt.datetime,
    file_name: str = "",
    file: bytes = b"",
) -> Stepped:
    """Pause the clock on a ground of the closed list, or of the item's own law, for a stated number of working days.

    The applicant is told in writing of the ground, its law and the days; `file` is the paper that calls for it, where
    there is one. Raises BadInput for what is no lawful ground, saying why, for more days than may be declared, without
    a reason, or for a file that cannot be taken; AlreadySuspended.
    """
    facts = read_case(number, actor)
    allow(facts, "suspend", actor)
    today = day_of(at)
    grounds = grounds_of(item_of(facts), today)
    longest = parameter("longest_pause_days", facts.region_code, today)
    errors = {}
    if not kind:
        errors["kind"] = _("请先选择正在发生的事")
    elif kind not in grounds:
        errors["kind"] = why_unlawful(kind, grounds.values())
    if not 1 <= days <= longest:
        errors["days"] = _("请填写所需的工作日数（1 到 %(most)d）") % {"most": longest}
    if not reason.strip():
        errors["reason"] = _("请写明启动特别程序的理由")
    if errors:
        raise BadInput(errors)
    if any(pause.kind == kind and pause.ended_on is None for pause in facts.pauses):
        raise AlreadySuspended(_("同类特别程序正在进行，不能重复启动"))
    expected_end = calendar_of(facts.region_code).add(today, days).day
    ground = grounds[kind]
    return step(
        facts,
        "suspend",
        actor=actor,
        at=at,
        writes=[
            start_pause(
                kind,
                basis=ground.basis,
                reason=reason.strip(),
                days=days,
                on=today,
                region_code=facts.region_code,
                official_id=actor.official_id,
                **_kept(file_name, file),
            ),
            paper(
                facts,
                "special_procedure_notice",
                at=at,
                fields=[
                    ("申请人", facts.matter.applicant_name),
                    ("特别程序", ground.label),
                    ("法律依据", ground.basis),
                    ("所需时间", f"{days} 个工作日"),
                    ("预计结束日期", chinese_day(expected_end)),
                ],
                body=[
                    f"您的申请依法需要进行{ground.label}，所需时间不计算在办理期限内，现将所需时间书面告知。",
                    f"理由：{reason.strip()}",
                ],
            ),
        ],
        said={"kind": kind, "days": days, "expected_end_on": expected_end.isoformat()},
    )


def _kept(name: str, data: bytes) -> dict[str, str]:
    if not data:
        return {}
    try:
        media_type = files.inspect_upload(data, name, allowed=ACCEPTED_FILES, max_bytes=LONGEST_FILE)
    except files.UploadRefused as refused:
        raise BadInput({"file": str(refused)}) from refused
    return {"file_name": files.safe_name(name), "sha256": files.put(bare(data, media_type), media_type).sha256}
