"""What a web process and a job worker hold of the memory, and that it stays so however much they do."""

from __future__ import annotations

from bench.result import Result

NAME = "memory"
HELP = "the memory of a web process and of a job worker (PSS), and whether it grows with what they do"

# Requests and jobs that warm them, and those after which the memory is looked at again.
QUICK = (150, 450)
FULL = (500, 5_000)
# What a machine is sized by, in MB each.
WEB_MB, WORKER_MB = 320, 220
GROWTH = 1.1


def run(quick: bool, part: int) -> Result:
    """Have one web process answer the pages that people open most, and one job worker handle announcements.

    PSS counts what is shared with other processes by its share; with one web process and its supervisor it is nearly
    all that the process has. The second look comes after many times what the first one did.
    """
    from bench.city_house import city_house

    result = Result(NAME)
    warming, many = QUICK if quick else FULL
    with city_house(part, own=True) as house:
        from bench.memory.watching import watched

        before, after = watched(house, warming, many)
    for name, limit in (("web process", WEB_MB), ("job worker", WORKER_MB)):
        result.figure(f"{name}, warm", before[name], "MB", limit=limit)
        result.figure(f"{name}, after {many:,} more", after[name], "MB")
        result.ratio(f"{name} after/before", after[name] / before[name], GROWTH, at_most=True)
    return result
