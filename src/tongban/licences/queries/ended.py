"""The signed list of what has ended, by which verification works without a network up to the list's day."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator

from django.core.cache import cache
from django.db.models import Q

from tongban.kernel import signing
from tongban.kernel.clock import day_of
from tongban.licences.lifecycle import VALID
from tongban.licences.models import Copy, Licence
from tongban.licences.queries.held import state_today
from tongban.licences.rules.ended import ended_text

BATCH = 5000
KEPT_SECONDS = 60
_KEPT = "licences-ended"


def published_list(at: dt.datetime) -> tuple[str, str]:
    """Return the list as it is handed out, at most `KEPT_SECONDS` old, and its ETag: anybody may ask all day."""
    kept: str | None = cache.get(_KEPT)
    if kept is None:
        kept = ended_list(at)
        cache.set(_KEPT, kept, KEPT_SECONDS)
    return kept, f'"{hashlib.sha256(kept.encode()).hexdigest()}"'


def ended_list(at: dt.datetime) -> str:
    """Return the list as a signed note: a line for each file that is in force no more, with its hash and state.

    Hashes tell nothing of whom the licences are. Signed by the journal's key, whose public part is published.
    """
    return signing.journal_key().sign(ended_text(at, _lines(day_of(at))))


def _lines(day: dt.date) -> Iterator[tuple[str, str]]:
    over = ~Q(state=VALID) | Q(valid_until__lt=day) | Q(valid_from__gt=day)
    licences = Licence.objects.filter(over, file_sha256__isnull=False).order_by("file_sha256")
    for row in licences.iterator(BATCH):
        yield row.file_sha256 or "", state_today(row, day)
    # A copy says its own last day; here stands what ended before.
    copies = Copy.objects.filter(expires_on__gte=day).filter(
        Q(revoked_at__isnull=False) | ~Q(licence__state=VALID) | Q(licence__valid_until__lt=day)
    )
    for sha256, revoked_at in copies.order_by("file_sha256").values_list("file_sha256", "revoked_at").iterator(BATCH):
        yield sha256, "revoked" if revoked_at is not None else "licence_ended"
