"""Accept an application that is complete and in form: the lawful clock starts (行政许可法 第三十二条、第四十二条)."""

import datetime as dt

from tongban.cases.actions.paper import chinese_day, paper
from tongban.cases.queries.reading import read_case, version_of
from tongban.kernel.clock import day_of
from tongban.matters.actions.project import start_clock, stop
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change, Insert, Write
from tongban.parties.rules.actor import Actor

LIMIT_LABELS = {"promise": "承诺办结日期", "legal": "法定办结日期"}


@retried
def accept(*, number: str, actor: Actor, at: dt.datetime, note: str = "") -> Stepped:
    """Start the legal and the promised clock and give the acceptance notice with the day on which the answer is due.

    Acceptance on a day off takes effect on the next working day where the limit is in working days. Raises NotFound,
    NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "accept", actor)
    item = version_of(facts.parts["case"].version_id)
    today = day_of(at)
    limits = {"promise": (item.promised_days, item.promised_unit)}
    if item.legal_days is not None:
        limits["legal"] = (item.legal_days, item.legal_unit)
    clocks = {
        kind: start_clock(
            facts,
            kind,
            on=today,
            days=days,
            unit=unit,
            region_code=facts.region_code,
            pausable=True,
        )
        for kind, (days, unit) in limits.items()
    }
    promise = clocks["promise"]
    due = [(LIMIT_LABELS[kind], chinese_day(clock.due_on)) for kind, clock in clocks.items()]
    writes: list[Write] = [
        *stop(facts.running("intake"), today),
        *(Insert(clock) for clock in clocks.values()),
        Change(facts.parts["case"], {"accepted_on": promise.started_on, "clerk_id": actor.official_id}),
        paper(
            facts,
            "acceptance_notice",
            at=at,
            fields=[
                ("申请人", facts.matter.applicant_name),
                ("受理日期", chinese_day(promise.started_on)),
                *due,
                ("收费", "；".join(f"{fee.name}：{fee.standard}" for fee in item.fees) or "不收费"),
            ],
            body=[
                f"您提交的申请材料齐全、符合法定形式，{_under(item.type)}决定予以受理。",
                "依法需要听证、招标、拍卖、检验、检测、检疫、鉴定和专家评审的，所需时间不计算在办理期限内，将另行书面告知。",
                *([note.strip()] if note.strip() else []),
            ],
        ),
    ]
    return step(
        facts,
        "accept",
        actor=actor,
        at=at,
        writes=writes,
        changes={"holder_id": None},
        said={
            "accepted_on": promise.started_on.isoformat(),
            **{f"{kind}_due_on": clock.due_on.isoformat() for kind, clock in clocks.items()},
        },
    )


def _under(item_type: str) -> str:
    return "依照《中华人民共和国行政许可法》第三十二条的规定，" if item_type == "01" else ""
