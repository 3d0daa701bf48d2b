"""Filling a home with a city, or a part of it: what is there stays, what a killed run left undone is done.

The same part, seed and last day give the same rows. Nobody else works in the home meanwhile: tables are without their
indexes and foreign keys while they are poured (`bare_tables`).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import io
import pathlib
from collections.abc import Callable, Iterator

from django.db import connection
from PIL import Image

from tongban.cases.queries.grounds import lawful_grounds
from tongban.cli.city import DEMO_CITY, CityFolder, load_city
from tongban.cli.city_scale import bare_tables, case_rows, foundation, licences, people, pools, progress
from tongban.cli.city_scale.at_once import at_once
from tongban.cli.city_scale.case_plan import Drawn, demo_people
from tongban.cli.city_scale.cases import pouring
from tongban.cli.city_scale.size import Size
from tongban.cli.city_scale.tree import plant
from tongban.kernel import files
from tongban.kernel.clock import ZONE, today
from tongban.licences.actions.index_licences import index_licences
from tongban.matters.queries import warning_rule

Said = Callable[[int], object]
# Opens a piece of the work by its name and how much it counts (0: unknown), and hears how much of it was done.
Told = Callable[[str, int], contextlib.AbstractContextManager[Said]]
JOURNAL, LEAF = "matters_journal_entry", "matters_tree_leaf"
# Poured bare; those that take longest to index stand first, for several are indexed at once.
POURED = (JOURNAL, *case_rows.TABLES, *licences.TABLES, LEAF)
# Filled with their indexes on.
FILLED = ("matters_tree_tile", "parties_person", "parties_organisation")


class OtherCity(Exception):
    """A city of another part, seed or day was begun here."""


@contextlib.contextmanager
def untold(what: str, count: int) -> Iterator[Said]:
    """Say nothing."""
    yield lambda done: None


def fill_city(
    *,
    part: float = 100,
    seed: int = 1,
    until: dt.date | None = None,
    folder: pathlib.Path = DEMO_CITY,
    told: Told = untold,
) -> Size:
    """Fill the home with `part` percent of a city and return its size; a second run changes nothing.

    `until` is the last day that the cases know: yesterday unless told, or what the run that began had settled. Raises
    OtherCity, progress.SomebodyFills, ValueError for what is no part.
    """
    if not 0 < part <= 100:
        raise ValueError("a part of a city is more than nothing, and no more than 100 percent")
    city, size = CityFolder(folder), Size(part)
    with progress.filling():
        day = until or today() - dt.timedelta(days=1)
        asked = {"part": part, "seed": seed}
        settled = progress.fact("asked", {**asked, "until": day.isoformat()})
        if {**settled, **asked, **({"until": until.isoformat()} if until else {})} != settled:
            raise OtherCity(
                f"this home holds {settled['part']} % of a city (seed {settled['seed']}, until {settled['until']})"
            )
        if not progress.is_done("all"):
            _fill(city, size, seed, dt.date.fromisoformat(settled["until"]), told)
    return size


def _fill(city: CityFolder, size: Size, seed: int, until: dt.date, told: Told) -> None:
    # Everything was brought in when the last day's work was over, whenever the filling runs.
    at = dt.datetime.combine(until, dt.time(18), ZONE)
    places = _found(city, size, seed, until, at, told)
    city_code = str(city.table("city.toml")["code"]).ljust(12, "0")
    with told(f"{size.persons:,} 位自然人，{size.organisations:,} 家单位，抽取库", 0):
        (persons, organisations), made = at_once(
            [
                lambda: (people.pour_persons(size, seed), people.pour_organisations(size, seed, places)),
                lambda: pools.make_pools(until, city_code),
            ]
        )
        drawn = Drawn(
            size,
            seed,
            made,
            persons,
            organisations,
            demo_people(),
            progress.fact("first_matter", _next_matter()),
            progress.fact("first_serial", _next_serial()),
        )
        file = progress.fact("file", list(_picture()))
    if not progress.is_done("poured"):
        _pour(drawn, city_code, (file[0], file[1]), until, at, told)
    _complete(drawn, at, told)
    with told("序列", 0):
        _finish(drawn)


def _found(
    city: CityFolder, size: Size, seed: int, until: dt.date, at: dt.datetime, told: Told
) -> list[tuple[str, str]]:
    """Bring in what everything stands on, as far as it is not there, and return the districts."""
    if not progress.is_done("founded"):
        with told("演示城市", 0):
            load_city(city.path, at=at, say=lambda what, report: None)
        with told("镇街和村居", 0):
            foundation.import_divisions(city, at=at)
        with told("实施主体", 0):
            found = foundation.import_offices(city, at=at)
        with told(f"{size.items:,} 个事项", 0), progress.once("items") as fresh:
            if fresh:
                foundation.import_catalogue(city, found, size.items, seed=seed, at=at)
        with told(f"{size.enterprises:,} 家企业", size.enterprises) as said:
            foundation.import_enterprises(foundation.districts(city), size.enterprises, seed=seed, at=at, said=said)
        people.appoint_everywhere(seed, active_from=until - dt.timedelta(days=400), at=at)
        with progress.once("founded"):
            pass
    return foundation.districts(city)


def _pour(drawn: Drawn, city_code: str, file: tuple[str, int], until: dt.date, at: dt.datetime, told: Told) -> None:
    bare_tables.make_bare(POURED)
    size, basis = drawn.size, lawful_grounds(city_code, until)[case_rows.GROUND].basis
    with told(f"{size.cases:,} 件办件，{size.licences:,} 张证照", size.cases + size.licences) as said:
        holders = drawn.persons, drawn.organisations
        pour_licences = functools.partial(
            licences.pour_licences, size.licences, seed=drawn.seed, until=until, at=at, holders=holders, said=said
        )
        pour_cases = pouring(drawn, rule=warning_rule(city_code, until), basis=basis, file=file, said=said)
        at_once([pour_licences, *pour_cases])
    with progress.once("poured"):
        pass


def _complete(drawn: Drawn, at: dt.datetime, told: Told) -> None:
    """Make of the poured rows what a city's tables are: the journal's tree, the licence index, indexes, constraints."""
    with told("日志树、证照目录和索引", drawn.size.cases) as said:

        def grow() -> None:
            # Its leaves are read from the journal by its key.
            bare_tables.give_indexes_back(JOURNAL)
            plant(drawn.first_matter, drawn.size.cases, at=at, said=said)

        others = [functools.partial(_index, table) for table in POURED if table not in (JOURNAL, LEAF)]
        at_once([grow, functools.partial(index_licences, at=at), *others])
    with told("约束和统计信息", 0):
        bare_tables.give_foreign_keys_back(POURED)
        filled = [functools.partial(_index, table) for table in (LEAF, JOURNAL, *FILLED)]
        at_once([*filled, *(functools.partial(bare_tables.check, table) for table in POURED)])


def _index(table: str) -> None:
    """Give a full table its indexes back, and tell the planner what it holds."""
    bare_tables.give_indexes_back(table)
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE) {table}")


def _finish(drawn: Drawn) -> None:
    """Set the sequences beyond what was poured, and mark the whole as done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('cases_number', %s)", [drawn.first_serial + drawn.size.cases])
        for table in _numbered():
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), coalesce((SELECT max(id) FROM {table}), 1))"
            )
    pools.drop_pools()
    with progress.once("all"):
        pass


def _next_matter() -> int:
    """Return the first matter id whose own room of ids lies beyond every row that is there."""
    with connection.cursor() as cursor:
        largest: list[int] = []
        for table in _numbered():
            cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")
            largest += cursor.fetchone()
    return max(largest) + 1


def _numbered() -> list[str]:
    """List the poured tables that have an id of their own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attrelid::regclass::text FROM pg_attribute WHERE attrelid = ANY(%s::regclass[]) AND attname = 'id'"
            " AND NOT attisdropped ORDER BY 1",
            [list(POURED)],
        )
        return [table for (table,) in cursor.fetchall()]


def _next_serial() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value + is_called::int FROM cases_number")
        (serial,) = cursor.fetchone()
    return int(serial)


def _picture() -> tuple[str, int]:
    """Store the picture that every material is, and return its SHA-256 and size."""
    out = io.BytesIO()
    Image.new("RGB", (120, 80), "#e8eef7").save(out, "PNG")
    return files.put(out.getvalue(), "image/png").sha256, out.tell()
