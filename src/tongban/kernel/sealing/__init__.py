"""Sensitive identifiers, sealed in the database under keys that are held beside it (docs/howto/keys-and-secrets.md)."""

from tongban.kernel.sealing.fields import (
    Sealed,
    SealedCharField,
    SealedJSONField,
    opener,
    seal_many,
    sealed_document,
    sealed_field,
)
from tongban.kernel.sealing.guard import bring_forward
from tongban.kernel.sealing.ring import RingTrouble, SealBroken

__all__ = [
    "RingTrouble",
    "SealBroken",
    "Sealed",
    "SealedCharField",
    "SealedJSONField",
    "bring_forward",
    "opener",
    "seal_many",
    "sealed_document",
    "sealed_field",
]
