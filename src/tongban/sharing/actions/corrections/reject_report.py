"""Say that the register is right as it stands."""

import datetime as dt

from django.utils.translation import gettext as _

from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.actions.project import stop
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change
from tongban.matters.queries import read
from tongban.parties.rules.actor import Actor
from tongban.sharing.rules.texts import wrong_text


@retried
def reject_report(*, number: str, answer: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Close a report with why the record is right. Raises BadInput, NotYours, NotAllowedNow, NotFound."""
    facts = read(number, actor=actor, kind="data_correction")
    allow(facts, "reject_report", actor)
    if errors := wrong_text("answer", answer, _("请写明核实的依据和结果")):
        raise BadInput(errors)
    given = {"answer": answer.strip(), "answered_by_name": actor.name, "answered_at": at}
    writes = [*stop(facts.running("answer"), day_of(at)), Change(facts.parts["correction"], given)]
    return step(facts, "reject_report", actor=actor, at=at, writes=writes)
