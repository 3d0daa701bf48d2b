"""Load by the clock: requests go out when they are due, whether or not those before them were answered.

A latency counts from the moment at which a request was due, so what a slow server holds up is not left out.
"""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass

from bench.overload.asking import Ask, People
from bench.overload.wire import Broken, Reply, Wire

PATIENCE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Sample:
    """One request: when it was due, in seconds from the beginning, how late it went out, and how long it took."""

    name: str
    due: float
    lag: float
    latency: float
    status: int

    @property
    def served(self) -> bool:
        return self.status == 200 or self.status == 201


async def one_by_one(wire: Wire, people: People, seconds: float, connections: int = 1) -> list[Sample]:
    """Ask on so many connections, each the next thing when the last was answered."""
    samples: list[Sample] = []
    began = time.perf_counter()

    async def keep_asking() -> None:
        while (due := time.perf_counter()) < began + seconds:
            samples.append(await _sample(wire, people, people.next(), began, due))

    await asyncio.gather(*(keep_asking() for _each in range(connections)))
    return samples


async def by_the_clock(wire: Wire, people: People, rate: float, seconds: float, seed: int) -> list[Sample]:
    """Ask `rate` times a second, at moments that chance sets (a Poisson process)."""
    chance = random.Random(seed)
    began = time.perf_counter()
    due, tasks = began, []
    while (due := due + chance.expovariate(rate)) < began + seconds:
        if (rest := due - time.perf_counter()) > 0:
            await asyncio.sleep(rest)
        tasks.append(asyncio.create_task(_sample(wire, people, people.next(), began, due)))
    return await asyncio.gather(*tasks)


async def make_sure(wire: Wire, people: People) -> int:
    """Send again, with the same key, each step of which nobody knows whether it was done; return how many."""
    sent, give_up = 0, time.monotonic() + PATIENCE_SECONDS
    while (unknown := people.take_unknown()) and time.monotonic() < give_up:
        sent += len(unknown)
        for ask in unknown:
            people.told(ask, await _reply(wire, ask))
        await asyncio.sleep(0.05)
    return sent


async def _sample(wire: Wire, people: People, ask: Ask, began: float, due: float) -> Sample:
    went = time.perf_counter()
    reply = await _reply(wire, ask)
    latency = time.perf_counter() - due
    people.told(ask, reply)
    return Sample(ask.name, due - began, went - due, latency, reply.status if reply else 0)


async def _reply(wire: Wire, ask: Ask) -> Reply | None:
    try:
        return await wire.ask(ask.data)
    except Broken:
        return None
