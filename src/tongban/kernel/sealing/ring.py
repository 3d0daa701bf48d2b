"""The keys that seal: in `keys/sealing-keys` of the home or in TONGBAN_SEALING_KEYS, read again when changed.

One line for each key, its name and its 64 bytes in base64, the one in use first. Besides it there is at most one more:
the next one, while a rotation is prepared, or the last one, until nothing is sealed under it any more.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import pathlib
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings

from tongban.kernel.secrets import SecretTrouble, secret_file
from tongban.kernel.signing.keys import alone_in
from tongban.kernel.whole_files import keep

VARIABLE = "TONGBAN_SEALING_KEYS"
MARK = "~"
# How long a process may go on with a ring that was changed; a key that it does not know makes it look at once.
LOOKS_EVERY_SECONDS = 1.0
_BITS = 512
# Base64 as addresses write it (RFC 4648, 5) and as it is decoded; this happens with every value of every list.
_URL = bytes.maketrans(b"+/", b"-_")
_PLAIN = bytes.maketrans(b"-_", b"+/")


class RingTrouble(SecretTrouble):
    """The keys cannot be used as they are written; says where, and never what."""


class RotationRefused(SecretTrouble):
    """A step of a rotation cannot be taken now; the line says what to do first."""


class SealBroken(SecretTrouble):
    """What is stored cannot be opened; names the place, and never the value."""


@dataclass(frozen=True, slots=True)
class SealingKey:
    """One key by its name, six hexadecimal digits of its SHA-256, so that two keys are never taken for one another."""

    name: str
    cipher: AESSIV
    written: str
    # How all begins that it sealed.
    beginning: str

    @classmethod
    def read(cls, written: str) -> SealingKey:
        """Return the key of 64 bytes in base64; raises ValueError for anything else."""
        try:
            key = base64.b64decode(written, validate=True)
        except binascii.Error:
            raise ValueError("not base64") from None
        if len(key) * 8 != _BITS:
            raise ValueError(f"{len(key)} bytes, not {_BITS // 8}")
        name = hashlib.sha256(key).hexdigest()[:6]
        return cls(name, AESSIV(key), written, f"{MARK}{name}.")

    @classmethod
    def fresh(cls) -> SealingKey:
        """Make a key."""
        return cls.read(base64.b64encode(AESSIV.generate_key(_BITS)).decode())

    def seal(self, value: str, place: str) -> str:
        """Return the value sealed for a place ("parties_person.id_number"); the same again for the same value."""
        # AES-SIV (RFC 5297) without a nonce: equal values look alike, nothing else shows, and a change is found.
        sealed = self.cipher.encrypt(value.encode(), [place.encode()])
        return self.beginning + _text(sealed)

    def open(self, body: str, place: str) -> str:
        """Return what was sealed; raises SealBroken when it was changed or belongs to another place."""
        try:
            # Padding beyond what is needed is passed over.
            sealed = binascii.a2b_base64(body.encode().translate(_PLAIN) + b"==")
            value = self.cipher.decrypt(sealed, [place.encode()]).decode()
        except (InvalidTag, ValueError):
            raise self._broken(place) from None
        # Other letters may decode to the same bytes; no look-up would ever find a row that is written so.
        if _text(sealed) != body:
            raise self._broken(place)
        return value

    def _broken(self, place: str) -> SealBroken:
        return SealBroken(f"{place}: what is sealed under {self.name} was changed")


@dataclass(frozen=True, slots=True)
class Ring:
    """The keys that are held, the one in use first."""

    keys: tuple[SealingKey, ...]

    @property
    def in_use(self) -> SealingKey:
        return self.keys[0]

    def named(self, name: str) -> SealingKey | None:
        """Return the key of a name, None when it is not held."""
        return next((key for key in self.keys if key.name == name), None)

    def forms(self, value: str, place: str) -> list[str]:
        """Return the value sealed under each key that is held: what a look-up has to ask for."""
        return [key.seal(value, place) for key in self.keys]

    def open(self, stored: str, place: str) -> str:
        """Return what `seal` sealed; raises SealBroken."""
        for key in self.keys:
            if stored.startswith(key.beginning):
                return key.open(stored[len(key.beginning) :], place)
        if not stored.startswith(MARK):
            raise SealBroken(f"{place}: what is there was not sealed")
        name, _dot, body = stored.removeprefix(MARK).partition(".")
        known = _looked_again(name)
        if known is None:
            raise SealBroken(f"{place}: sealed under the key {name}, which is not held here")
        return known.open(body, place)


def ring() -> Ring:
    """Return the keys as they stand now; makes the first one where there is none."""
    global _kept
    kept, home = _kept, settings.HOME
    if kept is None or kept[0] is not home or time.monotonic() - kept[1] > LOOKS_EVERY_SECONDS:
        with _reading:
            kept = _kept = (home, time.monotonic(), _read(pathlib.Path(home)))
    return kept[2]


def look_again() -> Ring:
    """Return the keys as they are written this moment."""
    global _kept
    _kept = None
    return ring()


def held_names() -> set[str]:
    """Return the names of the keys as they are written this moment; none where there are none, and none is made."""
    written = os.environ.get(VARIABLE)
    if not written:
        try:
            written = _path(pathlib.Path(settings.HOME)).read_text()
        except FileNotFoundError:
            return set()
    return {key.name for key in _ring_of(written).keys}


def ring_file() -> pathlib.Path:
    """Return the file that holds the ring and can be changed; raises RingTrouble where the environment holds it."""
    if os.environ.get(VARIABLE):
        raise RingTrouble(f"the keys are in {VARIABLE}: put them into a file and name it by {VARIABLE}_FILE")
    return _path(pathlib.Path(settings.HOME))


def write_ring(keys: Sequence[SealingKey]) -> None:
    """Let the keys be the ring from now on, the one in use first; every process follows within a second."""
    path = ring_file()
    with alone_in(path.parent):
        keep(path, "".join(f"{key.name} {key.written}\n" for key in keys).encode())
    look_again()


def _text(sealed: bytes) -> str:
    return binascii.b2a_base64(sealed, newline=False).translate(_URL).rstrip(b"=").decode()


_kept: tuple[Any, float, Ring] | None = None
_reading = threading.Lock()
_parsed: tuple[str, Ring] | None = None


def _path(home: pathlib.Path) -> pathlib.Path:
    return secret_file("TONGBAN_SEALING_KEYS", home, "sealing-keys")


def _read(home: pathlib.Path) -> Ring:
    global _parsed
    written = os.environ.get(VARIABLE) or _of_file(_path(home))
    if _parsed is None or _parsed[0] != written:
        _parsed = (written, _ring_of(written))
    return _parsed[1]


def _of_file(path: pathlib.Path) -> str:
    try:
        return path.read_text()
    except FileNotFoundError:
        pass
    with alone_in(path.parent):
        if not path.exists():
            key = SealingKey.fresh()
            keep(path, f"{key.name} {key.written}\n".encode())
    return path.read_text()


def _ring_of(written: str) -> Ring:
    words = written.split()
    keys = []
    for number, (name, text) in enumerate(zip(words[::2], words[1::2], strict=False), 1):
        try:
            key = SealingKey.read(text)
        except ValueError as error:
            raise RingTrouble(f"{VARIABLE}, key {number}: {error}") from None
        if key.name != name:
            raise RingTrouble(f"{VARIABLE}, key {number}: it is called {name} and is {key.name}")
        keys.append(key)
    if len(words) % 2 or not 1 <= len(keys) <= 2 or len({key.name for key in keys}) != len(keys):
        raise RingTrouble(f"{VARIABLE} must hold one or two keys, each as its name and its 64 bytes in base64")
    return Ring(tuple(keys))


def _looked_again(name: str) -> SealingKey | None:
    return look_again().named(name)
