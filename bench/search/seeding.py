"""541 real items of a district beside those of the city, for as long as the benchmark runs.

They are names and types only, as the district's page gives them; the city's departments take them in turn. They are
imported like any other, in a transaction that is rolled back. Beside them stands, as long, what a search is measured
against: one plain table with a row for every implementation and an index on each column that is looked in.
"""

from __future__ import annotations

import contextlib
import csv
import itertools
import os
import pathlib
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, transaction

from tongban.catalogue.actions import import_items
from tongban.cli.environment import REPOSITORY, CommandTrouble
from tongban.kernel.clock import now
from tongban.parties.models import Authority

_PLAIN = (
    """CREATE TABLE bench_plain AS SELECT d.implementation_id AS id, t.name_key, t.initials, t.tokens, t.grams
    FROM catalogue_searchdocument d JOIN catalogue_searchtext t ON t.id = d.text_id""",
    "CREATE INDEX ON bench_plain USING gin (tokens)",
    "CREATE INDEX ON bench_plain USING gin (grams)",
    "CREATE INDEX ON bench_plain USING gin (initials gin_trgm_ops)",
    "ANALYZE bench_plain, catalogue_searchdocument, catalogue_searchtext",
)
# What was just put into an index of words waits in a list of its own; a vacuum would have put it in its place.
_TIDIED = """
SELECT gin_clean_pending_list(c.oid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_am a ON a.oid = c.relam WHERE a.amname = 'gin' AND i.indrelid = 'catalogue_searchtext'::regclass
"""


@contextlib.contextmanager
def beside_the_city() -> Iterator[list[str]]:
    """Import the real items, lay the plain table, and yield the real names; at the end all is as it was."""
    real = list(real_items())
    with transaction.atomic():
        import_items(list(_implemented(real)), at=now())
        with connection.cursor() as cursor:
            for statement in (*_PLAIN, _TIDIED):
                cursor.execute(statement)
        yield sorted({name for name, _type in real})
        transaction.set_rollback(True)


def real_items() -> Iterator[tuple[str, str]]:
    """Yield name and type of each of the 541; CommandTrouble where the file is not."""
    folder = pathlib.Path(os.environ.get("TONGBAN_TEST_DATA") or REPOSITORY.parent / "shared" / "data")
    file = folder / "items" / "guangan_items.csv"
    if not file.is_file():
        raise CommandTrouble(f"{file} is missing: name the folder with items/guangan_items.csv in TONGBAN_TEST_DATA")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            yield row["name"].strip(), row["task_type"].zfill(2)


def _implemented(real: Sequence[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    departments = Authority.objects.filter(region__level=4).order_by("key").values_list("key", flat=True)
    for number, ((name, kind), key) in enumerate(zip(real, itertools.cycle(departments), strict=False), 1):
        yield {
            "catalog_code": f"51{kind}99{number:03d}000",
            "name": name,
            "authority": key,
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
                    "authority": key,
                    "days": 5,
                    "lead": True,
                    "kind": "review",
                }
            ],
        }
