"""Proving that nobody changed the journal: everything is worked out again from the entries themselves."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Count, F, Max

from tongban.kernel.rules.merkle import nodes_added, root
from tongban.kernel.rules.signed_note import NoteRefused, verify_checkpoint
from tongban.matters.models import Checkpoint, JournalEntry, Matter, TreeLeaf
from tongban.matters.rules.entries import entry_hash

BATCH = 2000
MOST_FINDINGS = 100


@dataclass
class Verdict:
    """What was looked at, and what is wrong; `findings` are sentences, empty when the journal is whole."""

    entries: int = 0
    leaves: int = 0
    waiting: int = 0
    checkpoints: int = 0
    root: bytes = b""
    findings: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return not self.findings

    def find(self, sentence: str) -> None:
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(sentence)


def verify_journal(vkey: str, progress: Callable[[int], object] = lambda count: None) -> Verdict:
    """Check every entry's hash, every place in the tree, every checkpoint's signature and root, and every state.

    `vkey` is the public key of the checkpoints. `progress` is told how many entries were read since last time.
    """
    verdict = Verdict()
    tree: dict[tuple[int, int], bytes] = {}
    signed = {c.size: c for c in Checkpoint.objects.order_by("size")}
    last = -1
    while batch := list(_leaves(last)):
        leaves = []
        for leaf in batch:
            if leaf.index != last + 1:
                verdict.find(f"日志树缺少第 {last + 1} 条")
            last = leaf.index
            worked_out = _hash(leaf.entry)
            if worked_out != bytes(leaf.entry.leaf_hash):
                verdict.find(f"第 {leaf.index} 条（{leaf.entry.matter.number} 的 {leaf.entry.verb}）与其哈希不符")
            leaves.append(worked_out)
        _append(tree, batch[0].index, leaves, signed, vkey, verdict)
        progress(len(batch))
    verdict.leaves = last + 1
    for size in sorted(signed):
        verdict.find(f"检查点记有 {size} 条，日志只有 {verdict.leaves} 条")
    verdict.root = root(verdict.leaves, lambda level, index: tree[level, index])
    _check_waiting(verdict)
    _check_matters(verdict)
    return verdict


def _append(
    tree: dict[tuple[int, int], bytes],
    size: int,
    leaves: list[bytes],
    signed: dict[int, Checkpoint],
    vkey: str,
    verdict: Verdict,
) -> None:
    """Grow the tree by a batch, stopping at each checkpoint on the way to compare roots."""
    ends = sorted(s for s in signed if size < s <= size + len(leaves))
    done = 0
    for end in [*ends, size + len(leaves)]:
        part = leaves[done : end - size]
        for level, index, value in nodes_added(size + done, part, lambda lv, ix: tree[lv, ix]):
            tree[level, index] = value
        done = end - size
        if end in signed:
            _check_checkpoint(signed.pop(end), root(end, lambda lv, ix: tree[lv, ix]), vkey, verdict)


def _check_checkpoint(found: Checkpoint, worked_out: bytes, vkey: str, verdict: Verdict) -> None:
    verdict.checkpoints += 1
    try:
        said = verify_checkpoint(found.note, vkey)
    except NoteRefused as refused:
        verdict.find(f"检查点 {found.size} 的签名不对：{refused}")
        return
    if said.size != found.size or said.root != worked_out or bytes(found.root) != worked_out:
        verdict.find(f"检查点 {found.size} 的根哈希与日志不符")


def _check_waiting(verdict: Verdict) -> None:
    verdict.entries = JournalEntry.objects.count()
    for entry in JournalEntry.objects.filter(leaf=None).select_related("matter").iterator(BATCH):
        verdict.waiting += 1
        if _hash(entry) != bytes(entry.leaf_hash):
            verdict.find(f"未入树的 {entry.matter.number} 的 {entry.verb} 与其哈希不符")


def _check_matters(verdict: Verdict) -> None:
    """Compare each matter with its own entries: none missing, and the state is the one last said."""
    counted = Matter.objects.annotate(said=Count("entries"), last=Max("entries__sequence"))
    for matter in counted.exclude(said=F("version"), last=F("version")).iterator(BATCH):
        verdict.find(f"{matter.number} 应有 {matter.version} 条记录，实有 {matter.said} 条")
    other = JournalEntry.objects.filter(sequence=F("matter__version")).exclude(to_state=F("matter__state"))
    for entry in other.select_related("matter").iterator(BATCH):
        verdict.find(f"{entry.matter.number} 的状态是 {entry.matter.state}，日志最后记的是 {entry.to_state}")


def _leaves(after: int) -> list[TreeLeaf]:
    found = TreeLeaf.objects.filter(index__gt=after).select_related("entry__matter").order_by("index")
    return list(found[:BATCH])


def _hash(entry: JournalEntry) -> bytes:
    return entry_hash(
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
