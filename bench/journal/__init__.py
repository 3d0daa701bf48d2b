"""The journal as evidence: what it costs a step, whether sequencing keeps up, how fast it proves and is verified."""

from __future__ import annotations

from bench.result import Result, median

NAME = "journal"
HELP = "the journal: append, sequence beside steps, prove, verify against bare SHA-256"

# Rounds, the seconds of a turn, and the proofs of a round.
QUICK = (5, 0.7, 100)
FULL = (7, 3.0, 500)
CONNECTIONS = 8


def run(quick: bool, part: int) -> Result:
    """Measure on a copy of the city that commits durably.

    append: lives through the engine with the journal over the same without it, on one connection after the other.
    sequence: entries placed in a second over steps taken in the same second, with eight connections at work and a
    backlog that never ends; and the p95 of a life of eight steps then over that while nobody sequences.
    prove: inclusion proofs over the same two statements in bare psycopg.
    verify: `verify-journal` over SHA-256 alone of the same bytes.
    """
    from bench.city_house import city_house

    result = Result(NAME)
    rounds, seconds, proofs = QUICK if quick else FULL
    with city_house(part, own=True, settings="bench.settings") as house:
        from tqdm import tqdm

        from bench.journal.evidence import Prover, Verifier
        from bench.journal.load import Load, Sequencer
        from bench.steps.life import cast

        # What the city has, before this run takes steps without a journal, which no verification would let pass.
        verifier = Verifier()
        took, bare = verifier.verify()
        people = cast()
        load, sequencer = Load(CONNECTIONS, people), Sequencer()
        proving: list[tuple[float, float]] = []
        appended: list[tuple[float, float]] = []
        alone: list[float] = []
        beside: list[float] = []
        kept_up: list[float] = []
        sequenced: list[float] = []
        taken: list[float] = []
        try:
            load.warm()
            prover = Prover(house.url)
            for turn in tqdm(range(rounds), desc="bench journal", leave=False, disable=None):
                pair = ["ours", "unjournaled"][:: 1 if turn % 2 else -1]
                rates = {name: load.play(name, 1, seconds).rate for name in pair}
                appended.append((rates["ours"], rates["unjournaled"]))
                quiet = load.play("ours", CONNECTIONS, seconds)
                sequencer.start()
                busy = load.play("ours", CONNECTIONS, seconds)
                count, spent = sequencer.stop()
                alone.append(quiet.p95)
                beside.append(busy.p95)
                sequenced.append(count / spent)
                taken.append(busy.rate)
                kept_up.append(count / spent / busy.rate)
                sequencer.drain()
                proving.append(prover.rates(proofs, turn))
        finally:
            load.close()
            sequencer.close()
    result.figure("append, with the journal", median(ours for ours, _bare in appended), "steps/s")
    result.figure("append, without", median(bare for _ours, bare in appended), "steps/s")
    result.figure("sequence, beside steps", median(sequenced), "entries/s")
    result.figure("sequence, steps meanwhile", median(taken), "steps/s")
    result.figure("sequence, p95 of a life alone", median(alone), "ms")
    result.figure("sequence, p95 of a life beside", median(beside), "ms")
    result.figure("prove", median(ours for ours, _bare in proving), "proofs/s")
    result.figure("prove, statements alone", median(bare for _ours, bare in proving), "proofs/s")
    entries = verifier.entries
    result.figure("verify", entries / took, "entries/s")
    result.figure("verify, entries", entries, "entries")
    result.figure("verify, bare SHA-256", bare, "entries/s")
    result.ratio("append", median(ours / bare for ours, bare in appended), 0.8)
    result.ratio("sequence", median(kept_up), 1.0)
    result.ratio(
        "sequence, p95", median(after / before for before, after in zip(alone, beside, strict=True)), 1.2, at_most=True
    )
    result.ratio("prove", median(ours / bare for ours, bare in proving), 0.3)
    result.ratio("verify", entries / took / bare, 0.03)
    result.notes.append("verify: bare SHA-256 hashes canonical entries that are in memory already, and reads nothing")
    return result
