"""What signs: the contracts that a device for cryptography fulfils, and who fulfils them in this process."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol


class Signer(Protocol):
    """Puts a signature on a PDF, whole or not at all; raises when the device does not answer."""

    def sign(self, data: bytes, *, reason: str) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Detached:
    """A signature beside a file: the name of the key, and r and s as 128 hexadecimal characters."""

    key_name: str
    value: str


class DetachedSigner(Protocol):
    """Signs bytes by SM2 with SM3 (GB/T 32918.2, GB/T 32905) under the identity 1234567812345678.

    A device keeps the private key to itself. `public_keys` names every key that ever signed here by its `key_name`,
    as 128 hexadecimal characters (x and y), so that what it signed can be verified without the device.
    """

    def sign(self, data: bytes) -> Detached: ...
    def public_keys(self) -> dict[str, str]: ...


@dataclass(frozen=True, slots=True)
class Retired:
    """A signing certificate that signs no more: what vouched for it (PEM), itself (PEM), and since when."""

    authority: bytes
    certificate: bytes
    retired_at: dt.datetime


_document: list[Signer] = []
_detached: list[DetachedSigner] = []


def use_signers(*, document: Signer | None = None, detached: DetachedSigner | None = None) -> None:
    """Let devices sign from now on in this process; None gives the keys under TONGBAN_HOME back."""
    _document[:] = [document] if document else []
    _detached[:] = [detached] if detached else []


def document_device() -> Signer | None:
    """Return the device that signs documents, None where the keys of the home do."""
    return _document[0] if _document else None


def detached_device() -> DetachedSigner | None:
    """Return the device that signs beside files, None where the keys of the home do."""
    return _detached[0] if _detached else None
