"""Write down which release a database is of."""

from __future__ import annotations

from tongban.kernel.clock import now
from tongban.kernel.models import Release


def note_release(version: str) -> None:
    """Add the release where it is not the newest already; a second call changes nothing."""
    Release.objects.get_or_create(version=version, defaults={"migrated_at": now()})
