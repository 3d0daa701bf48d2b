"""Note what an agent did for the principal that no journal of a matter says."""

from __future__ import annotations

import datetime as dt

from tongban.parties.actions.record_event import record_event
from tongban.parties.rules.actor import Actor, ActsFor


def note_act(*, acting: ActsFor | None, what: str, case_number: str, actor: Actor, at: dt.datetime) -> None:
    """Note a download (or other reading) under the mandate by which it was made; nothing for who acts for themselves.

    `what` is the kind of file or its code, never its name: the note outlives what it tells of.
    """
    if acting is None or acting.mandate_id is None:
        return
    record_event(
        kind="download", subject=f"mandate:{acting.mandate_id}", actor=actor, at=at, case=case_number, what=what
    )
