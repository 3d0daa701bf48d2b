"""Remember the day on which a token was last used."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from tongban.parties.models import AccessToken


def note_token_use(*, token_id: int, on: dt.date) -> None:
    """Note the use of a token; the row is written on the first use of a day only."""
    AccessToken.objects.filter(Q(last_used_on__lt=on) | Q(last_used_on__isnull=True), pk=token_id).update(
        last_used_on=on
    )
