"""Reading the journal as evidence: the tree, checkpoints, proofs."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext as _

from tongban.kernel.errors import NotFound
from tongban.kernel.rules.merkle import (
    Coordinate,
    consistency_proof,
    coordinates_for_consistency,
    coordinates_for_inclusion,
    inclusion_proof,
)
from tongban.matters.models import Checkpoint, TreeLeaf


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


def nodes(coordinates: Iterable[Coordinate]) -> dict[Coordinate, bytes]:
    """Read stored subtree hashes by (level, index), in one query."""
    wanted = list(coordinates)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.level, n.index, n.hash FROM matters_tree_node n"
            " JOIN unnest(%s::smallint[], %s::bigint[]) AS w(level, index) USING (level, index)",
            [[level for level, _index in wanted], [index for _level, index in wanted]],
        )
        return {(level, index): bytes(value) for level, index, value in cursor.fetchall()}


def latest_checkpoint() -> Checkpoint:
    """Return the newest signed checkpoint. Raises NotFound while there is none."""
    found = Checkpoint.objects.order_by("-size").first()
    if found is None:
        raise NotFound(_("还没有检查点，请稍后再试"))
    return found


def prove_inclusion(index: int) -> InclusionProof:
    """Prove that the entry at an index is in the tree of the newest checkpoint. Raises NotFound."""
    signed = latest_checkpoint()
    if not 0 <= index < signed.size:
        raise NotFound(_("检查点之内没有第 %(index)d 条") % {"index": index})
    stored = nodes([*coordinates_for_inclusion(index, signed.size), (0, index)])
    path = inclusion_proof(index, signed.size, lambda level, place: stored[level, place])
    return InclusionProof(index, signed.size, stored[0, index], path, signed.note)


def prove_consistency(first: int, second: int) -> ConsistencyProof:
    """Prove that the journal only grew between two sizes. Raises NotFound for sizes that it never had."""
    if not 0 < first <= second <= tree_size():
        raise NotFound(_("没有这样的两个检查点"))
    stored = nodes(coordinates_for_consistency(first, second))
    path = consistency_proof(first, second, lambda level, place: stored[level, place])
    return ConsistencyProof(first, second, path)
