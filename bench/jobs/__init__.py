"""What is announced, forwarded and handled, against jobs that are queued and worked off by the queue alone."""

from __future__ import annotations

from bench.result import Result, median, median_ratio, timed

NAME = "jobs"
HELP = "announcements forwarded and handled by one job worker, against jobs of procrastinate alone"

ROUNDS = 5
SIZE, QUICK_SIZE = 1_500, 500
# Jobs that wait for their time meanwhile, for each percent of the city: all of it has a day's announcements waiting.
WAITING = 500
GOAL = 0.7


def run(quick: bool, part: int) -> Result:
    """Work as many announcements and bare jobs off by turns, with the same worker of the same library, one at a time.

    Ours are in the outbox when the clock starts, as a step leaves them: they are taken in batches, seen by the
    journal's sequencer, queued and handled, each by one handler. The bare ones are queued in as large batches. Neither
    does anything in its job.
    """
    from bench.city_house import city_house

    size = QUICK_SIZE if quick else SIZE
    result = Result(NAME)
    with city_house(part, own=True) as house:
        from tqdm import tqdm

        from bench.jobs.queues import Bare, Ours, lay_waiting

        lay_waiting(WAITING * part)
        ours, bare = Ours(), Bare(house.url)
        handled: dict[str, list[float]] = {"ours": [], "bare": []}
        forwarded, queued = [], []
        for turn in tqdm(range(ROUNDS + 1), desc="bench jobs", leave=False, disable=None):
            ours.announce(size)
            ways = [(ours, forwarded, handled["ours"]), (bare, queued, handled["bare"])][:: 1 if turn % 2 else -1]
            for way, bringing, working in ways:
                brought = timed(lambda way=way: way.bring(size))  # type: ignore[misc]
                worked = timed(way.work_off)
                if way.done != size * (turn + 1):
                    raise RuntimeError(f"{way.done} jobs were done of {size * (turn + 1)}")
                if turn:
                    bringing.append(brought)
                    working.append(brought + worked)
    result.figure("waiting for their time", WAITING * part, "jobs")
    result.figure("ours, forwarded and handled", size / median(handled["ours"]), "jobs/s")
    result.figure("bare, queued and handled", size / median(handled["bare"]), "jobs/s")
    result.figure("ours, forwarded alone", size / median(forwarded), "jobs/s")
    result.figure("bare, queued alone", size / median(queued), "jobs/s")
    result.ratio("ours/bare", median_ratio(handled["bare"], handled["ours"]), GOAL)
    return result
