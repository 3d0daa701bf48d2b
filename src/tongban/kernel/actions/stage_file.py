"""Keep a file between looking it over and taking it in, for who brought it and for a day."""

import datetime as dt

from tongban.kernel import files
from tongban.kernel.actions.drop_files import drop_files
from tongban.kernel.models import StagedFile

# Whole tables of people may be in it: a decision that takes longer than this is taken with the file at hand again.
STAYS = dt.timedelta(days=1)


def stage_file(*, data: bytes, owner: str, at: dt.datetime) -> str:
    """Keep the bytes for their owner and return the SHA-256 (hex) by which only they get them back."""
    kept = files.put(data, "application/octet-stream").sha256
    StagedFile.objects.update_or_create(owner=owner, sha256=kept, defaults={"expires_at": at + STAYS})
    return kept


def staged_file(*, sha256: str, owner: str, at: dt.datetime) -> bytes:
    """Return a file that its owner staged. Raises FileLost for one of others, and when its time is past."""
    mine = StagedFile.objects.filter(owner=owner, sha256=sha256.replace("\x00", ""), expires_at__gt=at)
    if not mine.exists():
        raise files.FileLost(sha256)
    return files.read(sha256)


def sweep_staged(*, at: dt.datetime) -> int:
    """Forget the staged files whose time is past, with bytes that nothing else names; return how many."""
    past = StagedFile.objects.filter(expires_at__lte=at)
    hashes = set(past.values_list("sha256", flat=True))
    gone, _by_table = past.delete()
    drop_files(hashes=hashes, at=at)
    return gone
