"""What cases are drawn from, as tables for SQL to join: working days, desks, items with their steps, check characters.

They stand beside the record of the filling and are dropped at its end.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from tongban.catalogue.models import Material, Step, Version
from tongban.cli.city_scale.answers import answers_to
from tongban.cli.city_scale.people import DESKS, username
from tongban.cli.city_scale.progress import SCHEMA
from tongban.kernel.queries import calendar_of
from tongban.matters.rules.canonical import canonical_json
from tongban.parties.models import Authority, Official

# Opened within so many days before the last one.
YEAR = 365
# A limit and a pause end within the calendar.
_LONGEST = 60
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
POOLS = ("day", "calendar", "desk", "item", "step", "material", "prefix", "check3")
_TABLES = f"""
DROP TABLE IF EXISTS {", ".join(f"{SCHEMA}.{name}" for name in POOLS)};
CREATE TABLE {SCHEMA}.day (ord int PRIMARY KEY, day date NOT NULL, projected int NOT NULL);
CREATE TABLE {SCHEMA}.calendar (day date PRIMARY KEY, working date NOT NULL, projected boolean NOT NULL);
CREATE TABLE {SCHEMA}.desk (authority_id bigint PRIMARY KEY, clerk bigint, clerk_name text, reviewer bigint,
    reviewer_name text, decider bigint, decider_name text);
CREATE TABLE {SCHEMA}.item (class text, place int, version_id bigint, task_code text, name text, owner_id bigint,
    region_id text, number int, promised int, legal int, months int, steps int, opened text, materials text,
    files int, answers jsonb, field text, field_title text, fields int, PRIMARY KEY (class, place));
CREATE TABLE {SCHEMA}.step (version_id bigint, place int, code text, name text, authority_id bigint, days int,
    after jsonb, needs int, lead boolean, PRIMARY KEY (version_id, place));
CREATE TABLE {SCHEMA}.material (version_id bigint, place int, code text, name text, PRIMARY KEY (version_id, place));
CREATE TABLE {SCHEMA}.prefix (owner_id bigint, region_id text, ord int, text text, state int,
    PRIMARY KEY (owner_id, region_id, ord));
CREATE TABLE {SCHEMA}.check3 (state int, digits int, next int, PRIMARY KEY (state, digits));
"""


@dataclass(frozen=True, slots=True)
class Pools:
    """How much there is to draw from: working days of the region's year, and items by class."""

    region: str
    days: int
    items: dict[str, int]


@transaction.atomic
def make_pools(until: dt.date, city_code: str) -> Pools:
    """Make the tables anew; the same database and day give the same ones. `until` is the last day that cases know."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
    region = calendar_of(city_code).region
    days, far = _days(until, region)
    _desks()
    items = _items(far - days - _LONGEST)
    _prefixes(days)
    _copy("check3", _check3())
    with connection.cursor() as cursor:
        for name in POOLS:
            cursor.execute(f"ANALYZE {SCHEMA}.{name}")
    return Pools(region, days, items)


def drop_pools() -> None:
    """Drop them all."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {', '.join(f'{SCHEMA}.{name}' for name in POOLS)}")


def _days(until: dt.date, region: str) -> tuple[int, int]:
    """Number the working days from a year before `until`; return how many lie in it, and how many there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {SCHEMA}.day SELECT row_number() OVER (ORDER BY day), day, projected FROM ("
            " SELECT day, working, count(*) FILTER (WHERE status = 'projected') OVER (ORDER BY day) AS projected"
            " FROM kernel_calendarday WHERE region_code = %s) known WHERE working AND day > %s",
            [region, until - dt.timedelta(days=YEAR)],
        )
        # A limit in calendar days that ends on a day off ends on the next working day.
        cursor.execute(
            f"INSERT INTO {SCHEMA}.calendar SELECT k.day, n.day, k.status = 'projected' FROM kernel_calendarday k"
            f" CROSS JOIN LATERAL (SELECT min(day) AS day FROM {SCHEMA}.day w WHERE w.day >= k.day) n"
            " WHERE k.region_code = %s AND n.day IS NOT NULL AND k.day > %s",
            [region, until - dt.timedelta(days=YEAR)],
        )
        cursor.execute(f"SELECT count(*) FILTER (WHERE day <= %s), count(*) FROM {SCHEMA}.day", [until])
        inside, known = cursor.fetchone()
    return inside, known


def _desks() -> None:
    seated = dict(Official.objects.values_list("account__username", "pk"))
    names = dict(Official.objects.values_list("account__username", "name"))
    rows = []
    for authority_id, key in Authority.objects.order_by("pk").values_list("pk", "key"):
        row: list[Any] = [authority_id]
        for desk, _duties in DESKS:
            row += [seated[username(key, desk)], names[username(key, desk)]]
        rows.append(row)
    _copy("desk", rows)


def _items(longest: int) -> dict[str, int]:
    """Sort what may be applied for into classes: on the spot or reviewed, by whom, and with no file to be given.

    A licence needs its signed file, which no SQL makes: items that give one are only begun, withdrawn or not accepted
    in the year of a filled city, so they are left out, as is what has variants, rules on its steps or no limit in
    working days.
    """
    steps = _by_version(Step.objects.order_by("version", "order"))
    materials = _by_version(Material.objects.filter(carrier="file", necessity="required").order_by("version", "code"))
    known: dict[str, dict[str, Any] | None] = {}
    places: Counter[str] = Counter()
    items, of_steps, of_materials = [], [], []
    versions = Version.objects.filter(
        state="published", standing="in_use", variant="", promised_unit="working", result_kind__in=("document", "none")
    ).filter(implementation__current__isnull=False)
    columns = (
        *("pk", "implementation__task_code", "name", "implementation__authority_id", "implementation__region_id"),
        *("number", "instance", "promised_days", "legal_days", "legal_unit", "result_validity_months", "audience"),
        *("form", "commitment"),
    )
    for version in versions.order_by("pk").values_list(*columns).iterator(2000):
        pk, task, name, owner, region, number, instance, promised, legal, unit, months, audience, form, promise = (
            version
        )
        own, files = steps.get(pk, []), materials.get(pk, [])
        answers = _answers(form, known)
        limited = max(promised, legal or 0) <= longest and unit == "working" and promised <= (legal or promised)
        if answers is None or promise or not limited or not own or any(each.only_when for each in own):
            continue
        base = "instant" if instance == "instant" else "reviewed" if promised and all(s.days for s in own) else ""
        if not base or any(each.defer_days for each in files):
            continue
        ready = [
            *(pk, task, name, owner, region, number, promised, legal, months, len(own)),
            canonical_json([each.code for each in own if not each.after]).decode(),
            canonical_json(sorted(each.code for each in files)).decode(),
            len(files),
            json.dumps(answers, ensure_ascii=False),
            *_first_field(form),
            len(answers),
        ]
        for who, called in (("person", "person"), ("company", "firm")):
            if who in audience:
                for kind in (f"{base}-{called}", *([f"light-{called}"] if base == "instant" and not files else [])):
                    places[kind] += 1
                    items.append((kind, places[kind], *ready))
        order = {each.code: place for place, each in enumerate(own, 1)}
        for place, each in enumerate(own, 1):
            needs = max((order[code] for code in each.after), default=0)
            after = json.dumps(list(each.after))
            of_steps.append((pk, place, each.code, each.name, each.authority_id, each.days, after, needs, each.lead))
        of_materials += [(pk, place, each.code, each.name[:200]) for place, each in enumerate(files, 1)]
    _copy("item", items)
    _copy("step", of_steps)
    _copy("material", of_materials)
    return dict(places)


def _by_version(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.version_id].append(row)
    return found


def _answers(form: dict[str, Any], known: dict[str, dict[str, Any] | None]) -> dict[str, Any] | None:
    text = json.dumps(form, sort_keys=True)
    if text not in known:
        known[text] = answers_to(form)
    return known[text]


def _first_field(form: dict[str, Any]) -> tuple[str, str]:
    """Return what is put right in a correction: the first question that the form must have answered."""
    key = next(iter(form.get("required", ())), "")
    return key, form.get("properties", {}).get(key, {}).get("title", key)


def _prefixes(days: int) -> None:
    """Work out how the check character of a number stands after its area, day and mark, for each owner and day."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT i.owner_id, i.region_id, d.ord, substr(i.region_id, 1, 6) || to_char(d.day, 'YYYYMMDD')"
            f" || substr(a.uscc, 14, 4) FROM (SELECT DISTINCT owner_id, region_id FROM {SCHEMA}.item) i"
            f" JOIN parties_authority a ON a.id = i.owner_id CROSS JOIN {SCHEMA}.day d WHERE d.ord <= %s",
            [days],
        )
        found = cursor.fetchall()
    _copy("prefix", ((*row, _state(row[3])) for row in found))


def _state(text: str, state: int = 36) -> int:
    """Return the product of ISO/IEC 7064 MOD 37,36 after the text."""
    for character in text:
        state = ((state + _ALPHABET.index(character)) % 36 or 36) * 2 % 37
    return state


def _check3() -> Iterable[Sequence[Any]]:
    """Yield how three more digits move it, for every product."""
    return ((state, digits, _state(f"{digits:03d}", state)) for state in range(1, 37) for digits in range(1000))


def _copy(table: str, rows: Iterable[Sequence[Any]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {SCHEMA}.{table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
