"""How far the journal is seen and held by others: witnesses that co-sign, and the file of checkpoints."""

import datetime as dt
import pathlib
from dataclasses import dataclass

from django.conf import settings

from tongban.kernel.rules.note_files import last_note
from tongban.kernel.rules.signed_note import Checkpoint as Said
from tongban.kernel.rules.signed_note import text_of
from tongban.matters.models import Checkpoint, Witness
from tongban.matters.ports import witnesses


@dataclass(frozen=True, slots=True)
class WitnessState:
    """A witness in use: how many entries it has yet to see, when it last co-signed, and what went wrong since."""

    name: str
    behind: int
    cosigned_at: dt.datetime | None
    trouble: str


def witness_states() -> list[WitnessState]:
    """Return the witnesses in use; one that was never asked is behind by the whole journal."""
    size = _signed_size()
    known = Witness.objects.in_bulk([port.verifier.vkey for port in witnesses()])
    return [
        WitnessState(port.verifier.name, size, None, "")
        if (found := known.get(port.verifier.vkey)) is None
        else WitnessState(port.verifier.name, max(0, size - found.size), found.cosigned_at, found.trouble)
        for port in witnesses()
    ]


def mirror_behind() -> int | None:
    """Return how many entries the file of checkpoints has yet to vouch for; None where no file is named.

    Raises OSError when it cannot be read, NoteRefused when it ends in something else than a checkpoint.
    """
    if not settings.CHECKPOINT_FILE:
        return None
    path = pathlib.Path(settings.CHECKPOINT_FILE)
    last = last_note(path) if path.exists() else None
    return _signed_size() - (Said.parse(text_of(last)).size if last else 0)


def _signed_size() -> int:
    found = Checkpoint.objects.order_by("-size").values_list("size", flat=True).first()
    return found or 0
