"""Note who used a licence (谁用了我的证照)."""

import datetime as dt

from tongban.licences.models import Copy, Licence, LicenceUse
from tongban.parties.rules.actor import Actor


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
    """Add that somebody verified a licence, by which way and when: nothing of who they are."""
    LicenceUse.objects.create(
        licence_id=licence_id, copy_id=copy_id, kind="verified", door=door, purpose=purpose.strip()[:200], at=at
    )
