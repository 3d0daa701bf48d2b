"""Merkle trees of RFC 6962 section 2.1: how to prove, and how to check (pure).

All is worked out from the roots of complete subtrees: node (level, index) covers the leaves
[index * 2**level, (index + 1) * 2**level), so level 0 holds the leaf hashes. They never change as the tree grows.
How they are kept is told in `tiles`.
"""

import hashlib
from collections.abc import Callable, Sequence

Coordinate = tuple[int, int]
NodeAt = Callable[[int, int], bytes]

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf: SHA-256 of 0x00 and the data."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node: SHA-256 of 0x01 and both children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(size: int, node_at: NodeAt) -> bytes:
    """Return the root of the first `size` leaves; the hash of nothing for an empty tree."""
    return _range_hash(0, size, node_at) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, node_at: NodeAt) -> list[bytes]:
    """Return the audit path of the leaf in the tree of `size` leaves (RFC 6962 2.1.1), nearest sibling first.

    ValueError when there is no such leaf.
    """
    return [_range_hash(start, end, node_at) for start, end in _inclusion_ranges(index, size)]


def consistency_proof(first: int, second: int, node_at: NodeAt) -> list[bytes]:
    """Return the proof that the first `first` leaves are a prefix of the first `second` (RFC 6962 2.1.2).

    Empty when the sizes are the same or `first` is 0; ValueError when `first` is beyond `second`.
    """
    return [_range_hash(start, end, node_at) for start, end in _consistency_ranges(first, second)]


def coordinates_for_root(size: int) -> list[Coordinate]:
    """Return the nodes that `root` will ask for, the leftmost first, so that a caller reads them in one query."""
    return _coordinates([(0, size)])


def coordinates_for_inclusion(index: int, size: int) -> list[Coordinate]:
    """Return the nodes that `inclusion_proof` will ask for."""
    return _coordinates(_inclusion_ranges(index, size))


def coordinates_for_consistency(first: int, second: int) -> list[Coordinate]:
    """Return the nodes that `consistency_proof` will ask for."""
    return _coordinates(_consistency_ranges(first, second))


def verify_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], tree_root: bytes) -> bool:
    """Tell whether the proof shows that the leaf hash is at `index` of the tree (RFC 9162 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, last, hashed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            hashed = node_hash(sibling, hashed)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            hashed = node_hash(hashed, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and hashed == tree_root


def verify_consistency(first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether the proof shows that the second tree only appended to the first (RFC 9162 2.1.4.2)."""
    if not 0 <= first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    if first == 0:
        return not proof and first_root == EMPTY_ROOT
    path = list(proof)
    if first & (first - 1) == 0:
        path.insert(0, first_root)
    if not path:
        return False
    node, last = first - 1, second - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    older = newer = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            older, newer = node_hash(sibling, older), node_hash(sibling, newer)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            newer = node_hash(newer, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and older == first_root and newer == second_root


def _split(width: int) -> int:
    """Return the largest power of two smaller than `width`."""
    return 1 << (width - 1).bit_length() - 1


def _inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    ranges: list[tuple[int, int]] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def _consistency_ranges(first: int, second: int) -> list[tuple[int, int]]:
    if not 0 <= first <= second:
        raise ValueError(f"a tree of {first} leaves cannot grow into one of {second}")
    if first in (0, second):
        return []
    ranges: list[tuple[int, int]] = []
    start, end, whole = 0, second, True
    while first != end:
        middle = start + _split(end - start)
        if first <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start, whole = middle, False
    if not whole:
        ranges.append((start, end))
    return ranges[::-1]


def _cover(start: int, end: int) -> list[Coordinate]:
    """Return the complete subtrees of a range that begins where a subtree of its width may begin."""
    cover: list[Coordinate] = []
    while start < end:
        level = (end - start).bit_length() - 1
        cover.append((level, start >> level))
        start += 1 << level
    return cover


def _coordinates(ranges: Sequence[tuple[int, int]]) -> list[Coordinate]:
    return [coordinate for start, end in ranges for coordinate in _cover(start, end)]


def _range_hash(start: int, end: int, node_at: NodeAt) -> bytes:
    hashed = b""
    for level, index in reversed(_cover(start, end)):
        node = node_at(level, index)
        hashed = node_hash(node, hashed) if hashed else node
    return hashed
