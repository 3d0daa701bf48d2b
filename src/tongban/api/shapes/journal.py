"""Proofs from the journal, as they are answered; hashes are SHA-256 in base64 (RFC 6962)."""

from tongban.api.shapes.base import Shape


class Inclusion(Shape):
    """That the entry at `index` is in the tree of the checkpoint; `path` has the nearest sibling first."""

    index: int
    size: int
    leaf_hash: str
    path: list[str]
    checkpoint: str


class Consistency(Shape):
    """That the journal of `first` entries is the beginning of the one of `second`."""

    first: int
    second: int
    path: list[str]
