"""A Merkle tree kept as tiles: what is stored of it, how it grows, and what tiles are called (C2SP tlog-tiles, pure).

Tile (level, index) holds the hashes of tree level 8 * level at the places 256 * index to 256 * index + 255, each of 32
bytes, one after the other. The last tile of a level may hold fewer; a hash, once in a tile, stays. All other nodes of
the tree are worked out from tiles: ten million leaves are 42,000 rows of 8 KB instead of 21 million small ones.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from tongban.kernel.rules.merkle import EMPTY_ROOT, Coordinate, NodeAt, coordinates_for_root, node_hash

HEIGHT = 8
WIDTH = 1 << HEIGHT
HASH_BYTES = 32

Tile = tuple[int, int]


class Edge:
    """The right edge of a growing tree: its size, and the roots of the complete subtrees that it falls into."""

    def __init__(self, size: int = 0, subtrees: Iterable[bytes] = ()) -> None:
        self.size = size
        # The widest and leftmost first: one for each bit of the size.
        self._subtrees = list(subtrees)

    @classmethod
    def of(cls, size: int, node_at: NodeAt) -> "Edge":
        """Return the edge of a tree that is there already; `node_at` is asked for `coordinates_for_root(size)`."""
        return cls(size, [node_at(level, index) for level, index in coordinates_for_root(size)])

    def append(self, leaves: Sequence[bytes]) -> dict[Tile, bytes]:
        """Append leaf hashes and return what each tile gains by it, to be put after what the tile holds."""
        gained: dict[Tile, bytearray] = {}
        subtrees, size = self._subtrees, self.size
        for first in range(0, len(leaves), WIDTH):
            _put(gained, 0, size + first, leaves[first : first + WIDTH])
        for hashed in leaves:
            place, level = size, 0
            while place & 1:
                hashed = node_hash(subtrees.pop(), hashed)
                place >>= 1
                level += 1
                if not level % HEIGHT:
                    _put(gained, level // HEIGHT, place, [hashed])
            subtrees.append(hashed)
            size += 1
        self.size = size
        return {tile: bytes(hashes) for tile, hashes in gained.items()}

    def root(self) -> bytes:
        """Return the root of the tree; the hash of nothing for an empty one."""
        if not self._subtrees:
            return EMPTY_ROOT
        hashed = self._subtrees[-1]
        for left in self._subtrees[-2::-1]:
            hashed = node_hash(left, hashed)
        return hashed


def tile_of(level: int, index: int) -> Tile:
    """Return the tile from which a node of the tree is worked out."""
    return level // HEIGHT, index << level % HEIGHT >> HEIGHT


def node_in(tiles: Mapping[Tile, bytes]) -> NodeAt:
    """Return what works out nodes from these tiles; it raises KeyError for a node of which they hold not every leaf."""

    def node_at(level: int, index: int) -> bytes:
        within = level % HEIGHT
        start = (index << within) % WIDTH * HASH_BYTES
        hashes = tiles[tile_of(level, index)][start : start + (HASH_BYTES << within)]
        if len(hashes) != HASH_BYTES << within:
            raise KeyError((level, index))
        row = [hashes[at : at + HASH_BYTES] for at in range(0, len(hashes), HASH_BYTES)]
        while len(row) > 1:
            row = [node_hash(left, right) for left, right in zip(row[::2], row[1::2], strict=True)]
        return row[0]

    return node_at


def tiles_for(coordinates: Iterable[Coordinate]) -> set[Tile]:
    """Return the tiles from which the nodes are worked out."""
    return {tile_of(level, index) for level, index in coordinates}


def width_of(tile: Tile, size: int) -> int:
    """Return how many hashes the tile holds in a tree of `size` leaves: 0 to 256."""
    level, index = tile
    return max(0, min(WIDTH, (size >> HEIGHT * level) - WIDTH * index))


def index_path(index: int) -> str:
    """Return how a tile's index is written in its path: in groups of three digits, all but the last behind an x."""
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.append(f"x{index % 1000:03}")
    return "/".join(reversed(groups))


def parse_index(path: str) -> tuple[int, int]:
    """Read index and width (256 for a full tile) of `x001/x234/067` or `x001/x234/067.p/8`; ValueError otherwise."""
    found = re.fullmatch(r"((?:x\d{3}/){0,5}\d{3})(?:\.p/([1-9]\d{0,2}))?", path, re.ASCII)
    if found is None:
        raise ValueError("not a tile's path")
    index, width = int(found[1].replace("x", "").replace("/", "")), int(found[2] or WIDTH)
    if index_path(index) != found[1] or (found[2] and width >= WIDTH):
        raise ValueError("not a tile's path in its one form")
    return index, width


def _put(gained: dict[Tile, bytearray], level: int, place: int, hashes: Sequence[bytes]) -> None:
    """Note hashes of consecutive places of a level under the one or two tiles that they fall into."""
    index, start = divmod(place, WIDTH)
    here = hashes[: WIDTH - start]
    gained.setdefault((level, index), bytearray()).extend(b"".join(here))
    if len(here) < len(hashes):
        gained.setdefault((level, index + 1), bytearray()).extend(b"".join(hashes[len(here) :]))
