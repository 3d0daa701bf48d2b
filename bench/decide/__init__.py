"""Complete decisions over HTTP: sign-in, idempotency key, checks, every row and the commit, against two peers."""

from __future__ import annotations

from bench.result import Result, median

NAME = "decide"
HELP = "decisions over HTTP: ours, a bare WSGI handler writing the same rows, a plain Django view in ORM"

# Rounds, and the seconds that each server is asked for in a round.
QUICK = (5, 0.6)
FULL = (7, 4.0)
# Cases a second that no server here decides: there must be enough of them for every round.
MOST_A_SECOND = 1600
SERVERS = ("ours", "bare", "django")


def run(quick: bool, part: int) -> Result:
    """Decide cases on each server in turn, all with two processes on one copy of the city that commits durably.

    The load comes from a process of its own on the same machine, with as many connections for each server.

    The bare handler is a floor, not an equal: it writes the same rows in one commit, the kept answer among them, but
    it asks nobody who they are, reads nothing, and finds each value, hashes included, made beforehand. Its case costs
    one round trip to the database, ours six: who calls, was this answered before, BEGIN, the case, its step, and the
    answer kept with the COMMIT.

    All cases are one authority's, so on every server the decisions wait for each other from the number that their
    document is given until it is committed.
    """
    from bench.city_house import city_house

    result = Result(NAME)
    rounds, seconds = QUICK if quick else FULL
    with city_house(part, own=True, settings="bench.settings") as house:
        from bench.decide.load import measured
        from bench.decide.seeding import seed

        prepared = seed(house.home, SERVERS, int(rounds * (seconds + 0.3) * MOST_A_SECOND))
        taken = measured(house, prepared, rounds, seconds)
    for name in SERVERS:
        result.figure(f"{name}, decisions", median(taken.rates[name]), "decisions/s")
        result.figure(f"{name}, p50", taken.percentile(name, 50), "ms")
        result.figure(f"{name}, p95", taken.percentile(name, 95), "ms")
    result.figure("ours, statements", prepared.statements, "statements/request")
    for peer, goal in (("bare", 0.4), ("django", 2.0)):
        pairs = zip(taken.rates["ours"], taken.rates[peer], strict=True)
        result.ratio(f"ours/{peer}", median(ours / theirs for ours, theirs in pairs), goal)
    return result
