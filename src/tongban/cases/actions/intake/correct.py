"""Hand in the corrections that were asked for."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.actions.intake.completeness import missing_materials, wrong_answers
from tongban.cases.actions.promises.papers import commitment_papers
from tongban.cases.models import Correction
from tongban.cases.queries.findings import findings_now
from tongban.cases.queries.promises import promises_anything
from tongban.cases.queries.reading import item_of, read_case
from tongban.catalogue.rules.conditions import asked_answers
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.queries import parameter
from tongban.matters.actions.hold import hold
from tongban.matters.actions.project import start_clock, stop
from tongban.matters.actions.step import Stepped, allow, step
from tongban.matters.actions.writes import Change, Insert
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor


@transaction.atomic
def correct(*, number: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Answer the correction notice; the window has five working days again (行政许可法 第三十二条).

    What the applicant brings to a window is handed in there by its clerk. Raises BadInput naming each listed material
    for which nothing new was given, NotFound, NotYours, NotAllowedNow.
    """
    hold(number)  # what is checked here is what is handed in
    facts = read_case(number, actor)
    allow(facts, "correct", actor)
    correction: Correction = facts.parts["corrections"][-1]
    _refuse_unanswered(facts, correction)
    item = item_of(facts)
    if facts.parts["case"].online:  # what lies at the window on paper has no file
        errors = wrong_answers(facts, item, day_of(at)) | missing_materials(item, findings_now(facts, day_of(at)))
        if errors:
            raise BadInput(errors)
    answers = asked_answers(item.form, facts.parts["case"].answers)
    today = day_of(at)
    days = parameter("intake_notice_days", facts.region_code, today)
    intake = start_clock(None, "intake", on=today, days=days, region_code=facts.region_code, runs_for="window")
    return step(
        facts,
        "correct",
        actor=actor,
        at=at,
        to=correction.from_state,
        writes=[
            *stop(facts.running("correction"), today),
            Insert(intake),
            Change(correction, {"answered_at": at}),
            Change(facts.parts["case"], {"received_at": at, "answers": answers}),
            *(commitment_papers(facts, at=at) if promises_anything(item) else ()),
        ],
        said={"intake_due_on": intake.due_on.isoformat()},
    )


def _refuse_unanswered(facts: Facts, correction: Correction) -> None:
    materials = {m.code for m in item_of(facts).materials if m.carrier == "file"}
    renewed = {m.code for m in facts.parts["materials"] if m.removed_at is None and m.added_at > correction.told_at}
    missing = [e for e in correction.items if e["code"] in materials and e["code"] not in renewed]
    if missing:
        raise BadInput({e["code"]: _("请重新上传“%(name)s”") % {"name": e["name"]} for e in missing})
