"""What a witness of the journal must be able to do; adapters live in contrib/."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tongban.kernel.rules.signed_note import NoteVerifier


class WitnessAway(Exception):
    """The witness did not answer; it may have co-signed or not."""


@dataclass(frozen=True, slots=True)
class WitnessAnswer:
    """An answer of C2SP tlog-witness: the HTTP status, and the body (lines of signatures, or a size)."""

    status: int
    body: str


class WitnessPort(Protocol):
    """Somebody else's program that co-signs checkpoints which go on from those that it saw (C2SP tlog-witness)."""

    verifier: NoteVerifier

    def add_checkpoint(self, body: bytes) -> WitnessAnswer:
        """Submit a checkpoint; raises WitnessAway."""


_witnesses: list[WitnessPort] = []


def use_witnesses(ports: Sequence[WitnessPort]) -> None:
    """Ask these witnesses from now on."""
    _witnesses[:] = ports


def witnesses() -> Sequence[WitnessPort]:
    """Return the witnesses in use."""
    return tuple(_witnesses)
