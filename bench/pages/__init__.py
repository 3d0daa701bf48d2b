"""The pages that people open most: queries of each with little data and with ten times as much, requests a second."""

from __future__ import annotations

from bench.result import Result, median

NAME = "pages"
HELP = "home, search, guide, inbox and case page: queries as data grows, requests per second of one web worker"

# Rounds, and the seconds that each page is asked for in a round.
QUICK = (5, 0.4)
FULL = (7, 2.0)
LITTLE, GROWTH = 5, 10


def run(quick: bool) -> Result:
    """Count queries in this process before and after the data grows, then load one web worker from another process.

    A page asks the database as often however much there is to find: the ratio of the two counts is at most one.
    """
    from bench.home import fresh_house

    result = Result(NAME)
    rounds, seconds = QUICK if quick else FULL
    with fresh_house() as house:
        from bench.pages.asking import count_queries, pages_of
        from bench.pages.city import grow, little
        from bench.pages.load import rates
        from tongban.cli.preparation import prepare

        prepare(house)
        numbers = little(LITTLE)
        pages = pages_of(numbers)
        before = count_queries(pages)
        grow(LITTLE * (GROWTH - 1))
        after = count_queries(pages)
        measured = rates(house, pages, rounds, seconds)
    for name in pages:
        result.figure(f"{name}, queries", before[name], "queries")
        result.figure(f"{name}, queries with {GROWTH} x data", after[name], "queries")
        result.figure(f"{name}, one worker", median(measured[name]), "requests/s")
    for name in pages:
        result.ratio(f"{name} queries_grown/queries", after[name] / max(before[name], 1), 1, at_most=True)
    return result
