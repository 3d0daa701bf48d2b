"""Accept a mandate that the other side proposed."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.clock import day_of
from tongban.parties.actions.mandates.terms import MandateOver, held_for_change, passed_on, refuse_unconfirmed, tell
from tongban.parties.actions.record_event import record_event
from tongban.parties.models import Mandate
from tongban.parties.rules.actor import Actor


@transaction.atomic
def accept_mandate(*, mandate_id: int, actor: Actor, at: dt.datetime) -> None:
    """Accept a mandate on the actor's side, with the actor's own sign-in; with both sides it is in force.

    Who accepts for an organisation by their own full mandate passes that on (转委托), as in `give_mandate`. Raises
    NotFound to strangers, MandateOver when it is over, past, or not the actor's to answer, MandateUnclear to a person
    of whom it is not confirmed who they are.
    """
    mandate, side = held_for_change(mandate_id, actor)
    if mandate.ends_on is not None and mandate.ends_on < day_of(at):
        raise MandateOver(_("这个授权的截止日期已过，请重新提出。"))
    if mandate.helper_id is None or side == Mandate.Side.PRINCIPAL:
        refuse_unconfirmed(actor)
    if side == Mandate.Side.PRINCIPAL and mandate.principal_accepted_at is None:
        mandate.principal_accepted_at = at
        mandate.given_by_id = actor.account_id
        if mandate.organisation_id is not None:
            mandate.under = passed_on(mandate.organisation_id, actor, day_of(at))
    elif side == Mandate.Side.AGENT and mandate.agent_accepted_at is None:
        mandate.agent_accepted_at = at
    else:
        raise MandateOver(_("这个授权不在等您答复。"))
    mandate.save(update_fields=["principal_accepted_at", "agent_accepted_at", "given_by", "under"])
    record_event(kind="accept_mandate", subject=f"mandate:{mandate.pk}", actor=actor, at=at, side=side)
    tell("accept", mandate)
