"""The rows of the planned cases as the engine would have left them: matters, cases, clocks, reviews, decisions."""

from __future__ import annotations

from collections.abc import Iterator

from tongban.cases.models import Case, CaseBurden, CaseMaterial, Correction, Decision, Delivery, Review
from tongban.cli.city_scale.case_plan import CORRECTION, DECLARED, DELIVERY, INTAKE, ROOM
from tongban.cli.city_scale.progress import SCHEMA
from tongban.cli.city_scale.rows import insert
from tongban.matters.models import Clock, Matter, Pause
from tongban.matters.rules.lamps import WarningRule

TABLES = tuple(
    model._meta.db_table
    for model in (Matter, Case, Clock, Pause, Review, Correction, CaseMaterial, CaseBurden, Decision, Delivery)
)
# The ground of the special procedures, one of the closed list (第四十五条).
GROUND = "expert_review"


def statements(*, rule: WarningRule, basis: str, file: tuple[str, int]) -> Iterator[str]:
    """Yield the INSERTs for what stands in `plan` and `planned_review`.

    `rule` warns of what is due, `basis` is the law of the special procedure, `file` the (sha256, size) of the picture
    that every material of an invented application is.
    """
    yield _matters(rule)
    yield _cases()
    yield from _clocks()
    yield _pauses(basis)
    yield _reviews()
    yield _corrections()
    yield _materials(*file)
    yield _burden()
    yield _decisions()
    yield _deliveries()


def _warned(start: str, days: str, rule: WarningRule, excluded: str = "0") -> str:
    """Return the day from which a limit is warned of, as `matters.rules.clocks` reckons it."""
    threshold = f"least({days}, greatest({rule.at_least_days}, {days} * {rule.percent} / 100))"
    return f"(SELECT day FROM {SCHEMA}.day WHERE ord = {start} + {days} + {excluded} - {threshold})"


def _matters(rule: WarningRule) -> str:
    # While an answer on acceptance is owed, that is the day; then what was promised; then the delivery.
    due = (
        "CASE WHEN state IN ('submitted', 'received') THEN intake_due_on WHEN state = 'correcting' THEN corrected_by"
        " WHEN state IN ('accepted', 'reviewing', 'deciding') THEN promise_due_on"
        " WHEN state IN ('granted', 'refused') THEN delivery_due_on END"
    )
    provisional = (
        "CASE WHEN state IN ('submitted', 'received') THEN intake_provisional"
        " WHEN state = 'correcting' THEN told_far"
        " WHEN state IN ('accepted', 'reviewing', 'deciding') THEN promise_provisional"
        " WHEN state IN ('granted', 'refused') THEN delivery_provisional ELSE false END"
    )
    threshold = min(CORRECTION, max(rule.at_least_days, CORRECTION * rule.percent // 100))
    warned = (
        f"CASE WHEN state IN ('submitted', 'received') THEN {_warned('o_open', str(INTAKE), rule)}"
        f" WHEN state = 'correcting' THEN returned_on + {CORRECTION - threshold}"
        " WHEN state IN ('accepted', 'reviewing', 'deciding') THEN "
        f"{_warned('o_accepted', 'promised', rule, 'excluded')}"
        f" WHEN state IN ('granted', 'refused') THEN {_warned('o_decided', str(DELIVERY), rule)} END"
    )
    holder = (
        "CASE WHEN state IN ('received', 'correcting') AND NOT web OR state = 'correcting' THEN clerk"
        " WHEN state IN ('reviewing', 'deciding') THEN reviewer END"
    )
    return insert(
        Matter,
        {
            "id": "matter_id",
            "kind": "'case'",
            "number": "matter_number",
            "state": "state",
            "region_id": "region_id",
            "owner_id": "owner_id",
            "holder_id": holder,
            "applicant_person_id": "person_id",
            "applicant_organisation_id": "organisation_id",
            "agent_id": "person_id",
            "applicant_name": "applicant_name",
            "subject": "subject",
            "opened_at": "opened_at",
            "due_on": due,
            "due_provisional": provisional,
            "warn_on": warned,
            "paused_on": "CASE WHEN suspended AND NOT resumed THEN accepted_on END",
            "finished_on": "CASE WHEN decided THEN decided_on"
            " WHEN state IN ('withdrawn', 'not_accepted') THEN ended_on END",
            "answer_due_on": "CASE WHEN decided THEN promise_due_on"
            " WHEN state IN ('withdrawn', 'not_accepted') THEN intake_due_on END",
            "closed_at": "CASE WHEN state IN ('withdrawn', 'not_accepted') THEN ended_at ELSE closed_at END",
            "version": "version",
        },
        "FROM plan",
    )


def _cases() -> str:
    return insert(
        Case,
        {
            "matter_id": "matter_id",
            "version_id": "p.version_id",
            "task_code": "p.task_code",
            "answers": "i.answers",
            "saved_at": "opened_at",
            "received_at": "CASE WHEN state = 'draft' THEN NULL WHEN o_corrected IS NOT NULL THEN corrected_at"
            " WHEN web THEN submitted_at ELSE opened_at END",
            "accepted_on": "accepted_on",
            "decided_at": "decided_at",
            "delivered_at": "delivered_at",
            "end_reason": "CASE state WHEN 'withdrawn' THEN '申请人改变了计划（示例）'"
            " WHEN 'not_accepted' THEN E'不属于本机关职权范围（示例）\n可以这样办理：请向示例机关申请' ELSE '' END",
            "channel": "CASE WHEN web THEN 'web' ELSE 'window' END",
            "clerk_id": "CASE WHEN NOT web OR corrected OR accepted THEN clerk END",
        },
        f"FROM plan p JOIN {SCHEMA}.item i ON i.class = p.class AND i.place = p.place",
    )


def _clocks() -> Iterator[str]:
    def clock(slot: int, kind: str, where: str, **values: str) -> str:
        said = {"id": f"matter_id * {ROOM} + {slot}", "matter_id": "matter_id", "kind": f"'{kind}'", **values}
        return insert(Clock, said, f"FROM plan WHERE {where}")

    yield clock(
        1,
        "intake",
        "state <> 'draft'",
        started_on="opened_on",
        days=str(INTAKE),
        runs_for="'window'",
        due_on="intake_due_on",
        due_provisional="intake_provisional",
        stopped_on="coalesce(returned_on, accepted_on, CASE WHEN from_home AND state <> 'submitted' THEN ended_on END)",
    )
    yield insert(
        Clock,
        {
            "id": f"matter_id * {ROOM} + 2",
            "matter_id": "matter_id",
            "kind": "'correction'",
            "started_on": "returned_on",
            "days": str(CORRECTION),
            "unit": "'calendar'",
            "runs_for": "'applicant'",
            "due_on": "corrected_by",
            "due_provisional": "told_far",
            "stopped_on": "corrected_on",
        },
        "FROM plan WHERE corrected",
    )
    yield clock(
        3,
        "intake",
        "o_corrected IS NOT NULL",
        started_on="corrected_on",
        days=str(INTAKE),
        runs_for="'window'",
        due_on="intake_again_on",
        due_provisional="again_provisional",
        stopped_on="accepted_on",
    )
    for slot, kind, days in ((4, "promise", "promised"), (5, "legal", "legal")):
        yield clock(
            slot,
            kind,
            f"accepted AND {days} IS NOT NULL",
            started_on="accepted_on",
            days=days,
            pausable="true",
            due_on=f"{kind}_due_on",
            due_provisional=f"{kind}_provisional",
            stopped_on="decided_on",
        )
    yield clock(
        6,
        "delivery",
        "decided",
        started_on="decided_on",
        days=str(DELIVERY),
        due_on="delivery_due_on",
        due_provisional="delivery_provisional",
        stopped_on="delivered_on",
    )
    yield insert(
        Clock,
        {
            "id": f"matter_id * {ROOM} + 8 + place",
            "matter_id": "matter_id",
            "kind": "'step'",
            "subject": "code",
            "started_on": "opened_on",
            "days": "days",
            "pausable": "true",
            "due_on": "due_on",
            "due_provisional": "due_provisional",
            "stopped_on": "given_on",
        },
        "FROM planned_review WHERE opened_on IS NOT NULL",
    )


def _pauses(basis: str) -> str:
    return insert(
        Pause,
        {
            "id": "matter_id",
            "matter_id": "matter_id",
            "kind": f"'{GROUND}'",
            "basis": f"'{basis}'",
            "reason": "'需要专家评审（示例）'",
            "declared_days": str(DECLARED),
            "started_on": "accepted_on",
            "expected_end_on": "expected_end_on",
            "ended_on": "resumed_on",
            "result": "CASE WHEN resumed THEN '评审已完成（示例）' ELSE '' END",
            "opened_by_id": "reviewer",
        },
        "FROM plan WHERE suspended",
    )


def _reviews() -> str:
    return insert(
        Review,
        {
            "id": f"matter_id * {ROOM} + place",
            "matter_id": "matter_id",
            "step_code": "code",
            "name": "name",
            "authority_id": "authority_id",
            "lead": "lead",
            "after": "after",
            "days": "days",
            "opened_on": "opened_on",
            "opinion": "CASE WHEN spoken THEN 'agree' ELSE '' END",
            "reviewer_id": "CASE WHEN spoken THEN official_id END",
            "reviewer_name": "CASE WHEN spoken THEN official_name ELSE '' END",
            "given_at": "given_at",
            "put_away": "state = 'closed'",
        },
        "FROM planned_review",
    )


def _corrections() -> str:
    return insert(
        Correction,
        {
            "id": "matter_id",
            "matter_id": "matter_id",
            "items": "jsonb_build_array(jsonb_build_object('code', field, 'name', field_title, 'problem',"
            " '填写不完整（示例）', 'requirement', '请填写完整'))",
            "told_at": "returned_at",
            "told_by_id": "clerk",
            "due_on": "corrected_by",
            "answered_at": "corrected_at",
            "from_state": "CASE WHEN web THEN 'submitted' ELSE 'received' END",
        },
        "FROM plan WHERE corrected",
    )


def _materials(sha256: str, size: int) -> str:
    return insert(
        CaseMaterial,
        {
            "id": f"matter_id * {ROOM} + m.place",
            "matter_id": "matter_id",
            "code": "m.code",
            "name": "m.name",
            "file_name": "'示例.png'",
            "media_type": "'image/png'",
            "size": str(size),
            "sha256": f"'{sha256}'",
            "added_at": "opened_at",
        },
        f"FROM plan p JOIN {SCHEMA}.material m ON m.version_id = p.version_id WHERE web",
    )


def _burden() -> str:
    return insert(
        CaseBurden,
        {
            "matter_id": "matter_id",
            "task_code": "task_code",
            "authority_id": "owner_id",
            "month": "date_trunc('month', opened_on)::date",
            "materials_required": "files",
            "materials_found": "0",
            "materials_asked": "files",
            "fields_shown": "fields",
            "fields_prefilled": "0",
            "fields_changed": "0",
            "fields_typed": "fields",
        },
        "FROM plan WHERE state <> 'draft'",
    )


def _decisions() -> str:
    return insert(
        Decision,
        {
            "matter_id": "matter_id",
            "outcome": "outcome",
            "reasons": "CASE outcome WHEN 'refused' THEN '不符合法定条件（示例）' ELSE '' END",
            "valid_from": "CASE outcome WHEN 'granted' THEN decided_on END",
            "valid_until": "CASE WHEN outcome = 'granted' AND months > 0 THEN"
            " (decided_on + make_interval(months => months))::date"
            " - CASE WHEN extract(day FROM decided_on + make_interval(months => months)) = extract(day FROM decided_on)"
            " THEN 1 ELSE 0 END END",
            "decided_by_id": "decider",
            "decider_name": "decider_name",
            "decided_at": "decided_at",
        },
        "FROM plan WHERE decided",
    )


def _deliveries() -> str:
    return insert(
        Delivery,
        {
            "matter_id": "matter_id",
            "mode": "'space'",
            "receiver": "applicant_name",
            "delivered_at": "delivered_at",
        },
        "FROM plan WHERE o_delivered IS NOT NULL",
    )
