"""Write down that the time of licences is over (过期失效), as a set."""

import datetime as dt
from collections.abc import Sequence

from django.db import connection, transaction

from tongban.kernel.clock import day_of
from tongban.kernel.outbox import announce
from tongban.licences.events import topic
from tongban.licences.lifecycle import EXPIRED, MOVES, RUNNING
from tongban.parties.rules.actor import SYSTEM

BATCH = 5000

# The standing begins when the day began on which it was over, whenever that is written down.
_LAPSE = """
WITH over AS (
    SELECT id, valid_until, matter_id FROM licences_licence
    WHERE state = ANY(%(running)s) AND valid_until < %(day)s::date {only}
    ORDER BY valid_until, id LIMIT %(most)s FOR UPDATE SKIP LOCKED
), ended AS (
    UPDATE licences_licence AS l SET state = %(expired)s::varchar FROM over WHERE l.id = over.id
), written AS (
    INSERT INTO licences_standing (licence_id, state, from_at, reason, basis, actor_name, verb)
    SELECT id, %(expired)s::varchar, ((valid_until + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'), '',
        %(basis)s::varchar, %(who)s::varchar,
        'expire'
    FROM over RETURNING id, licence_id
)
SELECT written.id, over.id, over.matter_id FROM written JOIN over ON over.id = written.licence_id
"""


def expire(*, at: dt.datetime) -> int:
    """Expire every licence whose last day is past, and return how many those were; the sweep of the night.

    Each has its standing in the register and is announced; a broken run is finished by the next.
    """
    done = 0
    while batch := _lapse(day_of(at), at=at):
        done += batch
    return done


def lapse(licences: Sequence[int], *, at: dt.datetime) -> int:
    """Expire those of the licences (ids) whose last day is past, in the caller's transaction."""
    return _lapse(day_of(at), at=at, only=list(licences))


def _lapse(day: dt.date, *, at: dt.datetime, only: list[int] | None = None) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            _LAPSE.format(only="AND id = ANY(%(only)s)" if only is not None else ""),
            {
                "running": list(RUNNING),
                "day": day,
                "most": BATCH,
                "expired": EXPIRED,
                "basis": str(MOVES["expire"].basis),
                "who": SYSTEM.name,
                "only": only,
            },
        )
        rows = cursor.fetchall()
        announce(
            topic("expire"),
            {standing: {"licence": licence, "matter": matter} for standing, licence, matter in rows},
        )
    return len(rows)
