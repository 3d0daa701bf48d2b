"""Hand the platform above what changed in the register, and keep that it was handed out."""

import datetime as dt
from typing import Any

from django.db import transaction

from tongban.licences.queries.metadata import feed
from tongban.parties.actions import record_event
from tongban.parties.rules.actor import Actor


@transaction.atomic
def pull_feed(*, after: int, actor: Actor, at: dt.datetime) -> tuple[list[dict[str, Any]], int]:
    """Return the records written after a mark and the mark to go on from, as queries.metadata.feed does.

    Who took how many records from which mark on is an event in the record of the parties; a call that told nothing is
    none. Raises NotYours.
    """
    rows, mark = feed(actor, after=after)
    if rows:
        record_event(
            kind="pull_licence_feed",
            subject="register:licences",
            actor=actor,
            at=at,
            after=after,
            to=mark,
            rows=len(rows),
        )
    return rows, mark
