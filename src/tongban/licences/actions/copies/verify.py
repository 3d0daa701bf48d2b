"""Verify a licence or a copy for anybody, and note that it was done: when and by which way, never by whom."""

from __future__ import annotations

import datetime as dt

from tongban.licences.actions.copies.note_use import note_verification
from tongban.licences.queries.verifying import copy_verification, verification, verify_file
from tongban.licences.queries.views import CopyVerification, FileVerdict, Verification


def verify_licence(
    *, identifier: str, on: dt.date | None = None, door: str, purpose: str = "", at: dt.datetime
) -> Verification:
    """Return how a licence stands now and on a day; the holder sees that it was asked. Raises NotFound."""
    found = verification(identifier, on)
    note_verification(licence_id=found.licence_id, copy_id=None, door=door, purpose=purpose, at=at)
    return found


def verify_copy(
    *, number: str, on: dt.date | None = None, door: str, purpose: str = "", at: dt.datetime
) -> CopyVerification:
    """Return what a copy is worth now and on a day; the holder sees that it was asked. Raises NotFound."""
    found = copy_verification(number, on)
    licence_id = found.licence.licence_id
    note_verification(licence_id=licence_id, copy_id=found.copy_id, door=door, purpose=purpose, at=at)
    return found


def verify_bytes(*, data: bytes, on: dt.date | None = None, at: dt.datetime) -> FileVerdict:
    """Return whether a file is a licence or a copy as it was made; only a genuine one is noted for its holder."""
    verdict = verify_file(data, on)
    if verdict.genuine and verdict.copy is not None:
        licence_id = verdict.copy.licence.licence_id
        note_verification(licence_id=licence_id, copy_id=verdict.copy.copy_id, door="file", purpose="", at=at)
    elif verdict.genuine and verdict.licence is not None:
        note_verification(licence_id=verdict.licence.licence_id, copy_id=None, door="file", purpose="", at=at)
    return verdict
