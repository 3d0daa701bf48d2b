"""Reading the journal as evidence: the tree, checkpoints, proofs."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext as _

from tongban.kernel.errors import NotFound
from tongban.kernel.rules.merkle import (
    Coordinate,
    NodeAt,
    consistency_proof,
    coordinates_for_consistency,
    coordinates_for_inclusion,
    coordinates_for_root,
    inclusion_proof,
)
from tongban.kernel.rules.tiles import HASH_BYTES, Edge, Tile, node_in, tiles_for, width_of
from tongban.matters.models import Checkpoint, Cosignature, TreeLeaf


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """That an entry's leaf hash is in the tree of a checkpoint; hashes are raw 32 bytes, nearest sibling first."""

    index: int
    size: int
    leaf: bytes
    path: list[bytes]
    checkpoint: str


@dataclass(frozen=True, slots=True)
class ConsistencyProof:
    """That the tree of `first` leaves is a prefix of the tree of `second`."""

    first: int
    second: int
    path: list[bytes]


def tree_size() -> int:
    """Return the number of leaves."""
    last = TreeLeaf.objects.aggregate(last=Max("index"))["last"]
    return 0 if last is None else last + 1


def tiles(wanted: Iterable[Tile]) -> dict[Tile, bytes]:
    """Read tiles by (level, index), in one query; those that are not there are left out."""
    pairs = list(wanted)
    if not pairs:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.level, t.index, t.hashes FROM matters_tree_tile t"
            " JOIN unnest(%s::smallint[], %s::bigint[]) AS w(level, index) USING (level, index)",
            [[level for level, _index in pairs], [index for _level, index in pairs]],
        )
        return {(level, index): bytes(hashes) for level, index, hashes in cursor.fetchall()}


def nodes(coordinates: Iterable[Coordinate]) -> NodeAt:
    """Return what tells the nodes of the tree at these coordinates; their tiles are read in one query."""
    return node_in(tiles(tiles_for(coordinates)))


def edge(size: int | None = None) -> Edge:
    """Return the right edge of the tree as it was at a size, or is now; its tiles are read in one query."""
    size = tree_size() if size is None else size
    return Edge.of(size, nodes(coordinates_for_root(size)))


def latest_checkpoint() -> Checkpoint:
    """Return the newest signed checkpoint. Raises NotFound while there is none."""
    found = Checkpoint.objects.order_by("-size").first()
    if found is None:
        raise NotFound(_("还没有检查点，请稍后再试"))
    return found


def published_note(*, witnessed: bool = False) -> str:
    """Return the newest checkpoint, or the newest that a witness co-signed, with the lines of its witnesses under it.

    Raises NotFound while there is none.
    """
    if not witnessed:
        return cosigned(latest_checkpoint())
    found = Cosignature.objects.select_related("checkpoint").order_by("-checkpoint__size").first()
    if found is None:
        raise NotFound(_("还没有见证人联署的检查点"))
    return cosigned(found.checkpoint)


def cosigned(signed: Checkpoint) -> str:
    """Return a checkpoint's note with the lines of its witnesses under it."""
    lines = signed.cosignatures.order_by("witness", "pk").values_list("line", flat=True)
    return signed.note + "".join(lines)


def prove_inclusion(index: int) -> InclusionProof:
    """Prove that the entry at an index is in the tree of the newest checkpoint. Raises NotFound."""
    signed = latest_checkpoint()
    if not 0 <= index < signed.size:
        raise NotFound(_("检查点之内没有第 %(index)d 条") % {"index": index})
    node_at = nodes([*coordinates_for_inclusion(index, signed.size), (0, index)])
    path = inclusion_proof(index, signed.size, node_at)
    return InclusionProof(index, signed.size, node_at(0, index), path, signed.note)


def prove_consistency(first: int, second: int) -> ConsistencyProof:
    """Prove that the journal only grew between two sizes. Raises NotFound for sizes that it never had."""
    if not 0 < first <= second <= tree_size():
        raise NotFound(_("没有这样的两个检查点"))
    path = consistency_proof(first, second, nodes(coordinates_for_consistency(first, second)))
    return ConsistencyProof(first, second, path)


def signed_tile(tile: Tile, width: int) -> bytes:
    """Return the first `width` hashes of a tile. Raises NotFound beyond what the newest checkpoint vouches for.

    A full tile is asked for by 256; what is partial in the checkpoint has no full form yet.
    """
    signed = latest_checkpoint()
    hashes = tiles([tile]).get(tile, b"")[: width * HASH_BYTES] if width <= width_of(tile, signed.size) else b""
    if len(hashes) != width * HASH_BYTES or not hashes:
        raise NotFound(_("检查点之内没有这一块瓦片"))
    return hashes
