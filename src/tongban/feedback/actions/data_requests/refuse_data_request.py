"""Say why what a data subject asked is not done."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.feedback.rules.texts import refuse_unclear
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.actions.project import stop
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change
from tongban.matters.queries import read
from tongban.parties.rules.actor import Actor


@retried
def refuse_data_request(*, number: str, text: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Close it with the reason, which the law owes (个人信息保护法 第五十条). Raises BadInput, NotYours, NotFound."""
    facts = read(number, actor=actor, kind="data_request")
    allow(facts, "refuse_data_request", actor)
    if errors := refuse_unclear("text", text, _("请写明不予照办的理由")):
        raise BadInput(errors)
    given = {"answer": text.strip(), "answered_by_name": actor.name, "answered_at": at}
    writes = [*stop(facts.running("answer"), day_of(at)), Change(facts.parts["request"], given)]
    return step(facts, "refuse_data_request", actor=actor, at=at, writes=writes)
