"""Close a report of a wrong guide with the answer that its reporter reads."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from tongban.catalogue.models import GuideReport
from tongban.catalogue.rules.reports import wrong_text
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.actions.project import stop
from tongban.matters.actions.step import Stepped, step
from tongban.matters.actions.writes import Change
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor


def close(facts: Facts, verb: str, *, text: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Step with the answer. Raises BadInput, and what `step` raises."""
    if errors := wrong_text("answer", text, _("请写明答复")):
        raise BadInput(errors)
    row: GuideReport = facts.parts["guide_report"]
    given = {"answer": text.strip(), "answered_by_name": actor.name, "answered_at": at}
    return step(
        facts,
        verb,
        actor=actor,
        at=at,
        writes=[*stop(facts.running("answer"), day_of(at)), Change(row, given)],
        said={"about": row.about},
    )
