"""Say that a guide is wrong: whoever answers for the item owes an answer, within the days of the parameter."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.catalogue.access import GUIDE_REPORT, implementations_announced, no_such_item, own_guide_reports
from tongban.catalogue.models import GuideReport, Implementation
from tongban.catalogue.queries.numbers import new_report_number
from tongban.catalogue.rules.reports import wrong_text
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.queries import parameter
from tongban.matters.actions.project import start_clock
from tongban.matters.actions.step import Stepped, new_matter, open_matter
from tongban.matters.actions.writes import Insert
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.parties.rules.actor import Actor

DAYS = "guide_report_days"
MOST_OPEN = 3


class TooManyReports(NotAllowedNow):
    """Some of the same reporter on the same item wait for an answer already."""


@transaction.atomic
def report(*, code: str, about: str, text: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Open the matter of a wrong guide of the item with this 实施编码, owned by its authority.

    `about` is a value of `GuideReport.About`. A person or an official reports. Raises NotFound, NotYours, BadInput,
    TooManyReports.
    """
    if actor.person_id is None and actor.official_id is None:
        raise NotYours(_("请以个人或者工作人员的身份登录后反映指南有误"))
    # Whoever reports the same item at the same time waits, so that all are counted.
    found = implementations_announced().select_for_update(of=("self",)).select_related("current")
    item = found.filter(task_code=code).first() if code.isprintable() else None
    if item is None or item.current is None:
        raise no_such_item()
    errors = {} if about in GuideReport.About.values else {"about": _("请选择有误的部分")}
    errors |= wrong_text("text", text, _("请写明指南哪里有误、应当怎样"))
    if errors:
        raise BadInput(errors)
    if own_guide_reports(actor).filter(implementation=item, matter__closed_at=None).count() >= MOST_OPEN:
        raise TooManyReports(_("您反映的这个事项的问题正在核实，请等候答复"))
    return _open(item, about, text.strip(), actor, at)


def _open(item: Implementation, about: str, text: str, actor: Actor, at: dt.datetime) -> Stepped:
    assert item.current is not None, "only items with a version in force are reported"
    day = day_of(at)
    clock = start_clock(
        None,
        "answer",
        on=day,
        days=parameter(DAYS, item.region_id, day),
        region_code=item.region_id,
    )
    as_person = actor.person_id is not None
    matter = new_matter(
        number=new_report_number(at),
        region_id=item.region_id,
        owner_id=item.authority_id,
        subject=item.current.name,
        applicant_name=actor.name,
        applicant_person_id=actor.person_id,
        agent_id=actor.person_id,
    )
    row = GuideReport(
        implementation_id=item.pk,
        version_id=item.current.pk,
        official_id=None if as_person else actor.official_id,
        about=about,
        text=text,
    )
    return open_matter(
        GUIDE_REPORT,
        matter,
        "report",
        actor=actor,
        at=at,
        writes=[Insert(clock), Insert(row)],
        said={"item": item.task_code, "about": about, "due_on": clock.due_on.isoformat()},
    )
