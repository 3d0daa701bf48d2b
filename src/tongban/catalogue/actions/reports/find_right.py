"""Say that the guide is right as it stands."""

from __future__ import annotations

import datetime as dt

from tongban.catalogue.actions.reports.answering import close
from tongban.matters.actions.step import Stepped, allow, retried
from tongban.matters.queries import read
from tongban.parties.rules.actor import Actor


@retried
def find_right(*, number: str, answer: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Close a report with why the guide is right. Raises BadInput, NotYours, NotAllowedNow, NotFound."""
    facts = read(number, actor=actor, kind="guide_report")
    allow(facts, "find_right", actor)
    return close(facts, "find_right", text=answer, actor=actor, at=at)
