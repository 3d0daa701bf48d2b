"""Remind both sides before a mandate ends."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tongban.kernel.clock import day_of
from tongban.kernel.outbox import announce
from tongban.kernel.queries import parameter
from tongban.parties.events import mandate_topic
from tongban.parties.models import Mandate
from tongban.parties.queries.actors import mandate_in_force

REMIND_DAYS = "mandate_remind_days"


@transaction.atomic
def sweep_mandates(*, at: dt.datetime) -> int:
    """Announce, once each, the mandates in force that end within the days of the parameter; return how many."""
    day = day_of(at)
    last = day + dt.timedelta(days=parameter(REMIND_DAYS))
    soon = Mandate.objects.select_for_update(of=("self",), skip_locked=True).filter(
        mandate_in_force(day), ends_on__lte=last, reminded_on=None
    )
    ids = list(soon.values_list("pk", flat=True))
    Mandate.objects.filter(pk__in=ids).update(reminded_on=day)
    if ids:
        announce(mandate_topic("ending"), {pk: {} for pk in ids})
    return len(ids)
