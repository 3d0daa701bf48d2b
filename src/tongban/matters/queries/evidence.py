"""The journal of one matter as evidence that can leave the house: its entries, and the proof that the tree has them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tongban.kernel.rules.merkle import coordinates_for_inclusion, inclusion_proof
from tongban.matters.events import NotAllowedNow
from tongban.matters.models import Checkpoint, JournalEntry
from tongban.matters.queries.journal import nodes
from tongban.matters.rules.entries import canonical


class NotSealedYet(NotAllowedNow):
    """An entry has no place in the tree yet, or no checkpoint covers it: it comes within seconds."""


@dataclass(frozen=True, slots=True)
class ProvenEntry:
    """An entry's canonical JSON, its place in the tree and its audit path (RFC 6962), nearest sibling first."""

    canonical: bytes
    index: int
    path: list[bytes]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Every entry of a matter, oldest first, and the signed checkpoint that their proofs lead to."""

    entries: list[ProvenEntry]
    size: int
    checkpoint: str


def evidence_of(matter_id: int, version: int) -> Evidence:
    """Return the entries up to a version with their proofs; the first checkpoint that covers them all, so that it is
    always the same. Raises NotSealedYet.
    """
    entries = list(
        JournalEntry.objects.filter(matter_id=matter_id, sequence__lte=version)
        .select_related("matter", "leaf")
        .order_by("sequence")
    )
    places = [entry.leaf.index for entry in entries if hasattr(entry, "leaf")]
    last = max(places, default=0)
    signed = Checkpoint.objects.filter(size__gt=last).order_by("size").first()
    if signed is None or len(places) != version:
        raise NotSealedYet(_("办理记录正在存证，请稍后再试"))
    wanted = {spot for place in places for spot in coordinates_for_inclusion(place, signed.size)}
    node_at = nodes(wanted)
    return Evidence(
        entries=[
            ProvenEntry(
                canonical=_canonical(entry),
                index=entry.leaf.index,
                path=inclusion_proof(entry.leaf.index, signed.size, node_at),
            )
            for entry in entries
        ],
        size=signed.size,
        checkpoint=signed.note,
    )


def _canonical(entry: JournalEntry) -> bytes:
    return canonical(
        number=entry.matter.number,
        sequence=entry.sequence,
        verb=entry.verb,
        from_state=entry.from_state,
        to_state=entry.to_state,
        actor=entry.actor,
        source=entry.source,
        occurred_at=entry.occurred_at,
        recorded_at=entry.recorded_at,
        facts=entry.facts,
    )
