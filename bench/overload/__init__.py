"""Three times what the site can do: whom it lets in it serves well, others are told at once, and nothing is lost."""

from __future__ import annotations

import asyncio
import functools
import json
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence

from bench.overload.asking import People
from bench.overload.load import Sample, by_the_clock, make_sure, one_by_one
from bench.overload.wire import Wire
from bench.result import Result, median

NAME = "overload"
HELP = "three times the sustainable rate: latency of what is admitted, what is lost, how soon it is over"

TIMES = 3
ROUNDS, QUICK_ROUNDS = 5, 1
UNLOADED_SECONDS, OVERLOAD_SECONDS = (8.0, 5.0), (20.0, 7.0)
CAPACITY_SECONDS, TRIAL_SECONDS = (8.0, 4.0), (8.0, 4.0)
# Of what it does when always asked for more, so much is tried first as a rate that it can hold; then less and less.
FIRST_TRIAL, NEXT_TRIAL, TRIALS = 0.95, 0.88, 5
REFUSED_AT_MOST = 0.01
WORSE_AT_MOST, RECOVERY_SECONDS = 10.0, 30.0
# It is over when all is well for so long; what goes wrong is counted from the end of the second in which it did.
WELL_SECONDS, AFTER_SECONDS = 3.0, 1.0


def run(quick: bool) -> Result:
    """Serve a demo city, find the rate that it holds, ask three times as much, and compare it with the answers."""
    from tests.faults.harness.house import city_home, forget_prepared, prepare, run
    from tests.faults.harness.site import Site

    result = Result(NAME, quick=quick)
    try:
        with city_home() as home, Site(home) as site:
            people = People(prepare(home), seed=1)
            asyncio.run(_measure(site.port, people, result, quick))
            site.wait_until(site.has_settled, "an end to what was announced")
            (home / "answers.json").write_text(json.dumps(people.answers))
            verdict = json.loads(run("tests.faults.harness.check", home, str(home / "answers.json")))
    finally:
        forget_prepared()
    result.figure("acknowledged writes", len(people.answers), "answers")
    result.ratio("lost", len(verdict["lost"]), 0, at_most=True)
    result.ratio("doubled", len(verdict["doubled"]), 0, at_most=True)
    result.ratio("journal findings", len(verdict["findings"]), 0, at_most=True)
    result.ratio("other answers", people.strange.total(), 0, at_most=True)
    strange = [f"{many} × {said}: {people.examples[said]}" for said, many in people.strange.most_common()]
    result.notes += [*strange, *verdict["lost"], *verdict["doubled"], *verdict["findings"]][:20]
    return result


async def _measure(port: int, people: People, result: Result, quick: bool) -> None:
    wire = Wire(port)
    await one_by_one(wire, people, 2.0)  # what is made on first use is made now
    capacity = _rate(await one_by_one(wire, people, CAPACITY_SECONDS[quick], connections=8), CAPACITY_SECONDS[quick])
    rate = await _sustainable(wire, people, capacity, quick)
    ratios, quiet, loaded, recoveries, refused, lags, told, served = [], [], [], [], [], [], [], []
    for number in range(QUICK_ROUNDS if quick else ROUNDS):
        unloaded = await one_by_one(wire, people, UNLOADED_SECONDS[quick])
        seconds = OVERLOAD_SECONDS[quick]
        samples = await by_the_clock(wire, people, TIMES * rate, seconds, seed=100 + number)
        after = functools.partial(by_the_clock, wire, people, rate / 2, AFTER_SECONDS, seed=200 + number)
        recoveries.append(await _recovery(after, _p99(unloaded) * WORSE_AT_MOST))
        quiet.append(_p99(unloaded))
        loaded.append(_p99([each for each in samples if each.served]))
        ratios.append(loaded[-1] / quiet[-1])
        refused.append(sum(not each.served for each in samples) / len(samples))
        lags.append(statistics.quantiles([each.lag for each in samples], n=100)[-1])
        told.append(_p99([each for each in samples if each.status == 503]))
        served.append(sum(each.served for each in samples) / seconds)
    sent_again = await make_sure(wire, people)
    await wire.close()
    result.figure("capacity", capacity, "requests/s")
    result.figure("sustainable rate", rate, "requests/s")
    result.figure("offered", TIMES * rate, "requests/s")
    result.figure("served of that", median(served), "requests/s")
    result.figure("p99 unloaded", median(quiet) * 1000, "ms")
    result.figure("p99 of what is admitted", median(loaded) * 1000, "ms")
    result.figure("p99 of a refusal", median(told) * 1000, "ms")
    result.figure("refused", median(refused) * 100, "%")
    result.figure("worst recovery", max(recoveries), "s")
    result.figure("p99 of how late the load went out", median(lags) * 1000, "ms")
    result.figure("connections", wire.opened, "connections")
    result.figure("of those broken", people.broken, "connections")
    result.figure("sent again with the same key", sent_again, "requests")
    result.ratio("admitted p99 / unloaded p99", median(ratios), WORSE_AT_MOST, at_most=True)
    result.ratio("recovery / 30 s", max(recoveries) / RECOVERY_SECONDS, 1, at_most=True)


async def _sustainable(wire: Wire, people: People, capacity: float, quick: bool) -> float:
    """Return the rate, asked for by the clock, at which no more than one in a hundred is refused."""
    rate = capacity * FIRST_TRIAL
    for number in range(TRIALS):
        samples = await by_the_clock(wire, people, rate, TRIAL_SECONDS[quick], seed=10 + number)
        if sum(not each.served for each in samples) <= REFUSED_AT_MOST * len(samples):
            break
        rate *= NEXT_TRIAL
    return rate


def _rate(samples: Sequence[Sample], seconds: float) -> float:
    return sum(each.served for each in samples) / seconds


def _p99(samples: Sequence[Sample]) -> float:
    """Return the seconds that 99 of 100 took at most."""
    return statistics.quantiles([each.latency for each in samples], n=100, method="inclusive")[-1]


async def _recovery(
    ask: Callable[[], Awaitable[Sequence[Sample]]], most: float, clock: Callable[[], float] = time.perf_counter
) -> float:
    """Ask again and again, and return the seconds until all is served within `most` seconds and goes on to be.

    It is asked for as long as the goal allows; more than that stands for a recovery that did not come.
    """
    began, well_since = clock(), 0.0
    while True:
        samples = await ask()
        now = clock() - began
        if any(not each.served or each.latency > most for each in samples):
            well_since = now
        if now - well_since >= WELL_SECONDS or well_since > RECOVERY_SECONDS:
            return well_since
