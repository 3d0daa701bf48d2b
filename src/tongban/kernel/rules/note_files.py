"""Files of signed notes, one after another, to which notes are only appended.

A note ends with its signature lines, so the next begins with the first line that is none.
"""

import fcntl
import os
import pathlib
from collections.abc import Iterable, Iterator

_DASH = "\u2014 "


class BrokenFile(Exception):
    """The file holds something else than whole notes."""


def notes_in(lines: Iterable[str]) -> Iterator[str]:
    """Yield the notes among these lines, each of which ends in a newline. Raises BrokenFile for half a note."""
    note: list[str] = []
    signed = False
    for line in lines:
        if signed and not line.startswith(_DASH):
            yield "".join(note)
            note, signed = [], False
        # An empty line separates the text from the signatures, and may stand in the text too.
        signed = bool(note) and line.startswith(_DASH) and (signed or note[-1] == "\n")
        note.append(line)
    if note and (not signed or not note[-1].endswith("\n")):
        raise BrokenFile("the file ends within a note")
    if note:
        yield "".join(note)


class NoteFile:
    """A file of notes that this process alone appends to while it is open; what a crash left half written goes."""

    def __init__(self, path: pathlib.Path) -> None:
        self._handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_APPEND, 0o644)
        fcntl.flock(self._handle, fcntl.LOCK_EX)
        self.last = self._mend()

    def __enter__(self) -> "NoteFile":
        return self

    def __exit__(self, *ended: object) -> None:
        os.close(self._handle)

    def append(self, notes: Iterable[str]) -> int:
        """Append notes and return how many; they are on the disk when this returns. With an OSError, none is."""
        before, last, count = os.fstat(self._handle).st_size, self.last, 0
        try:
            for note in notes:
                data = note.encode()
                while data:
                    data = data[os.write(self._handle, data) :]
                last, count = note, count + 1
            os.fsync(self._handle)
        except OSError:
            os.ftruncate(self._handle, before)
            raise
        self.last = last
        return count

    def _mend(self) -> str | None:
        """Cut off what follows the last signature line, and return the last note; None of a file without any."""
        last, torn = _end(self._handle)
        if torn:
            os.ftruncate(self._handle, os.fstat(self._handle).st_size - torn)
        return last


def last_note(path: pathlib.Path) -> str | None:
    """Return the last whole note of a file that others may be appending to; nothing is locked or mended.

    Raises OSError when it cannot be read.
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        return _end(handle)[0]
    finally:
        os.close(handle)


def _end(handle: int) -> tuple[str | None, int]:
    """Return the last note, None of a file without any, and how many bytes follow its last signature line."""
    size, back = os.fstat(handle).st_size, 4096
    while True:
        back = min(back, size)
        lines = os.pread(handle, back, size - back).splitlines(keepends=True)
        torn = 0
        while lines and not (lines[-1].startswith(_DASH.encode()) and lines[-1].endswith(b"\n")):
            torn += len(lines.pop())
        found = _last_of(lines, whole=back == size)
        if found or back == size:
            # What is no UTF-8 is for the reader of the note to refuse.
            return (found.decode(errors="surrogateescape") if found else None), torn
        back *= 4


def _last_of(lines: list[bytes], *, whole: bool) -> bytes:
    """Return the last note of lines that end in a signature; nothing when it may begin before them."""
    start = len(lines)
    while start and lines[start - 1].startswith(_DASH.encode()):
        start -= 1
    while start and not lines[start - 1].startswith(_DASH.encode()):
        start -= 1
    return b"".join(lines[start:]) if start or whole else b""
