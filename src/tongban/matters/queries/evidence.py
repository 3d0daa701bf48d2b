"""The journal of one matter as evidence that can leave the house: its entries, and the proof that the tree has them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tongban.kernel.rules.merkle import coordinates_for_inclusion, inclusion_proof
from tongban.matters.events import NotAllowedNow
from tongban.matters.models import Checkpoint, Cosignature, JournalEntry
from tongban.matters.queries.journal import cosigned, nodes
from tongban.matters.queries.recorded import canonical_of
from tongban.matters.rules.proofs import ProvenEntry


class NotSealedYet(NotAllowedNow):
    """An entry has no place in the tree yet, or no checkpoint covers it: it comes within seconds."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Every entry of a matter, oldest first, and the signed checkpoint that their proofs lead to.

    `waiting` are the newest entries that no checkpoint covers yet.
    """

    entries: list[ProvenEntry]
    size: int
    checkpoint: str
    waiting: int = 0


def evidence_of(matter_id: int, version: int) -> Evidence:
    """Return the entries up to a version with their proofs; the first checkpoint that covers them all, so that it is
    always the same. Raises NotSealedYet.
    """
    entries = _entries(matter_id, version)
    places = [entry.leaf.index for entry in entries if hasattr(entry, "leaf")]
    last = max(places, default=0)
    signed = Checkpoint.objects.filter(size__gt=last).order_by("size").first()
    if signed is None or len(places) != version:
        raise NotSealedYet(_("办理记录正在存证，请稍后再试"))
    return Evidence(_proven(entries, signed), signed.size, signed.note)


def evidence_so_far(matter_id: int, version: int) -> Evidence:
    """Return the entries that a checkpoint covers, under the first that witnesses co-signed, or else the first.

    Raises NotSealedYet while no entry is covered.
    """
    newest = Checkpoint.objects.order_by("-size").first()
    entries = _entries(matter_id, version)
    placed = [each for each in entries if newest and hasattr(each, "leaf") and each.leaf.index < newest.size]
    if not placed or newest is None:
        raise NotSealedYet(_("办理记录正在存证，请稍后再试"))
    covering = Checkpoint.objects.filter(size__gt=max(each.leaf.index for each in placed)).order_by("size")
    signed = covering.filter(pk__in=Cosignature.objects.values("checkpoint_id")).first() or covering.first() or newest
    return Evidence(_proven(placed, signed), signed.size, cosigned(signed), len(entries) - len(placed))


def _entries(matter_id: int, version: int) -> list[JournalEntry]:
    return list(
        JournalEntry.objects.filter(matter_id=matter_id, sequence__lte=version)
        .select_related("matter", "leaf")
        .order_by("sequence")
    )


def _proven(entries: Sequence[JournalEntry], signed: Checkpoint) -> list[ProvenEntry]:
    """Return the entries with their audit paths; the tiles for all of them are read in one query."""
    node_at = nodes({spot for each in entries for spot in coordinates_for_inclusion(each.leaf.index, signed.size)})
    return [
        ProvenEntry(
            canonical=canonical_of(entry),
            index=entry.leaf.index,
            path=inclusion_proof(entry.leaf.index, signed.size, node_at),
        )
        for entry in entries
    ]
