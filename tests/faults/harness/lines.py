"""What bad lines do, each for a moment: between the site and its database, or between clients and the site."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.faults.harness.proxy import Proxy, Treatment, answer_lost, cut_short, delayed, swallowed
from tests.faults.harness.site import Site


@dataclass(frozen=True, slots=True)
class BadLine:
    """The lines through a proxy are bad for some seconds, then good again."""

    name: str
    proxy: Proxy
    spoil: Callable[[Proxy], object]
    seconds: float

    def strike(self, site: Site, chance: random.Random) -> bool:
        """Spoil the lines, wait, and heal them."""
        self.spoil(self.proxy)
        time.sleep(self.seconds * chance.uniform(0.5, 1.5))
        self.proxy.heal()
        return True


def bad_lines(proxy: Proxy) -> Iterator[BadLine]:
    """Yield all that lines may do: end, be reset, half closed, refused, late, silent, lose answers, or cut them."""
    yield BadLine("dropped", proxy, Proxy.hang_up, 0)
    yield BadLine("reset", proxy, lambda proxy: proxy.hang_up(reset=True), 0)
    yield BadLine("half closed", proxy, Proxy.half_close, 0.2)
    yield BadLine("refused", proxy, _refuse, 1)
    yield BadLine("late", proxy, _treating(asking=delayed(0.1), answering=delayed(0.1)), 2)
    yield BadLine("questions swallowed", proxy, _treating(asking=swallowed), 1)
    yield BadLine("answers swallowed", proxy, _treating(answering=swallowed), 1)
    yield BadLine("answers lost", proxy, _treating(answering=answer_lost), 0.5)
    yield BadLine("answers cut short", proxy, _treating(answering=cut_short), 0.5)


def _refuse(proxy: Proxy) -> None:
    proxy.refusing = True
    proxy.hang_up()


def _treating(*, asking: Treatment | None = None, answering: Treatment | None = None) -> Callable[[Proxy], None]:
    def spoil(proxy: Proxy) -> None:
        proxy.asking = asking or proxy.asking
        proxy.answering = answering or proxy.answering

    return spoil
