"""The list of files that are in force no more, as text that is signed (pure).

    tongban-ended-1
    2026-03-02T02:00:00+00:00
    <SHA-256 of a file> revoked
    …

A verifier without a network believes it up to its moment.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from tongban.kernel.rules.signed_note import NoteRefused, verify_note

ORIGIN = "tongban-ended-1"
_LINE = re.compile(r"([0-9a-f]{64}) ([a-z_]+)")


@dataclass(frozen=True, slots=True)
class Ended:
    """What had ended when the list was made: the state by the SHA-256 of the file."""

    at: dt.datetime
    states: dict[str, str]


def ended_text(at: dt.datetime, lines: Iterable[tuple[str, str]]) -> str:
    """Return the list's text, whatever its length."""
    said = "".join(f"{sha256} {state}\n" for sha256, state in lines)
    return f"{ORIGIN}\n{at.astimezone(dt.UTC).isoformat(timespec='seconds')}\n{said}"


def read_ended(note: str, vkey: str) -> Ended:
    """Return a list that the key signed. Raises ValueError when the signature or the form is wrong."""
    try:
        origin, moment, *lines = verify_note(note, vkey).removesuffix("\n").split("\n")
    except NoteRefused as refused:
        raise ValueError("not signed by the key") from refused
    if origin != ORIGIN:
        raise ValueError("not a list of what has ended")
    states: dict[str, str] = {}
    for line in lines:
        found = _LINE.fullmatch(line)
        if found is None:
            raise ValueError("not a list of what has ended")
        states[found.group(1)] = found.group(2)
    return Ended(dt.datetime.fromisoformat(moment), states)
