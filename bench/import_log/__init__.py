"""A log of historical processes brought in with lamps and a journal, against reading it and copying the rows."""

from __future__ import annotations

import io
import time

from bench.result import Result, median, median_ratio

NAME = "import_log"
HELP = "an event log (XES) brought in as matters, against reading it by lxml and a COPY of the same rows"

ROUNDS = 5
TRACES = {True: 500, False: 2_000}
EVENTS = 6
# Beside reading and COPY alone: every trace checked, its days counted, every event hashed into the journal.
GOAL = 0.1


def run(quick: bool, part: int) -> Result:
    """Import the log by turns with the bare way, which reads every element and checks, works out and keeps nothing.

    Ours reads the same file, checks each trace, works out its days, keeps its attributes, hashes every event into the
    journal, and announces it to the sequencer; the rows of both are the same. Both are rolled back.
    """
    from bench.city_house import city_house

    traces = TRACES[quick]
    result = Result(NAME)
    with city_house(part):
        from django.db import transaction
        from tqdm import tqdm

        from bench.import_log import bare, seeding
        from tongban.kernel.clock import now
        from tongban.matters.actions.import_log import import_log
        from tongban.matters.rules.xes import read_xes

        place = seeding.place()
        file = seeding.log(traces, EVENTS)
        ours, copied = [], []
        for turn in tqdm(range(ROUNDS + 1), desc="bench import_log", leave=False, disable=None):
            with transaction.atomic():
                started = time.perf_counter()
                done = import_log(read_xes(io.BytesIO(file)), source=seeding.SOURCE, at=now(), **place)
                took = time.perf_counter() - started
                rows = bare.dumped()
                transaction.set_rollback(True)
            if (done.created, done.events) != (traces, traces * EVENTS):
                raise RuntimeError(f"not all was brought in: {done}")
            if turn:
                ours.append(took)
                copied.append(bare.read_and_copied(file, rows))
    result.figure("traces", traces, "traces")
    result.figure("events", traces * EVENTS, "events")
    result.figure("ours", median(ours), "s")
    result.figure("bare", median(copied), "s")
    result.figure("ours, traces a second", traces / median(ours), "traces/s")
    result.ratio("bare/ours", median_ratio(copied, ours), GOAL)
    return result
