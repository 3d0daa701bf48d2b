"""People looked up by identity number where it is sealed, against the same rows where it stands in the clear."""

from __future__ import annotations

from bench.result import Result, median, median_ratio, timed

NAME = "sealing"
HELP = "persons found, listed and stored with sealed numbers, against the same with plain ones"

ROUNDS = 5
PEOPLE = {True: 5_000, False: 20_000}
LOOK_UPS = {True: 300, False: 1_000}
LISTED = 100
# What a look-up takes is the way to the database and back; a row that is opened or sealed has three values.
GOALS = {"found": 0.7, "listed": 0.35, "stored": 0.4}


def run(quick: bool, part: int) -> Result:
    """Ask the table of persons and a copy with plain columns by turns, both through the ORM; all is rolled back."""
    from bench.city_house import city_house

    result = Result(NAME)
    times: dict[str, dict[str, list[float]]] = {what: {"sealed": [], "plain": []} for what in GOALS}
    with city_house(part):
        from django.db import transaction
        from tqdm import tqdm

        from bench.sealing import asking

        with transaction.atomic():
            numbers = asking.two_tables(PEOPLE[quick])
            some = numbers[:: max(1, len(numbers) // LOOK_UPS[quick])]
            for turn in tqdm(range(ROUNDS), desc="bench sealing", leave=False, disable=None):
                for way in ("sealed", "plain")[:: 1 if turn % 2 else -1]:
                    table = asking.TABLES[way]
                    times["found"][way].append(timed(lambda t=table: [asking.found(t, each) for each in some]))
                    times["listed"][way].append(timed(lambda t=table: asking.listed(t, numbers, LISTED)))
                    times["stored"][way].append(timed(lambda t=table: asking.stored(t, PEOPLE[quick] // 5)))
            resealed = asking.resealed()
            transaction.set_rollback(True)
    result.figure("persons", len(numbers), "persons")
    for what, each in times.items():
        count = {"found": len(some), "listed": len(numbers), "stored": PEOPLE[quick] // 5}[what]
        for way, seconds in each.items():
            result.figure(f"{what}, {way}", median(seconds) / count * 1000, "ms/person")
        result.ratio(f"{what}, plain/sealed", median_ratio(each["plain"], each["sealed"]), GOALS[what])
    result.figure("resealed", resealed, "values/s")
    return result
