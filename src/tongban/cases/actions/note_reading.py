"""Note that an agent took a file of the case along, so that the principal can read it."""

from __future__ import annotations

import datetime as dt

from tongban.cases.access import acts_for
from tongban.cases.queries.reading import read_case
from tongban.parties.actions import note_act
from tongban.parties.rules.actor import Actor


def note_reading(*, number: str, what: str, actor: Actor, at: dt.datetime) -> None:
    """Note the download of a file ("document", "material") under the mandate by which it was allowed.

    Who acts for nobody leaves no note, and costs no reading. Raises NotFound for a case that the actor may not see.
    """
    if actor.mandates:
        note_act(acting=acts_for(actor, read_case(number, actor)), what=what, case_number=number, actor=actor, at=at)
