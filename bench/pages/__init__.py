"""The pages that people open most, over HTTP in a city: how long they take, and how often they ask the database."""

from __future__ import annotations

from bench.result import Result, median, p95

NAME = "pages"
HELP = "home, search, guide, inbox, case page and case by API over HTTP: how long each takes, and its queries"

# Rounds, and how often each page is asked for in a round by one client and by four.
QUICK = (5, 8)
FULL = (7, 30)
CLIENTS = (1, 4)
WORKERS = 2
# What people wait for, in milliseconds at the 95th percentile.
LIMITS = {"case": 25, "case by API": 25, "inbox": 75, "inbox of a supervisor": 75, "search": 150, "search, a name": 150}


def run(quick: bool, part: int) -> Result:
    """Ask for page after page in each round, by one client and then by four at once, of two web processes.

    The clients are a process of their own on the same machine. Queries and processor time are counted in
    this process, once it is warm.
    """
    from bench.city_house import city_house

    result = Result(NAME)
    rounds, times = QUICK if quick else FULL
    with city_house(part) as house:
        from bench.pages.asking import costs_of, pages_of
        from bench.pages.load import measured

        with pages_of() as pages:
            queries, own = costs_of(pages, times)
            millis = measured(house, pages, rounds, times, CLIENTS, WORKERS)
    for name in pages:
        result.figure(f"{name}, queries", queries[name], "queries")
        result.figure(f"{name}, our processor time", own[name], "ms")
    for clients in CLIENTS:
        who = "one client" if clients == 1 else f"{clients} clients"
        for name in pages:
            took = millis[name, clients]
            result.figure(f"{name}, {who}, p50", median(took), "ms")
            limit = LIMITS.get(name) if clients == 1 else None
            result.figure(f"{name}, {who}, p95", p95(took), "ms", limit=limit)
    result.notes.append(
        "the limits are for one client; four keep both processors of a small machine busy, with their own work too"
    )
    return result
