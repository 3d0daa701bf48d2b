"""Ask that the legal limit be extended (行政许可法 第四十二条); the head approves, never who asks."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.actions.proposing import proposed
from tongban.cases.models import Proposal
from tongban.cases.queries.extension import longest_extension, not_to_be_extended
from tongban.cases.queries.reading import read_case
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.events import NotAllowedNow
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor


class NotToBeExtended(NotAllowedNow):
    """The limit was extended once, or is to be already, or there is none."""


class TooLateToExtend(NotAllowedNow):
    """The limit is reached: an extension is told before the day that it moves."""


@retried
def request_extension(*, number: str, days: int, reason: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Propose to extend the legal limit by some working days; its clock runs on until the head answers.

    Raises BadInput for more days than the law allows or without a reason, NotToBeExtended, TooLateToExtend, NotFound,
    NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "request_extension", actor)
    today = day_of(at)
    if why := not_to_be_extended(facts):
        raise NotToBeExtended(why)
    refuse_late(facts, today)
    most = longest_extension(facts, today)
    errors = {}
    if not 1 <= days <= most:
        errors["days"] = _("延长的时间为 1 到 %(most)d 个工作日（行政许可法第四十二条）") % {"most": most}
    if not reason.strip():
        errors["reason"] = _("请写明延期的理由，依法要告知申请人")
    if errors:
        raise BadInput(errors)
    legal = facts.running("legal")
    return step(
        facts,
        "request_extension",
        actor=actor,
        at=at,
        writes=[
            proposed(
                Proposal.Kind.EXTENSION,
                reason=reason,
                actor=actor,
                at=at,
                due_on=legal.due_on if legal else None,
                facts={"days": days},
            )
        ],
        said={"days": days},
    )


def refuse_late(facts: Facts, today: dt.date) -> None:
    """Raise TooLateToExtend on the legal due day and after it."""
    legal = facts.running("legal")
    if legal is not None and today >= legal.due_on:
        raise TooLateToExtend(_("延期应当在原期限届满之前决定并告知，现在已经来不及"))
