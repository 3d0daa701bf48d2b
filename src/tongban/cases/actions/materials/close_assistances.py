"""End what other departments were asked for a case that is over, or for what it asks for no longer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from tongban.cases.models import Assistance
from tongban.kernel.clock import day_of
from tongban.matters.actions.project import stop
from tongban.matters.actions.step import step
from tongban.matters.queries import read
from tongban.parties.rules.actor import SYSTEM


def close_assistances(*, case_matter_id: int, at: dt.datetime, codes: Collection[str] | None = None) -> list[str]:
    """End the requests of a case that are still open, and return their numbers; nobody need answer them any more.

    `codes` are the materials whose requests end; all of them unless told.
    """
    waiting = Assistance.objects.filter(of_id=case_matter_id, matter__closed_at=None)
    if codes is not None:
        waiting = waiting.filter(code__in=codes)
    numbers = list(waiting.order_by("pk").values_list("matter__number", flat=True))
    for number in numbers:
        facts = read(number, actor=SYSTEM, kind="assistance")
        writes = stop(facts.running("assistance"), day_of(at))
        step(facts, "close_assistance", actor=SYSTEM, at=at, writes=writes)
    return numbers
