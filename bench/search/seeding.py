"""A catalogue of a city's size: 541 real items of a district, and beside them the demo city's grown to 26,262.

The real ones are names and types only, as their page gives them; the district's departments take them in turn. The
other items, their authorities and their divisions are those of `./tongban seed --size city`. All are imported like any
other, and `index_search` makes their documents. Beside those stands what a search is measured against: one plain table
with a row for every implementation and an index on each column that is looked in.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import itertools
import os
import pathlib
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

from tongban.catalogue.actions import import_items, index_search
from tongban.catalogue.rules import search
from tongban.cli.city import CityFolder, load_city
from tongban.cli.city_scale import ITEMS, Office, city_items, offices
from tongban.cli.commands.seed import DEMO_CITY, base_items
from tongban.cli.environment import REPOSITORY, CommandTrouble
from tongban.kernel.home import home_folder
from tongban.parties.actions import import_authorities, import_regions
from tongban.parties.actions.import_regions import VILLAGES
from tongban.parties.queries import regions_within
from tongban.parties.rules.actor import SYSTEM

AT = dt.datetime(2026, 3, 2, 2, 0, tzinfo=dt.UTC)

_PLAIN = (
    "DROP TABLE IF EXISTS bench_plain",
    """CREATE TABLE bench_plain AS SELECT d.implementation_id AS id, t.name_key, t.initials, t.tokens, t.grams
    FROM catalogue_searchdocument d JOIN catalogue_searchtext t ON t.id = d.text_id""",
    "CREATE INDEX ON bench_plain USING gin (tokens)",
    "CREATE INDEX ON bench_plain USING gin (grams)",
    "CREATE INDEX ON bench_plain USING gin (initials gin_trgm_ops)",
    "VACUUM (ANALYZE) bench_plain, catalogue_searchdocument, catalogue_searchtext",
)


def fill(share: int) -> None:
    """Fill the house with the city, or one part in `share` of it; the real items are always all there."""
    real = list(real_items())
    load_city(DEMO_CITY, at=AT, say=lambda what, report: None)
    city = CityFolder(DEMO_CITY)
    prefix = str(city.table("city.toml")["divisions_prefix"])
    import_regions(folder=city.divisions, prefix=prefix, actor=SYSTEM, at=AT, deepest=VILLAGES)
    divisions = [(each.code, each.name, each.level) for each in regions_within(prefix)]
    everybody = offices(city.rows("authorities.toml", "authorities"), divisions)
    import_authorities(rows=[office.row for office in everybody], actor=SYSTEM, at=AT)
    base = base_items(city.path)
    # A variant stands beside its ordinary version, and nobody applies for what an authority does of its own accord.
    grown = ITEMS - sum("steps" in item and not item.get("variant") for item in base) - len(real)
    # Every so many of the grown ones, so that a part has as many places as the whole.
    others = itertools.islice(city_items(base, everybody), 0, grown, share)
    import_items([*_implemented(real, everybody), *others], at=AT)
    lay_plain()


def lay_plain() -> None:
    """Lay the plain table beside the documents as they are now, and note by which code they were made."""
    with connection.cursor() as cursor:
        for statement in _PLAIN:
            cursor.execute(statement)
    (home_folder() / "indexed").write_text(_wording())


def is_indexed() -> bool:
    """Tell whether the documents were made by the code as it is now."""
    kept = home_folder() / "indexed"
    return kept.exists() and kept.read_text() == _wording()


def _wording() -> str:
    sources = (search.__file__, index_search.__globals__["__file__"])
    return hashlib.sha256(b"".join(pathlib.Path(source).read_bytes() for source in sources)).hexdigest()


def real_items() -> Iterator[tuple[str, str]]:
    """Yield name and type of each of the 541; CommandTrouble where the file is not."""
    folder = pathlib.Path(os.environ.get("TONGBAN_TEST_DATA") or REPOSITORY.parent / "shared" / "data")
    file = folder / "items" / "guangan_items.csv"
    if not file.is_file():
        raise CommandTrouble(f"{file} is missing: name the folder with items/guangan_items.csv in TONGBAN_TEST_DATA")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            yield row["name"].strip(), row["task_type"].zfill(2)


def _implemented(real: Sequence[tuple[str, str]], everybody: Sequence[Office]) -> Iterator[dict[str, Any]]:
    departments = [office for office in everybody if office.level == "4" and office.of is not None]
    for number, ((name, kind), office) in enumerate(zip(real, itertools.cycle(departments), strict=False), 1):
        yield {
            "catalog_code": f"51{kind}99{number:03d}000",
            "name": name,
            "authority": office.row["key"],
            "type": kind,
            "level": "4",
            "instance": "promised",
            "audience": ["person", "company"],
            "themes": [],
            "joint": False,
            "legal_days": 20,
            "promised_days": 10,
            "review": "before_decision",
            "listed_as": name[:100] if kind == "01" else "",
            "channels": ["window", "express"],
            "result": {"kind": "none"},
            "basis": [{"law": "某市公共服务办法", "local_parameter": True}],
            "steps": [
                {
                    "code": "review",
                    "name": "审查",
                    "authority": office.row["key"],
                    "days": 5,
                    "lead": True,
                    "kind": "review",
                }
            ],
        }
