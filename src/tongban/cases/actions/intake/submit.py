"""Submit the application: from now on an answer on acceptance is owed within five working days."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.actions.intake.completeness import missing_materials, wrong_answers
from tongban.cases.actions.intake.keep_own_answers import keep_own_answers
from tongban.cases.actions.intake.receipts import handed_in_by
from tongban.cases.actions.intake.report_wrong_sources import report_wrong_sources
from tongban.cases.actions.materials.count_burden import burden_of
from tongban.cases.actions.materials.look_around import look_around
from tongban.cases.actions.paper import chinese_day, paper
from tongban.cases.actions.promises.papers import commitment_papers
from tongban.cases.models import Case, CaseMaterial
from tongban.cases.queries.findings import findings_now
from tongban.cases.queries.promises import promises_anything
from tongban.cases.queries.reading import item_of, read_case
from tongban.catalogue.queries import ImplementationView
from tongban.catalogue.queries.owners import standing_of
from tongban.catalogue.rules.conditions import asked_answers
from tongban.catalogue.rules.enumerations import Standing
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.queries import parameter
from tongban.matters.actions.hold import hold
from tongban.matters.actions.project import start_clock
from tongban.matters.actions.step import Stepped, allow, step
from tongban.matters.actions.writes import Change, Insert
from tongban.matters.events import NotAllowedNow
from tongban.matters.queries import Facts
from tongban.parties.queries import exercising_authority
from tongban.parties.rules.actor import Actor


class ItemOutOfUse(NotAllowedNow):
    """The item is suspended or cancelled: nothing new is handed in."""


class Incomplete(BadInput):
    """Something lacks. What was found or failed just before stays: it tells the applicant why a file is asked for."""

    leaves = True


def submit(*, number: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Check the form and the materials, give a receipt, and start the intake clock (行政许可法 第三十二条).

    Raises Incomplete with one sentence per field or material, ItemOutOfUse, NotFound, NotYours, NotAllowedNow.
    """
    look_once_more(number=number, actor=actor, at=at)
    return hand_in(number=number, actor=actor, at=at)


@transaction.atomic
def look_once_more(*, number: str, actor: Actor, at: dt.datetime) -> None:
    """Look for the materials of a draft that is about to be handed in, for what was found may have ended since.

    A transaction of its own, so that a refusal afterwards does not undo it. Nobody's data is looked up for answers that
    are sent back in any case. Raises ItemOutOfUse, NotFound, NotYours, NotAllowedNow.
    """
    facts, item = _ready(number, actor)
    if not wrong_answers(facts, item, day_of(at)):
        look_around(facts, actor=actor, at=at)


@transaction.atomic
def hand_in(*, number: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Submit a draft whose materials were just looked for; raises as `submit` does."""
    facts, item = _ready(number, actor)  # what is checked here is what is handed in
    found = findings_now(facts, day_of(at))
    if errors := wrong_answers(facts, item, day_of(at)) | missing_materials(item, found):
        raise Incomplete(errors)
    case: Case = facts.parts["case"]
    # What was answered before another answer took the question away is no part of the application.
    case.answers = asked_answers(item.form, case.answers)
    sources = report_wrong_sources(facts, actor=actor, at=at)
    keep_own_answers(facts, at=at)
    today, power = day_of(at), item.authority.id
    # Since the draft a list of powers may have begun or ended: who exercises it when it is handed in owns it.
    facts.matter.owner_id = exercising_authority(item.code, power, today)
    days = parameter("intake_notice_days", facts.region_code, today)
    intake = start_clock(None, "intake", on=today, days=days, region_code=facts.region_code, runs_for="window")
    return step(
        facts,
        "submit",
        actor=actor,
        at=at,
        writes=[
            Insert(intake),
            Change(
                case,
                {
                    "received_at": at,
                    "power_authority_id": None if facts.matter.owner_id == power else power,
                    "sources": sources,
                    "answers": case.answers,
                },
            ),
            paper(
                facts,
                "receipt",
                at=at,
                fields=[
                    ("申请人", facts.matter.applicant_name),
                    *handed_in_by(facts, actor),
                    ("最迟受理决定日", chinese_day(intake.due_on)),
                ],
                columns=("材料名称", "文件", "形式"),
                rows=[[m.name, m.file_name, "电子"] for m in _given(facts, item)],
                body=[
                    "已收到您提交的上述申请材料。我们将在最迟受理决定日之前告知您是否受理；逾期不告知的，自收到申请材料之日起即为受理。"
                ],
            ),
            *(commitment_papers(facts, at=at) if promises_anything(item) else ()),
            *([] if case.mock else [Insert(burden_of(facts, found, at))]),
        ],
        changes={"owner_id": facts.matter.owner_id},
        said={
            "materials": sorted({m.code for m in _given(facts, item)}),
            "intake_due_on": intake.due_on.isoformat(),
        },
    )


def _ready(number: str, actor: Actor) -> tuple[Facts, ImplementationView]:
    """Hold a draft that its applicant may hand in now, and return it with its item."""
    hold(number)
    facts = read_case(number, actor)
    allow(facts, "submit", actor)
    item = item_of(facts)
    _refuse_out_of_use(item)
    return facts, item


def _refuse_out_of_use(item: ImplementationView) -> None:
    """Raise ItemOutOfUse when the item was suspended or cancelled since the draft was begun."""
    standing, why = standing_of(item.code)
    if standing == Standing.SUSPENDED:
        raise ItemOutOfUse(
            _("“%(name)s”已暂停办理（%(why)s），现在不能提交；草稿为您保留，恢复办理后可以继续")
            % {"name": item.name, "why": why}
        )
    if standing == Standing.CANCELLED:
        raise ItemOutOfUse(_("“%(name)s”已取消（%(why)s），不再受理新的申请") % {"name": item.name, "why": why})


def _given(facts: Facts, item: ImplementationView) -> list[CaseMaterial]:
    """Return the files for what the case asks for: a sibling may have shared one just when its material fell away."""
    asked = {each.code for each in item.materials}
    return [m for m in facts.parts["materials"] if m.removed_at is None and m.code in asked]
