"""Ask or complain of one's own case: an answer is owed, within the days of the parameter."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tongban.cases.access import is_applicant
from tongban.cases.queries.reading import read_case
from tongban.feedback.access import COMPLAINT
from tongban.feedback.models import Complaint
from tongban.feedback.rules.texts import refuse_unclear
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.queries import parameter
from tongban.matters.actions.matter_about import matter_about
from tongban.matters.actions.project import start_clock
from tongban.matters.actions.step import Stepped, open_matter
from tongban.matters.actions.writes import Insert
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.parties.rules.actor import Actor

DAYS = {"question": "hotline_consult", "complaint": "hotline_complaint"}
MOST_OPEN = 3


class TooManyOpen(NotAllowedNow):
    """Some wait for an answer already."""


def lodge(*, number: str, topic: str, text: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Open the matter of a question or a complaint about a case.

    `topic` is question, answered by the authority, or complaint, answered by the supervisors. Raises BadInput,
    TooManyOpen, NotYours to who does not apply in the case, NotFound.
    """
    facts = read_case(number, actor)
    if not is_applicant(actor, facts) or actor.person_id is None:
        raise NotYours(_("只有申请人可以就自己的办件留言或投诉"))
    errors = refuse_unclear("text", text, _("请写明您想问的或者要反映的情况"))
    if topic not in Complaint.Topic.values:
        errors["topic"] = _("请选择留言咨询或投诉")
    if errors:
        raise BadInput(errors)
    before = list(Complaint.objects.filter(about_id=facts.matter.pk).values_list("matter__closed_at", flat=True))
    if sum(closed is None for closed in before) >= MOST_OPEN:
        raise TooManyOpen(_("您就此件提出的留言或投诉正在处理，请等候答复"))
    clock = start_clock(
        None,
        "answer",
        on=day_of(at),
        days=parameter(DAYS[topic], facts.region_code, day_of(at)),
        region_code=facts.region_code,
    )
    of = facts.matter
    number = f"{of.number}-LY{len(before) + 1:02d}"
    matter = matter_about(of, number=number, agent_id=actor.person_id)
    row = Complaint(about_id=of.pk, topic=topic, text=text.strip())
    try:
        with transaction.atomic():
            return open_matter(
                COMPLAINT,
                matter,
                "lodge",
                actor=actor,
                at=at,
                writes=[Insert(clock), Insert(row)],
                said={"case": of.number, "topic": topic, "due_on": clock.due_on.isoformat()},
            )
    except IntegrityError as twice:
        raise TooManyOpen(_("您刚刚提交过，请刷新页面查看")) from twice
