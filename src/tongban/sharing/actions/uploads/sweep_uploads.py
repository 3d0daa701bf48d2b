"""Forget, by night, what was never sent to its end."""

from __future__ import annotations

import datetime as dt

from tongban.kernel import pieces
from tongban.sharing.models import Upload


def sweep_uploads(*, at: dt.datetime) -> int:
    """Forget the uploads whose time is past, with their bytes; return how many."""
    gone = list(Upload.objects.filter(expires_at__lte=at).values_list("key", flat=True))
    for key in gone:
        pieces.drop(key)
    Upload.objects.filter(key__in=gone).delete()
    return len(gone)
