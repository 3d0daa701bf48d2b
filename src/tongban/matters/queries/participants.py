"""Reading who had a part in a matter."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q

from tongban.matters.models import JournalEntry


def took_part(matter_id: int, officials: Collection[int], verbs: Collection[str]) -> bool:
    """Tell whether one of the officials said any of the verbs in the matter, or somebody who stood in for them did."""
    entries = JournalEntry.objects.filter(_by(officials), matter_id=matter_id, verb__in=list(verbs))
    return bool(officials) and entries.exists()


def part_taken(officials: Collection[int], verbs: Collection[str]) -> Exists:
    """Return the same as a condition on rows that hang on a matter one-to-one."""
    entries = JournalEntry.objects.filter(_by(officials), matter_id=OuterRef("matter_id"), verb__in=list(verbs))
    return Exists(entries)


def _by(officials: Collection[int]) -> Q:
    return Q(actor__official__in=list(officials)) | Q(actor__for_official__in=list(officials))
