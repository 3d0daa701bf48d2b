"""Who applies and who handles: persons and organisations by COPY, and the officials of every authority."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Max

from tongban.cli.city_scale.enterprises import enterprises
from tongban.cli.city_scale.persons import invented_name, persons
from tongban.cli.city_scale.progress import fact, once
from tongban.cli.city_scale.rows import copy_rows
from tongban.cli.city_scale.size import Size
from tongban.parties.actions import import_officials
from tongban.parties.models import Authority, Organisation, Person
from tongban.parties.rules.actor import SYSTEM

# Every authority has one of each: who receives, who reviews, who decides and seals.
DESKS = (("clerk", ("clerk",)), ("reviewer", ("reviewer",)), ("decider", ("decider", "issuer")))


@dataclass(frozen=True, slots=True)
class Range:
    """The ids of what was poured: from `first` on, `count` of them."""

    first: int
    count: int


def pour_persons(size: Size, seed: int) -> Range:
    """Pour the invented persons, once."""
    first = fact("first_person", (Person.objects.aggregate(last=Max("pk"))["last"] or 0) + 1)
    with once("persons") as fresh:
        if fresh:
            columns = ("id", "id_number", "name", "phone", "address", "assurance", "invented")
            rows = ((first + place, *row, True) for place, row in enumerate(persons(size.persons, seed=seed)))
            copy_rows(Person, columns, rows)
            _set_sequence("parties_person")
    return Range(first, size.persons)


def pour_organisations(size: Size, seed: int, districts: Sequence[tuple[str, str]]) -> Range:
    """Pour the organisations that apply: enterprises of the register, evenly chosen, once."""
    first = fact("first_organisation", (Organisation.objects.aggregate(last=Max("pk"))["last"] or 0) + 1)
    with once("organisations") as fresh:
        if fresh:
            chance, apart = random.Random(seed + 1), size.enterprises // size.organisations
            register = enterprises(districts, size.enterprises, seed=seed)
            chosen = [row for place, row in enumerate(register) if place % apart == 0][: size.organisations]
            columns = ("id", "uscc", "name", "kind", "legal_representative", "address", "registered_on", "status")
            rows = (
                (
                    first + place,
                    row["subject"],
                    *(row["values"][key] for key in ("org.name", "org.kind")),
                    invented_name(chance.getrandbits(40)),
                    row["values"]["org.address"],
                    dt.date(*(int(part) for part in row["values"]["org.registered_on"].split("-"))),
                    row["values"]["org.status"],
                    True,
                )
                for place, row in enumerate(chosen)
            )
            copy_rows(Organisation, (*columns, "invented"), rows)
            _set_sequence("parties_organisation")
    return Range(first, size.organisations)


def appoint_everywhere(seed: int, *, active_from: dt.date, at: dt.datetime) -> None:
    """Give every authority its officials, in service from a day on; accounts have no password, so none is a way in."""
    with once("officials") as fresh:
        if fresh:
            chance = random.Random(seed + 2)
            import_officials(
                rows=[
                    {
                        "username": username(key, desk),
                        "name": invented_name(chance.getrandbits(40)),
                        "authority": key,
                        "active_from": active_from,
                        "duties": [{"kind": duty} for duty in duties],
                    }
                    for key in Authority.objects.order_by("key").values_list("key", flat=True)
                    for desk, duties in DESKS
                ],
                actor=SYSTEM,
                at=at,
            )


def username(authority_key: str, desk: str) -> str:
    """Return the user name of the official who sits at an authority's desk (clerk, reviewer, decider)."""
    return f"{authority_key[:36]}.{desk}"


def _set_sequence(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
