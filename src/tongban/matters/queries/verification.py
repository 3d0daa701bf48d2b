"""Proving that nobody changed the journal: everything is worked out again from the entries themselves."""

import pathlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Count, F, Max

from tongban.kernel.outbox import still_waiting
from tongban.kernel.rules.merkle import leaf_hash
from tongban.kernel.rules.signed_note import NoteRefused, verify_checkpoint
from tongban.kernel.rules.tiles import HASH_BYTES, HEIGHT, WIDTH, Edge
from tongban.matters.events import topic
from tongban.matters.models import Checkpoint, JournalEntry, Matter, TreeLeaf
from tongban.matters.queries.journal import tiles, tree_size
from tongban.matters.queries.mirrored import Mirror
from tongban.matters.queries.recorded import Recorded, canonical_of, recorded

BATCH = 8192
MOST_FINDINGS = 100
# Beyond so many places lost in a row, the places after them are not looked at.
LONGEST_GAP = 20_000
LOST = bytes(32)


@dataclass
class Verdict:
    """What was looked at, and what is wrong; `findings` are sentences, in which the first entry is the first."""

    entries: int = 0
    leaves: int = 0
    waiting: int = 0
    checkpoints: int = 0
    mirrored: int = 0
    root: bytes = b""
    findings: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return not self.findings

    def find(self, sentence: str) -> None:
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(sentence)


def verify_journal(
    vkey: str, progress: Callable[[int], object] = lambda count: None, *, mirror: pathlib.Path | None = None
) -> Verdict:
    """Check every entry's hash, every place in the tree, every checkpoint's signature and root, and every state.

    `vkey` is the public key of the checkpoints. `progress` is told how many entries were read since last time. Work
    may go on meanwhile; what it adds is left to the next time. A journal that was cut off together with all checkpoints
    of the part that is gone looks whole from within: `mirror`, a file of checkpoints that was kept elsewhere, finds it.
    """
    verdict = Verdict()
    # What is mirrored now was in the tree before, so the file is measured first.
    mirrored = Mirror(mirror, vkey, verdict.find)
    last_signed = Checkpoint.objects.aggregate(last=Max("pk"))["last"] or 0
    tree = _Tree(vkey, verdict, mirrored)
    for batch in recorded(tree_size(), BATCH):
        tree.grow(batch)
        progress(len(batch))
    verdict.leaves = tree.size
    for found in Checkpoint.objects.filter(size__gt=tree.size, pk__lte=last_signed).order_by("size")[:MOST_FINDINGS]:
        verdict.find(f"检查点记有 {found.size} 条，日志只有 {tree.size} 条")
    mirrored.check_rest(tree.size)
    verdict.mirrored = mirrored.read
    verdict.root = tree.root()
    if verdict.whole:
        _check_widths(verdict)
    _check_waiting(verdict)
    _check_matters(verdict)
    return verdict


def newest_is_signed_by(vkey: str | None) -> bool:
    """Tell whether the newest checkpoint is of this key; None is no key. True while there is no checkpoint."""
    newest = Checkpoint.objects.order_by("-size").first()
    if newest is None or vkey is None:
        return newest is None
    try:
        verify_checkpoint(newest.note, vkey)
    except NoteRefused:
        return False
    return True


class _Tree:
    """The tree as the entries make it, of which only the right edge is kept; beside it, what is stored of it."""

    def __init__(self, vkey: str, verdict: Verdict, mirrored: Mirror) -> None:
        self._cut_off = False
        self._vkey, self._verdict, self._mirrored = vkey, verdict, mirrored
        self._edge = Edge()

    @property
    def size(self) -> int:
        return self._edge.size

    def root(self) -> bytes:
        return self._edge.root()

    def grow(self, batch: Sequence[Recorded]) -> None:
        """Append a batch, stopping at each checkpoint on the way to compare roots."""
        batch = self._within_reach(batch)
        if not batch:
            return
        start, end = self.size, batch[-1].place + 1
        leaves = self._hashes(batch, end)
        stored = _stored(start, end)
        if leaves != stored:
            for place, value in enumerate(leaves):
                if value != LOST and stored[place] != value:
                    self._verdict.find(f"第 {start + place + 1} 条与日志树中它的位置不符")
            # The place of a lost entry still tells its hash, so that what follows can be compared.
            leaves = [stored[place] if leaf == LOST else leaf for place, leaf in enumerate(leaves)]
        signed = {found.size: found for found in Checkpoint.objects.filter(size__gt=start, size__lte=end)}
        held = self._mirrored_sizes(end, signed)
        for size in sorted({*signed, *held}):
            self._append(leaves[self.size - start : size - start])
            if size in signed:
                self._check_checkpoint(signed[size])
            if any(root != self.root() for root in held.get(size, ())):
                self._verdict.find(f"镜像中检查点 {size} 的根哈希与日志不符")
        self._append(leaves[self.size - start :])

    def _mirrored_sizes(self, end: int, signed: Mapping[int, Checkpoint]) -> dict[int, list[bytes]]:
        """Return the mirrored roots up to the end by size; a checkpoint that only the mirror has is found."""
        held: dict[int, list[bytes]] = {}
        for size, root in self._mirrored.sizes(end):
            held.setdefault(size, []).append(root)
            if size not in signed:
                self._verdict.find(f"镜像中的检查点 {size} 在数据库中已不存在")
        return held

    def _within_reach(self, batch: Sequence[Recorded]) -> Sequence[Recorded]:
        """Return the part of the batch before a gap too long to be filled in; nothing once there was one."""
        if self._cut_off:
            return []
        last = self.size - 1
        for count, entry in enumerate(batch):
            if entry.place - last > LONGEST_GAP:
                self._cut_off = True
                self._verdict.find(f"日志树从第 {last + 2} 条起缺失，之后的第 {entry.place + 1} 条起不再核对")
                return batch[:count]
            last = entry.place
        return batch

    def _hashes(self, batch: Sequence[Recorded], end: int) -> list[bytes]:
        """Return the hash of each place up to the end, as its entry makes it; LOST where there is no entry."""
        hashes = [LOST] * (end - self.size)
        for entry in batch:
            if entry.kept_hash is None:
                continue
            worked_out = hashes[entry.place - self.size] = entry.hashed()
            if worked_out != entry.kept_hash:
                self._verdict.find(f"第 {entry.place + 1} 条（{entry.number} 的 {entry.verb}）与其哈希不符")
        for place, value in enumerate(hashes, self.size):
            if value is LOST:
                self._verdict.find(f"日志树缺少第 {place + 1} 条")
        return hashes

    def _append(self, leaves: Sequence[bytes]) -> None:
        """Append, and compare what is stored above the leaves, from which proofs are made."""
        before = self.size
        gained = {tile: hashes for tile, hashes in self._edge.append(leaves).items() if tile[0]}
        stored = tiles(gained)
        for (level, index), hashes in gained.items():
            start = max(0, (before >> HEIGHT * level) - WIDTH * index) * HASH_BYTES
            # After other findings they differ.
            if self._verdict.whole and stored.get((level, index), b"")[start : start + len(hashes)] != hashes:
                self._verdict.find(f"日志树的内部节点与记录不符（第 {before + 1} 至 {self.size} 条之间）")

    def _check_checkpoint(self, found: Checkpoint) -> None:
        self._verdict.checkpoints += 1
        try:
            said = verify_checkpoint(found.note, self._vkey)
        except NoteRefused as refused:
            self._verdict.find(f"检查点 {found.size} 的签名不对：{refused}")
            return
        worked_out = self.root()
        if said.size != found.size or said.root != worked_out or bytes(found.root) != worked_out:
            self._verdict.find(f"检查点 {found.size} 的根哈希与日志不符")


def _stored(start: int, end: int) -> list[bytes]:
    """Return what the tiles say at each place of a range; LOST where they say nothing."""
    found = tiles((0, index) for index in range(start // WIDTH, (end - 1) // WIDTH + 1))
    hashes = []
    for place in range(start, end):
        at = place % WIDTH * HASH_BYTES
        hashes.append(found.get((0, place // WIDTH), b"")[at : at + HASH_BYTES] or LOST)
    return hashes


def _check_widths(verdict: Verdict) -> None:
    """See that the tiles hold as many hashes as the tree has, and no more: what they hold beyond would be proven."""
    with connection.cursor() as cursor:
        # One statement sees one state of the database, whatever is sequenced meanwhile.
        cursor.execute(
            "SELECT t.level, sum(octet_length(t.hashes)),"
            " coalesce((SELECT max(index) + 1 FROM matters_tree_leaf), 0) >> %s * t.level"
            " FROM matters_tree_tile t GROUP BY t.level ORDER BY t.level",
            [HEIGHT],
        )
        for level, found, wanted in cursor.fetchall():
            if found != wanted * HASH_BYTES:
                verdict.find(f"日志树第 {level} 层瓦片应有 {wanted} 个哈希，实有 {found // HASH_BYTES} 个")


def _check_waiting(verdict: Verdict) -> None:
    verdict.entries = JournalEntry.objects.count()
    batch: list[JournalEntry] = []
    for entry in JournalEntry.objects.filter(leaf=None).select_related("matter").iterator(BATCH):
        verdict.waiting += 1
        if leaf_hash(canonical_of(entry)) != bytes(entry.leaf_hash):
            verdict.find(f"未入树的 {entry.matter.number} 的 {entry.verb} 与其哈希不符")
        batch.append(entry)
        if len(batch) == BATCH:
            _check_announced(batch, verdict)
            batch = []
    _check_announced(batch, verdict)


def _check_announced(entries: Sequence[JournalEntry], verdict: Verdict) -> None:
    """Each step leaves an announcement until its entry has a place: an entry with neither was made by no step."""
    said = still_waiting([entry.pk for entry in entries])
    missing = [entry for entry in entries if (topic(entry.matter.kind, entry.verb), entry.pk) not in said]
    # Some may have been given their places since they were read.
    placed = set(TreeLeaf.objects.filter(entry__in=missing).values_list("entry_id", flat=True))
    for entry in missing:
        if entry.pk not in placed:
            verdict.find(f"{entry.matter.number} 的第 {entry.sequence} 条（{entry.verb}）不是由办理写入的")


def _check_matters(verdict: Verdict) -> None:
    """Compare each matter with its own entries: none missing, and the state is the one last said."""
    counted = Matter.objects.annotate(said=Count("entries"), last=Max("entries__sequence"))
    for matter in counted.exclude(said=F("version"), last=F("version")).iterator(BATCH):
        verdict.find(f"{matter.number} 应有 {matter.version} 条记录，实有 {matter.said} 条")
    other = JournalEntry.objects.filter(sequence=F("matter__version")).exclude(to_state=F("matter__state"))
    for entry in other.select_related("matter").iterator(BATCH):
        verdict.find(f"{entry.matter.number} 的状态是 {entry.matter.state}，日志最后记的是 {entry.to_state}")
