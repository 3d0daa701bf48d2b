"""A small part of a city filled in a process of its own, which can be told to die on the way.

python -m tests.cli.city_filling HOME fill [DIE_IN [PIECES]]    print the shape of the tables, then fill them, to die
                                                                with SIGKILL in the step whose name has DIE_IN, after
                                                                so many pieces of it (0: as it begins)
python -m tests.cli.city_filling HOME digest                    print a digest of every table that was poured
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator

from tongban.cli.environment import opened

PART, UNTIL = 0.05, dt.date(2026, 3, 6)
# Some columns are given by a sequence, whose gaps a killed run leaves, or are drawn by chance.
_UNTOLD = {"licences_standing": "id"}

# A condition that is read back and written again has its casts and brackets elsewhere, and means the same.
_SHAPE = r"""
SELECT concat_ws(' ', indexrelid::regclass, indrelid::regclass, indkey, indnkeyatts, indclass, indcollation, indoption,
    indisunique, indisvalid, indnullsnotdistinct, pg_get_expr(indexprs, indrelid),
    regexp_replace(pg_get_expr(indpred, indrelid), '::(character varying|text)(\[\])?|[()]', '', 'g')) AS of
FROM pg_index JOIN pg_class c ON c.oid = indrelid WHERE relnamespace = 'public'::regnamespace
UNION ALL
SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid), convalidated, conindid::regclass)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
"""


def main(home: str, what: str, die_in: str = "", pieces: str = "0") -> None:
    with opened(argparse.Namespace(home=home)):
        if what == "fill":
            fill(die_in, int(pieces))
        else:
            print(json.dumps(digest(), sort_keys=True))


def fill(die_in: str = "", pieces: int = 0) -> None:
    from django.core.management import call_command

    from tongban.cli.city_scale import cases, licences, tree
    from tongban.cli.city_scale.filling import fill_city

    call_command("migrate", interactive=False, verbosity=0)
    print(shape(), flush=True)
    cases.PIECE, tree.PIECE, licences.PIECE = 300, 500, 100

    @contextlib.contextmanager
    def told(what: str, count: int) -> Iterator[Callable[[int], object]]:
        left = [pieces]

        def said(done: int) -> None:
            left[0] -= 1
            if die_in and die_in in what and left[0] <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

        if die_in and die_in in what and not pieces:
            os.kill(os.getpid(), signal.SIGKILL)
        yield said

    fill_city(part=PART, seed=1, until=UNTIL, told=told)


def digest() -> dict[str, str]:
    from django.db import connection

    from tongban.cli.city_scale.filling import FILLED, POURED

    found = {}
    with connection.cursor() as cursor:
        for table in (*POURED, *FILLED):
            row = f"(to_jsonb(t) - '{_UNTOLD.get(table, '')}')::text"
            cursor.execute(f"SELECT count(*) || ' ' || md5(string_agg({row}, '' ORDER BY {row})) FROM {table} t")
            (found[table],) = cursor.fetchone()
        cursor.execute("SELECT md5(string_agg(encode(root, 'hex'), '' ORDER BY size)) FROM matters_checkpoint")
        (found["roots"],) = cursor.fetchone()
    return {**found, "shape": shape()}


def shape() -> str:
    """Return a digest of every index and constraint there is."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT md5(string_agg(of, '' ORDER BY of)) FROM ({_SHAPE}) shape")
        (found,) = cursor.fetchone()
    return str(found)


if __name__ == "__main__":
    main(*sys.argv[1:])
