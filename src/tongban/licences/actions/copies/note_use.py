"""Note who used a licence (谁用了我的证照)."""

import datetime as dt

from django.db import connection

from tongban.licences.models import Copy, Licence, LicenceUse
from tongban.parties.rules.actor import Actor

_ONCE_AN_HOUR = """
INSERT INTO licences_use (licence_id, copy_id, kind, door, actor_name, purpose, case_number, at)
SELECT %(licence)s, %(copy)s::bigint, 'verified', %(door)s::varchar, '', %(purpose)s, '', %(at)s
WHERE NOT EXISTS (
    SELECT FROM licences_use
    WHERE licence_id = %(licence)s AND at >= %(hour)s AND at < %(next)s
        AND kind = 'verified' AND door = %(door)s::varchar AND copy_id IS NOT DISTINCT FROM %(copy)s::bigint
)
"""


def note_use(
    kind: str,
    *,
    licence: Licence | int,
    actor: Actor,
    at: dt.datetime,
    copy: Copy | None = None,
    purpose: str = "",
    case_number: str = "",
) -> None:
    """Add a use to the licence's record; what its holder does themselves is noted too, so that it is whole."""
    LicenceUse.objects.create(
        licence_id=licence if isinstance(licence, int) else licence.pk,
        copy=copy,
        kind=kind,
        door=actor.source if actor.source in ("web", "api", "window") else "system",
        actor_name=actor.name,
        account_id=actor.account_id,
        client_system_id=actor.client_system_id,
        purpose=purpose[:200],
        case_number=case_number,
        at=at,
    )


def note_verification(*, licence_id: int, copy_id: int | None, door: str, purpose: str, at: dt.datetime) -> None:
    """Add that somebody verified a licence or a copy, by which way and when: nothing of who they are.

    Of an hour the first by each way is kept: a program that asks day and night does not bury what else was done.
    """
    hour = at.replace(minute=0, second=0, microsecond=0)
    told = {
        "licence": licence_id,
        "copy": copy_id,
        "door": door,
        "purpose": purpose.strip()[:200],
        "at": at,
        "hour": hour,
        "next": hour + dt.timedelta(hours=1),
    }
    with connection.cursor() as cursor:
        cursor.execute(_ONCE_AN_HOUR, told)
