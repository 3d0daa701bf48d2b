"""Checkpoints that were kept elsewhere, to be compared with the journal: what they say cannot be taken back here."""

import itertools
import os
import pathlib
from collections.abc import Callable, Iterable, Iterator

from tongban.kernel.rules.note_files import BrokenFile, notes_in
from tongban.kernel.rules.signed_note import NoteRefused, verify_checkpoint

_NOTHING: tuple[tuple[int, bytes], ...] = ()


class Mirror:
    """The checkpoints of a file, walked through as the tree grows; none where there is no file."""

    def __init__(self, path: pathlib.Path | None, vkey: str, find: Callable[[str], object]) -> None:
        self.read = 0
        self._vkey, self._find, self._last = vkey, find, 0
        self._notes = iter(_NOTHING) if path is None else self._read(path, os.stat(path).st_size)
        self._next = next(self._notes, None)

    def sizes(self, until: int) -> Iterator[tuple[int, bytes]]:
        """Yield the size and root of each checkpoint up to a size, as far as the file has them in their order."""
        while self._next is not None and self._next[0] <= until:
            size, root = self._next
            self._next = next(self._notes, None)
            if size < self._last:
                self._find(f"镜像中检查点 {self._last} 之后是 {size}：日志曾被改短后重新生长")
            else:
                self._last = size
                yield size, root

    def check_rest(self, leaves: int) -> None:
        """Find what the file vouches for beyond the tree's end."""
        for size, _root in itertools.chain(() if self._next is None else (self._next,), self._notes):
            self._find(f"镜像中的检查点记有 {size} 条，日志只有 {leaves} 条")

    def _read(self, path: pathlib.Path, length: int) -> Iterator[tuple[int, bytes]]:
        """Yield what the notes say; the file may grow meanwhile, so no more than its length now is read."""
        try:
            with path.open(encoding="utf-8", newline="\n") as file:
                for place, note in enumerate(notes_in(_lines(file, length)), 1):
                    try:
                        said = verify_checkpoint(note, self._vkey)
                    except NoteRefused as refused:
                        self._find(f"镜像第 {place} 个检查点的签名不对：{refused}")
                        continue
                    self.read += 1
                    yield said.size, said.root
        except (BrokenFile, UnicodeDecodeError) as broken:
            self._find(f"镜像文件不完整：{broken}")


def _lines(file: Iterable[str], length: int) -> Iterator[str]:
    """Yield the lines of the first `length` bytes."""
    for line in file:
        length -= len(line.encode())
        if length < 0:
            return
        yield line
