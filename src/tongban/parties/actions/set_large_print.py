"""Keep with an account whether its pages are shown in large print."""

from __future__ import annotations

from tongban.parties.models import Account
from tongban.parties.rules.actor import Actor


def set_large_print(*, on: bool, actor: Actor) -> None:
    """Keep the choice of the actor's own account (长者模式); nothing for who has none."""
    if actor.account_id is not None:
        Account.objects.filter(pk=actor.account_id).exclude(large_print=on).update(large_print=on)
