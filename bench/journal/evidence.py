"""Proofs and the verification of the whole, each beside the least that it could cost."""

from __future__ import annotations

import hashlib
import itertools
import random
import time
from collections.abc import Iterator

import psycopg

from tongban.kernel.rules.merkle import coordinates_for_inclusion
from tongban.kernel.rules.tiles import tiles_for
from tongban.kernel.signing import journal_key
from tongban.matters.queries.journal import prove_inclusion, tree_size
from tongban.matters.queries.recorded import Recorded, recorded
from tongban.matters.queries.verification import verify_journal

SAMPLE = 50_000

_SIGNED = "SELECT id, size, root, note, signed_at FROM matters_checkpoint ORDER BY size DESC LIMIT 1"
_TILES = (
    "SELECT t.level, t.index, t.hashes FROM matters_tree_tile t"
    " JOIN unnest(%s::smallint[], %s::bigint[]) AS w(level, index) USING (level, index)"
)


class Prover:
    """Proves entries here and there; beside it, the statements of a proof in bare psycopg."""

    def __init__(self, url: str) -> None:
        self._bare = psycopg.connect(url, autocommit=True)

    def rates(self, count: int, seed: int) -> tuple[float, float]:
        """Return proofs a second, and pairs of statements a second, of the same places."""
        size = tree_size()
        places = random.Random(seed).sample(range(size), min(count, size))
        began = time.perf_counter()
        for place in places:
            prove_inclusion(place)
        between = time.perf_counter()
        for place in places:
            wanted = tiles_for([*coordinates_for_inclusion(place, size), (0, place)])
            self._bare.execute(_SIGNED).fetchone()
            self._bare.execute(_TILES, [[level for level, _ in wanted], [index for _, index in wanted]]).fetchall()
        ended = time.perf_counter()
        return len(places) / (between - began), len(places) / (ended - between)


class Verifier:
    """Verifies the whole journal; beside it, SHA-256 of canonical entries that are in memory."""

    def __init__(self) -> None:
        self.entries = 0

    def verify(self) -> tuple[float, float]:
        """Return the seconds of the whole, and entries hashed a second; RuntimeError when the journal is not whole."""
        began = time.perf_counter()
        verdict = verify_journal(journal_key().vkey)
        took = time.perf_counter() - began
        if not verdict.whole:
            raise RuntimeError(verdict.findings[0])
        self.entries = verdict.leaves
        texts = [b"\x00" + entry.canonical() for entry in itertools.islice(_entries(), SAMPLE)]
        began = time.perf_counter()
        for text in texts:
            hashlib.sha256(text).digest()
        return took, len(texts) / (time.perf_counter() - began)


def _entries() -> Iterator[Recorded]:
    return itertools.chain.from_iterable(recorded(SAMPLE, 8192))
