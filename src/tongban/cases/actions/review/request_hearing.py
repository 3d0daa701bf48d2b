"""Ask for the hearing that one was told of (行政许可法 第四十七条)."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.access import is_applicant
from tongban.cases.queries.hearing import hearing_not_to_be_asked, hearing_of
from tongban.cases.queries.reading import read_case
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.queries import calendar_of, parameter
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor


class NoHearingToAskFor(NotAllowedNow):
    """Nobody was told of a hearing, it was asked for already, or the time to ask is over."""


@retried
def request_hearing(*, number: str, actor: Actor, at: dt.datetime, asked_by: str = "") -> Stepped:
    """Keep that the applicant asks for the hearing, or that the lead records whose wish it is, such as a neighbour's.

    From now on the hearing is to be held within twenty working days, and the decision waits for it. `asked_by` is
    needed of the lead only. Raises BadInput, NoHearingToAskFor, NotFound, NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "request_hearing", actor)
    today = day_of(at)
    if why := hearing_not_to_be_asked(facts, today):
        raise NoHearingToAskFor(why)
    by = facts.matter.applicant_name if is_applicant(actor, facts) else asked_by.strip()[:200]
    if not by:
        raise BadInput({"asked_by": _("请填写申请听证的利害关系人")})
    days = parameter("hearing_convene_days", facts.region_code, today)
    until = calendar_of(facts.region_code).add(today, days).day
    return step(
        facts,
        "request_hearing",
        actor=actor,
        at=at,
        writes=[Change(hearing_of(facts), {"asked_at": at, "asked_by_name": by, "convene_until": until})],  # type: ignore[arg-type]
        said={"convene_until_on": until.isoformat()},
    )
