"""Signed notes, tree checkpoints and their co-signatures in the C2SP forms `signed-note`, `tlog-checkpoint` and
`tlog-cosignature` (Ed25519, pure).

Go's `golang.org/x/mod/sumdb/note` and `tlog` read them, so a verifier that nobody here wrote can check the
journal.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
# A co-signature says when a witness saw the checkpoint: eight bytes of seconds go before the signature.
COSIGNATURE = b"\x04"
TIME_BYTES = 8
HASH_BYTES = 32
MOST_SIGNATURES = 100
MOST_LEAVES = 2**63 - 1
_DASH = "\u2014 "
# Control characters but the newline; and halves of a character, which are no text (UTF-8 has no form for them).
_NO_TEXT = re.compile("[\x00-\x09\x0b-\x1f\ud800-\udfff]")


class NoteRefused(Exception):
    """The note is malformed, changed, or carries no signature of the key that was asked for."""


@dataclass(frozen=True, slots=True)
class NoteVerifier:
    """A public key, the name it signs under, and whether it signs notes or, as a witness, co-signs checkpoints."""

    name: str
    public: bytes
    algorithm: bytes = ED25519

    @classmethod
    def parse(cls, vkey: str) -> "NoteVerifier":
        """Read the text form name+hash+base64; NoteRefused when it is wrong."""
        name, _, rest = vkey.partition("+")
        hashed, _, encoded = rest.partition("+")
        key = _decode(encoded)
        verifier = cls(name, key[1:], key[:1])
        if not _name_valid(name) or key[:1] not in (ED25519, COSIGNATURE) or len(verifier.public) != 32:
            raise NoteRefused("not an Ed25519 verifier key")
        if hashed != verifier.key_hash.hex():
            raise NoteRefused("the key's hash does not belong to its name and key")
        return verifier

    @property
    def key_hash(self) -> bytes:
        """The first four bytes of SHA-256 over name, newline, algorithm and key."""
        return hashlib.sha256(self.name.encode() + b"\n" + self.algorithm + self.public).digest()[:4]

    @property
    def vkey(self) -> str:
        """The text form name+hash+base64, to be published."""
        return f"{self.name}+{self.key_hash.hex()}+{base64.b64encode(self.algorithm + self.public).decode()}"

    def open(self, note: str) -> str:
        """Return the note's text when this key signed it, or else NoteRefused; other keys are ignored."""
        text, signature = self._signature(note)
        message = text.encode()
        if self.algorithm == COSIGNATURE:
            message = cosigned_message(text, int.from_bytes(signature[:TIME_BYTES]))
            signature = signature[TIME_BYTES:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            raise NoteRefused("the signature does not fit the text") from None
        return text

    def cosigned_at(self, note: str) -> int:
        """Return when this witness saw the checkpoint, in seconds since 1970; NoteRefused as `open`."""
        self.open(note)
        return int.from_bytes(self._signature(note)[1][:TIME_BYTES])

    def _signature(self, note: str) -> tuple[str, bytes]:
        text, signatures = _split(note)
        for name, key_hash, signature in signatures:
            if (name, key_hash) == (self.name, self.key_hash):
                return text, signature
        raise NoteRefused(f"not signed by {self.name}")


class NoteSigner:
    """A private key and the name it signs under: no spaces and no plus sign; ValueError otherwise."""

    def __init__(self, name: str, private_key: Ed25519PrivateKey) -> None:
        if not _name_valid(name):
            raise ValueError("a signer's name has neither spaces nor a plus sign")
        self._private_key = private_key
        self.verifier = NoteVerifier(name, private_key.public_key().public_bytes_raw())

    @property
    def name(self) -> str:
        """The name under which the key signs."""
        return self.verifier.name

    @property
    def vkey(self) -> str:
        """The text form of the public key."""
        return self.verifier.vkey

    def sign(self, text: str) -> str:
        """Return the note: the text, an empty line, the signature line. ValueError when the text has no end."""
        if not text.endswith("\n") or _NO_TEXT.search(text):
            raise ValueError("a note's text ends in a newline and has no other control characters")
        return f"{text}\n{_line(self.verifier, self._private_key.sign(text.encode()))}"


class Cosigner:
    """A witness's private key and the name it co-signs under; ValueError for a name that no key may have."""

    def __init__(self, name: str, private_key: Ed25519PrivateKey) -> None:
        if not _name_valid(name):
            raise ValueError("a witness's name has neither spaces nor a plus sign")
        self._private_key = private_key
        self.verifier = NoteVerifier(name, private_key.public_key().public_bytes_raw(), COSIGNATURE)

    def line(self, text: str, at: int) -> str:
        """Return the line that co-signs a checkpoint's text at a time in seconds since 1970 (tlog-cosignature)."""
        signature = self._private_key.sign(cosigned_message(text, at))
        return _line(self.verifier, at.to_bytes(TIME_BYTES) + signature)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: whose it is, how many leaves it has, and their Merkle root (32 bytes)."""

    origin: str
    size: int
    root: bytes
    extensions: Sequence[str] = ()

    def text(self) -> str:
        """Return the checkpoint's text, a line each; ValueError when a field does not fit the form."""
        lines = [self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions]
        if self.size < 0 or len(self.root) != HASH_BYTES or any(not x or "\n" in x for x in lines):
            raise ValueError("not a checkpoint")
        return "".join(f"{line}\n" for line in lines)

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Read a checkpoint's text; NoteRefused when it is malformed."""
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1] or not all(lines[:-1]) or not re.fullmatch(r"0|[1-9][0-9]{0,18}", lines[1]):
            raise NoteRefused("not a checkpoint")
        size, root = int(lines[1]), _decode(lines[2])
        if size > MOST_LEAVES or len(root) != HASH_BYTES:
            raise NoteRefused("not a checkpoint's size and root")
        return cls(lines[0], size, root, tuple(lines[3:-1]))


def sign_checkpoint(signer: NoteSigner, size: int, root: bytes, origin: str = "") -> str:
    """Return the signed checkpoint of a tree; its origin is the signer's name unless another is given."""
    return signer.sign(Checkpoint(origin or signer.name, size, root).text())


def cosigned_message(text: str, at: int) -> bytes:
    """Return what a witness signs of a checkpoint's text."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def text_of(note: str) -> str:
    """Return a note's text without asking who signed it; NoteRefused when it is malformed."""
    return _split(note)[0]


def verify_note(note: str, vkey: str) -> str:
    """Return the text that the key signed; NoteRefused when the note or the key is wrong."""
    return NoteVerifier.parse(vkey).open(note)


def verify_checkpoint(note: str, vkey: str) -> Checkpoint:
    """Return the checkpoint that the key signed; NoteRefused when the note or the key is wrong."""
    return Checkpoint.parse(verify_note(note, vkey))


def _split(note: str) -> tuple[str, list[tuple[str, bytes, bytes]]]:
    if _NO_TEXT.search(note):
        raise NoteRefused("a note has no control characters and is UTF-8")
    text, separator, tail = note.rpartition("\n\n")
    lines = tail.split("\n")
    if not separator or lines.pop() or not lines or len(lines) > MOST_SIGNATURES:
        raise NoteRefused("a note ends in an empty line and its signatures, each on a line")
    signatures = []
    for line in lines:
        name, _, encoded = line.removeprefix(_DASH).partition(" ")
        signature = _decode(encoded)
        if not line.startswith(_DASH) or not _name_valid(name) or len(signature) < 5:
            raise NoteRefused("not a signature line")
        signatures.append((name, signature[:4], signature[4:]))
    return text + "\n", signatures


def _line(verifier: NoteVerifier, signature: bytes) -> str:
    return f"{_DASH}{verifier.name} {base64.b64encode(verifier.key_hash + signature).decode()}\n"


def _name_valid(name: str) -> bool:
    return bool(name) and not re.search(r"[+\s]", name) and not _NO_TEXT.search(name)


def _decode(text: str) -> bytes:
    try:
        decoded = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NoteRefused("not base64") from None
    if base64.b64encode(decoded).decode() != text:
        raise NoteRefused("not base64 in its one form")
    return decoded
