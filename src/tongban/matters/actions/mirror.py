"""Write every checkpoint to a file as well, which another machine may hold: what it says cannot be taken back here."""

import pathlib

from django.conf import settings

from tongban.kernel.rules.note_files import NoteFile
from tongban.kernel.rules.signed_note import Checkpoint as Said
from tongban.kernel.rules.signed_note import text_of
from tongban.matters.models import Checkpoint


def mirror_checkpoints() -> int:
    """Append to TONGBAN_CHECKPOINT_FILE what it has not yet, in the order of sizes, and return how many.

    A run that was missed is made good by the next. Raises OSError when the file cannot be written, NoteRefused when it
    ends in something else than a checkpoint.
    """
    if not settings.CHECKPOINT_FILE:
        return 0
    with NoteFile(pathlib.Path(settings.CHECKPOINT_FILE)) as file:
        size = Said.parse(text_of(file.last)).size if file.last else 0
        fresh = Checkpoint.objects.filter(size__gt=size).order_by("size").values_list("note", flat=True)
        return file.append(fresh.iterator()) if fresh.exists() else 0
