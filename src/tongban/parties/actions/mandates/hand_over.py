"""Keep a list of the originals that an agent takes along, until each was given back (原件交接)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.errors import NotFound, Refusal
from tongban.parties.actions.mandates.terms import MandateUnclear, held_for_change
from tongban.parties.actions.record_event import record_event
from tongban.parties.models import HandedOver, Mandate
from tongban.parties.queries.mandates import side_of
from tongban.parties.rules.actor import Actor

LONGEST_NAME = 100


class OriginalBack(Refusal):
    """The original was given back before."""


@transaction.atomic
def hand_over(*, mandate_id: int, name: str, actor: Actor, at: dt.datetime) -> int:
    """Write down that the agent took an original along, and return its id; either side may.

    Raises NotFound to strangers, MandateOver, MandateUnclear without a name.
    """
    mandate, side = held_for_change(mandate_id, actor)
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise MandateUnclear({"name": _("请写明是什么材料的原件，最多 %(longest)d 个字。") % {"longest": LONGEST_NAME}})
    taken = HandedOver.objects.create(mandate=mandate, name=name, taken_at=at)
    record_event(kind="hand_over", subject=f"mandate:{mandate.pk}", actor=actor, at=at, side=side, original=taken.pk)
    return int(taken.pk)


@transaction.atomic
def give_back(*, original_id: int, actor: Actor, at: dt.datetime) -> None:
    """Write down that the principal has an original back; the principal says so, also when the mandate is over.

    Where the window recorded the mandate on paper, the agent may say it. Raises NotFound, OriginalBack.
    """
    taken = HandedOver.objects.select_for_update(of=("self",)).select_related("mandate").filter(pk=original_id).first()
    side = "" if taken is None else side_of(taken.mandate, actor)
    by_agent = taken is not None and taken.mandate.recorded_by_id is not None and side == Mandate.Side.AGENT
    if taken is None or (side != Mandate.Side.PRINCIPAL and not by_agent):
        raise NotFound(_("没有这份原件。"))
    if taken.given_back_at is not None:
        raise OriginalBack(_("这份原件已经归还。"))
    taken.given_back_at = at
    taken.save(update_fields=["given_back_at"])
    record_event(
        kind="give_back", subject=f"mandate:{taken.mandate_id}", actor=actor, at=at, side=side, original=taken.pk
    )
