"""Record what a third party says (行政许可法 第三十六条): the authority hears it before it decides."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.cases.queries.hearing import nobody_told, third_parties_of
from tongban.cases.queries.reading import read_case
from tongban.kernel.errors import BadInput
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor


class NobodyToHear(NotAllowedNow):
    """No third party was told, or all have answered."""


@retried
def record_third_party(*, number: str, third_party_id: int, statement: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Keep the view of one who was told, be it late.

    Raises BadInput, NobodyToHear, NotFound, NotYours, NotAllowedNow.
    """
    facts = read_case(number, actor)
    allow(facts, "record_third_party", actor)
    if why := nobody_told(facts):
        raise NobodyToHear(why)
    told = next((each for each in third_parties_of(facts) if each.pk == third_party_id), None)
    errors = {}
    if told is None or told.answered_at is not None:
        errors["third_party_id"] = _("请选择一位还没有陈述意见的利害关系人")
    if not statement.strip():
        errors["statement"] = _("请录入陈述的意见；没有意见的，请写明“无意见”")
    if errors or told is None:
        raise BadInput(errors)
    return step(
        facts,
        "record_third_party",
        actor=actor,
        at=at,
        writes=[Change(told, {"statement": statement.strip()[:4000], "answered_at": at})],
        said={"third_party": told.pk},
    )
