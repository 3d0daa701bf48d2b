"""Give committed journal entries their places in the Merkle tree, and sign what the tree is.

This runs where announcements are forwarded, outside the hot path: each step leaves one announcement, so an entry that
has none and no leaf cannot exist. Forwarding is serial, so leaves follow each other without a gap.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import connection

from tongban.kernel.outbox import Announced, tap
from tongban.kernel.rules.signed_note import sign_checkpoint
from tongban.kernel.rules.tiles import Tile
from tongban.kernel.signing import journal_key
from tongban.matters.lifecycle import KINDS
from tongban.matters.models import Checkpoint, JournalEntry, TreeLeaf
from tongban.matters.queries.journal import edge


@tap
def sequence(batch: Sequence[Announced]) -> None:
    """Append the entries of a batch to the tree, in the order of their announcements; a repeat appends nothing."""
    ids = [said.key for said in batch if said.topic.partition(".")[0] in KINDS]
    hashes = dict(JournalEntry.objects.filter(pk__in=ids, leaf=None).values_list("pk", "leaf_hash"))
    fresh = [entry_id for entry_id in dict.fromkeys(ids) if entry_id in hashes]
    if not fresh:
        return
    tree = edge()
    TreeLeaf.objects.bulk_create(
        [TreeLeaf(index=index, entry_id=entry_id) for index, entry_id in enumerate(fresh, start=tree.size)]
    )
    put_hashes(tree.append([bytes(hashes[entry_id]) for entry_id in fresh]))


class Contradicted(Exception):
    """The tree is not the one that was signed: somebody changed what cannot change. Nothing more is signed."""


def checkpoint(*, at: dt.datetime) -> Checkpoint | None:
    """Sign the tree as it is now (C2SP tlog-checkpoint); None when nothing came since the last one.

    Raises Contradicted rather than sign what does not go on from the last checkpoint.
    """
    # The last is read before the tree, which only grows meanwhile.
    last = Checkpoint.objects.order_by("-size").first()
    tree = edge()
    if tree.size == (last.size if last else 0):
        return None
    if last is not None and (tree.size < last.size or edge(last.size).root() != bytes(last.root)):
        raise Contradicted(f"the journal of {tree.size} entries does not go on from checkpoint {last.size}")
    value = tree.root()
    note = sign_checkpoint(journal_key(), tree.size, value)
    # Another worker may sign the same size at the same moment: the first one's is kept.
    Checkpoint.objects.bulk_create(
        [Checkpoint(size=tree.size, root=value, note=note, signed_at=at)], ignore_conflicts=True
    )
    return Checkpoint.objects.get(size=tree.size)


def put_hashes(gained: Mapping[Tile, bytes]) -> None:
    """Put hashes after what the tiles hold."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO matters_tree_tile AS t (level, index, hashes)"
            " SELECT * FROM unnest(%s::smallint[], %s::bigint[], %s::bytea[])"
            " ON CONFLICT (level, index) DO UPDATE SET hashes = t.hashes || EXCLUDED.hashes",
            [[level for level, _index in gained], [index for _level, index in gained], list(gained.values())],
        )
