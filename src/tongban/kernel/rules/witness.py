"""What a witness is asked and what it answers, as C2SP `tlog-witness` has it (pure).

A witness co-signs a checkpoint only when it is proven to go on from the last one that it co-signed of the same log, so
nobody who trusts the witness can be shown another history.
"""

import base64
import binascii
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tongban.kernel.rules.merkle import EMPTY_ROOT, verify_consistency
from tongban.kernel.rules.signed_note import Checkpoint, NoteRefused, NoteVerifier, text_of

MOST_PROOF_LINES = 63
SIZE_TYPE, TEXT_TYPE = "text/x.tlog.size", "text/plain; charset=utf-8"


class WitnessRefuses(Exception):
    """The witness does not co-sign: with this HTTP status, because of this."""

    def __init__(self, status: int, reason: str, media: str = TEXT_TYPE) -> None:
        super().__init__(reason)
        self.status, self.body, self.media = status, f"{reason}\n", media


@dataclass(frozen=True, slots=True)
class Head:
    """The last checkpoint of a log that a witness co-signed; nothing yet is size 0."""

    size: int = 0
    root: bytes = EMPTY_ROOT


@dataclass(frozen=True, slots=True)
class Submission:
    """A checkpoint (a signed note), and the proof that it goes on from `old` leaves."""

    old: int
    proof: Sequence[bytes]
    note: str

    def body(self) -> bytes:
        """Return the body of the request."""
        lines = [f"old {self.old}", *(base64.b64encode(each).decode() for each in self.proof)]
        return "".join(f"{line}\n" for line in [*lines, ""]).encode() + self.note.encode()

    @classmethod
    def parse(cls, body: bytes) -> "Submission":
        """Read the body of a request; ValueError when it is malformed."""
        head, separator, note = body.decode().partition("\n\n")
        first, *proof = head.split("\n")
        old = re.fullmatch(r"old (0|[1-9][0-9]{0,18})", first, re.ASCII)
        if not separator or old is None or len(proof) > MOST_PROOF_LINES:
            raise ValueError("not a submission")
        try:
            hashes = [base64.b64decode(line, validate=True) for line in proof]
        except binascii.Error:
            raise ValueError("a line of the proof is not base64") from None
        if any(len(each) != 32 for each in hashes):
            raise ValueError("a line of the proof is not a hash")
        return cls(int(old[1]), hashes, note)


def judge(body: bytes, logs: Sequence[NoteVerifier], head_of: Callable[[str], Head]) -> tuple[str, Checkpoint]:
    """Return the checkpoint's text, to be co-signed, and what it says; or raise WitnessRefuses.

    `logs` are the keys that the witness knows, each named as the origin of its log. The caller keeps the new head
    before it answers, and lets nobody else keep one of this log between.
    """
    try:
        asked = Submission.parse(body)
        text = text_of(asked.note)
        said = Checkpoint.parse(text)
    except (ValueError, NoteRefused) as malformed:
        raise WitnessRefuses(400, str(malformed)) from None
    known = [each for each in logs if each.name == said.origin]
    if not known:
        raise WitnessRefuses(404, "this witness does not know the log")
    if not any(_signed(key, asked.note) for key in known):
        raise WitnessRefuses(403, "no key of the log signed the checkpoint")
    if asked.old > said.size:
        raise WitnessRefuses(400, "the old size is beyond the checkpoint's")
    head = head_of(said.origin)
    if asked.old != head.size:
        raise WitnessRefuses(409, str(head.size), SIZE_TYPE)
    if asked.old == said.size and said.root != head.root:
        raise WitnessRefuses(409, str(head.size), SIZE_TYPE)
    if not verify_consistency(head.size, said.size, head.root, said.root, asked.proof):
        raise WitnessRefuses(422, "the proof does not lead from the last co-signed checkpoint to this one")
    return text, said


def _signed(key: NoteVerifier, note: str) -> bool:
    try:
        key.open(note)
    except NoteRefused:
        return False
    return True
