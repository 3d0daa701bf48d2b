"""`kill -9` in the middle of the work: nothing acknowledged is lost, nothing is done twice, and it comes back."""

from __future__ import annotations

from bench.result import Result

NAME = "faults"
HELP = "kill -9 of web server, worker and database under load: what is lost, what is doubled, how long it takes"

KILLS, QUICK_KILLS = 100, 6
RESTART_SECONDS = 10.0


def run(quick: bool) -> Result:
    """Serve a demo city, keep clients stepping over HTTP, kill, wait, and check every acknowledged answer.

    The harness is that of `tests/faults`; here it waits after each kill, and the home is on a real disk.
    """
    from bench.home import fresh_home
    from tests.faults.harness.faults import kills
    from tests.faults.harness.house import prepare
    from tests.faults.harness.ordeal import ordeal
    from tests.faults.harness.site import Site

    result = Result(NAME)
    with fresh_home() as home:
        prepare(home)
        with Site(home) as site:
            found = ordeal(site, kills(QUICK_KILLS if quick else KILLS), patient=True)
    result.figure("kills", len(found.struck), "kills")
    for what in sorted({struck.what for struck in found.struck}):
        seconds = [struck.seconds or 0.0 for struck in found.struck if struck.what == what]
        result.figure(f"worst restart of the {what}", max(seconds), "s")
    result.figure("acknowledged answers", len(found.answers), "answers")
    result.figure("retried calls", found.retried, "calls")
    result.figure("replayed keys", found.replayed, "calls")
    result.figure("letters", found.verdict["letters"], "letters")
    result.figure("journal entries proved", found.verdict["entries"], "entries")
    result.ratio("lost", found.lost, 0, at_most=True)
    result.ratio("doubled", found.doubled, 0, at_most=True)
    result.ratio("journal findings", len(found.verdict["findings"]), 0, at_most=True)
    result.ratio("worst restart / 10 s", found.worst_restart / RESTART_SECONDS, 1, at_most=True)
    result.notes += found.wrong[:20]
    return result
