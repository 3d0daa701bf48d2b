"""Our web server in the city, asked for one page after the other."""

from __future__ import annotations

import multiprocessing
from collections import defaultdict
from collections.abc import Sequence

from bench.pages.asking import Page
from bench.pages.client import ask
from bench.serving import serving
from tongban.cli.environment import House

WARMING = 6


def measured(
    house: House, pages: dict[str, Page], rounds: int, times: int, clients: Sequence[int], workers: int
) -> dict[tuple[str, int], list[float]]:
    """Return the milliseconds of every answer by page and number of clients, over all rounds."""
    from tqdm import tqdm

    found: dict[tuple[str, int], list[float]] = defaultdict(list)
    with serving(house, workers=workers) as server, multiprocessing.get_context("spawn").Pool(1) as asker:
        for page in pages.values():
            asker.apply(ask, (server.port, page.path, page.headers, 4, WARMING))
        with tqdm(total=rounds * len(pages), desc="bench pages", leave=False, disable=None) as bar:
            for _round in range(rounds):
                for name, page in pages.items():
                    for count in clients:
                        found[name, count] += asker.apply(ask, (server.port, page.path, page.headers, count, times))
                    bar.update()
    return found
