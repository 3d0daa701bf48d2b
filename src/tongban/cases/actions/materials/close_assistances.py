"""End what other departments were asked for a case that is over."""

from __future__ import annotations

import datetime as dt

from tongban.cases.models import Assistance
from tongban.kernel.clock import day_of
from tongban.matters.actions.project import stop
from tongban.matters.actions.step import step
from tongban.matters.queries import read
from tongban.parties.rules.actor import SYSTEM


def close_assistances(*, case_matter_id: int, at: dt.datetime) -> list[str]:
    """End the requests of a case that are still open, and return their numbers; nobody need answer them any more."""
    waiting = Assistance.objects.filter(of_id=case_matter_id, matter__closed_at=None)
    numbers = list(waiting.order_by("pk").values_list("matter__number", flat=True))
    for number in numbers:
        facts = read(number, actor=SYSTEM, kind="assistance")
        writes = stop(facts.running("assistance"), day_of(at))
        step(facts, "close_assistance", actor=SYSTEM, at=at, writes=writes)
    return numbers
