"""From the command to the first page, and from a web process to its first answer, beside bare Django."""

from __future__ import annotations

from bench.result import Result, median, median_ratio

NAME = "start_up"
HELP = "from `./tongban serve` to the first page, and a web process's own start against bare Django of as many apps"

ROUNDS = {True: 5, False: 9}
# A person who starts it waits so long at most; a balancer misses a web process that was started anew so long.
SERVE_SECONDS, WEB_SECONDS = 10.0, 4.0
GOAL = 0.25


def run(quick: bool, part: int) -> Result:
    """Start the site with its database in a city that is prepared, and a web process by turns with bare Django.

    `serve` starts the database, looks whether anything must be brought up to date, and starts a web process and a job
    worker. The bare peer is the same web server with Django and as many apps of a model each, one page and no database
    asked.

    What ours takes longer it spends on loading: some 2,500 modules, 1,100 of them our own. A quarter of the time makes
    500 data classes, for each of which Python 3.11 compiles six functions.
    """
    from bench.city_house import city_house

    result = Result(NAME)
    serve: list[float] = []
    ours: list[float] = []
    bare: list[float] = []
    with city_house(part) as house:
        from django.conf import settings
        from tqdm import tqdm

        from bench.start_up.starts import Apps, serve_seconds, web_seconds

        with Apps(len(settings.INSTALLED_APPS)) as apps:
            for turn in tqdm(range(ROUNDS[quick]), desc="bench start_up", leave=False, disable=None):
                for times, peer in [(ours, None), (bare, apps)][:: 1 if turn % 2 else -1]:
                    times.append(web_seconds(house, peer))
        assert house.database is not None
        house.database.leave()  # who comes last stops it, so that `serve` starts it again
        for _round in tqdm(range(ROUNDS[quick]), desc="bench start_up: serve", leave=False, disable=None):
            serve.append(serve_seconds(house))
    result.figure("apps", len(settings.INSTALLED_APPS), "apps")
    result.figure("serve, first page", median(serve), "s", limit=SERVE_SECONDS)
    result.figure("web process, first answer", median(ours), "s", limit=WEB_SECONDS)
    result.figure("bare Django, first answer", median(bare), "s")
    result.ratio("bare/ours", median_ratio(bare, ours), GOAL)
    return result
