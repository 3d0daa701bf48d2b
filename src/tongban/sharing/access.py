"""Who may look into the registers, and of whom."""

from __future__ import annotations

from tongban.parties.queries import parties_of
from tongban.parties.rules.actor import Actor


def may_look_up(actor: Actor, subject_code: str, *, case_number: str) -> bool:
    """Tell whether the actor may look up the subject.

    People may look up themselves and those for whom they act, once it is confirmed who these are: a stranger can
    open an account with somebody's number. Officials with a duty and other systems may, for a case.
    """
    if actor.is_system:
        return True
    if case_number and (actor.duties or actor.client_system_id is not None):
        return True
    return any(party.code == subject_code and party.is_verified for party in parties_of(actor))
