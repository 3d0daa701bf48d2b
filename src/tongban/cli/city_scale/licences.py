"""The licences of a city that were there before this system: of its real types, held by its persons and organisations.

They are a stock (存量) like one that is brought in, told by their authorities (trust level B): what this system issued
itself would have a signed file each. Types of which nobody may hold two are left out.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Max

from tongban.cli.city_scale.people import Range
from tongban.cli.city_scale.progress import fact, is_done, once
from tongban.cli.city_scale.rows import copy_rows
from tongban.kernel.rules.codes import licence_identifier
from tongban.licences.lifecycle import EXPIRED, MOVES, VALID
from tongban.licences.models import Licence, LicenceStanding, LicenceType, StockImport
from tongban.licences.rules.face import number_of, serial_of
from tongban.parties.models import Authority, Organisation, Person
from tongban.parties.rules.identity import code_of

PIECE = 20_000
TABLES = (Licence._meta.db_table, LicenceStanding._meta.db_table)
WHO = "存量导入（示例）"
# Issued within so many years before the last day.
_YEARS = 8
_COLUMNS = (
    *("id", "identifier", "type_id", "name", "name_en", "number", "serial", "version", "holder_kind"),
    *("holder_person_id", "holder_organisation_id", "holder_name", "holder_code", "holder_type", "authority_id"),
    *("authority_name", "issued_on", "valid_from", "valid_until", "face", "batch_id", "trust_level", "state"),
)
_STANDINGS = """
INSERT INTO licences_standing (licence_id, state, from_at, reason, basis, actor_name, verb)
SELECT id, 'valid', (issued_on::timestamp AT TIME ZONE 'Asia/Shanghai'), '', '', %(who)s, 'issue'
FROM licences_licence WHERE id BETWEEN %(first)s AND %(last)s
UNION ALL
SELECT id, state, CASE state WHEN %(expired)s THEN ((valid_until + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')
    ELSE ((issued_on + 200)::timestamp AT TIME ZONE 'Asia/Shanghai') END, CASE state WHEN %(expired)s THEN ''
    ELSE '持证人申请（示例）' END, CASE state WHEN %(expired)s THEN %(basis)s ELSE '' END, %(who)s,
    CASE state WHEN %(expired)s THEN 'expire' WHEN 'cancelled' THEN 'cancel' ELSE 'suspend' END
FROM licences_licence WHERE id BETWEEN %(first)s AND %(last)s AND state <> 'valid'
"""


@dataclass(frozen=True, slots=True)
class Stock:
    """What the licences are drawn from."""

    types: Sequence[Any]
    # What each type's face says, as it is stored.
    faces: dict[int, Any]
    issuers: dict[int, Any]
    until: dt.date
    seed: int
    batch: int


def pour_licences(
    count: int,
    *,
    seed: int,
    until: dt.date,
    at: dt.datetime,
    holders: tuple[Range, Range],
    said: Callable[[int], object],
) -> None:
    """Pour what is not poured yet, held by the (persons, organisations); `said` hears how many came."""
    first = fact("first_licence", (Licence.objects.aggregate(last=Max("pk"))["last"] or 0) + 1)
    with once("stock import") as fresh:
        if fresh:
            import_of = StockImport.objects.create(
                file_name="示例存量", sha256="0" * 64, trust_level="B", actor_name=WHO, imported_at=at, created=count
            )
            fact("stock_import", import_of.pk)
    types = list(LicenceType.objects.filter(one_per_holder=False).order_by("pk"))
    issuers = {each.pk: each for each in Authority.objects.filter(pk__in={each.authority_id for each in types})}
    faces = {each.pk: _face(each) for each in types}
    stock = Stock(types, faces, issuers, until, seed, fact("stock_import", 0))
    for start in range(0, count, PIECE):
        some = range(start, min(count, start + PIECE))
        if is_done(f"licences {start + 1}"):
            said(len(some))
            continue
        with once(f"licences {start + 1}"):
            # The holders are read before the COPY begins: the connection is its alone then.
            copy_rows(Licence, _COLUMNS, list(_rows(some, first, stock, holders)), ready=("face",))
            with connection.cursor() as cursor:
                told = {"first": first + some.start, "last": first + some.stop - 1, "who": WHO, "expired": EXPIRED}
                cursor.execute(_STANDINGS, {**told, "basis": str(MOVES["expire"].basis)})
        said(len(some))


def _rows(places: range, first: int, stock: Stock, holders: tuple[Range, Range]) -> Iterator[tuple[Any, ...]]:
    chance = random.Random(stock.seed * 1_000_003 + places.start)
    chosen = [_Chosen.of(place, chance, stock, holders) for place in places]
    people = {each.pk: each for each in Person.objects.filter(pk__in={each.person for each in chosen})}
    firms = {each.pk: each for each in Organisation.objects.filter(pk__in={each.firm for each in chosen})}
    for each in chosen:
        issuer = stock.issuers[each.type.authority_id]
        year, ordinal = each.issued_on.year, each.place + 1
        # A serial of the stock begins with 0: what this system counts begins with its year.
        serial = f"0{serial_of(year, ordinal)}"
        person = people.get(each.person or 0)
        holder = person or firms[each.firm or 0]
        code = code_of(person.id_kind, person.id_number) if person else firms[each.firm or 0].uscc
        yield (
            *(first + each.place, licence_identifier(each.type.type_code, issuer.uscc, serial, 1), each.type.pk),
            *(each.type.name, each.type.name_en, f"存{number_of(issuer.short_name, year, ordinal)}", serial, 1),
            *(("person", person.pk, None) if person else ("organisation", None, each.firm)),
            *(holder.name, code, "111" if person else "001", issuer.pk, issuer.name),
            *(
                each.issued_on,
                each.issued_on,
                each.valid_until,
                stock.faces[each.type.pk],
                stock.batch,
                "B",
                each.state(stock.until),
            ),
        )


def _face(kind: LicenceType) -> Any:
    said = [
        {"key": field["key"], "label": field["label"], "label_en": field.get("label_en", ""), "value": "示例"}
        for field in kind.fields
    ]
    return Licence._meta.get_field("face").get_db_prep_save(said, connection)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What chance chose for a licence, before its holder is read."""

    place: int
    type: Any
    issued_on: dt.date
    valid_until: dt.date | None
    person: int | None
    firm: int | None
    ill: int

    @classmethod
    def of(cls, place: int, chance: random.Random, stock: Stock, holders: tuple[Range, Range]) -> _Chosen:
        kind = stock.types[int(len(stock.types) * chance.random() ** 2)]
        issued_on = stock.until - dt.timedelta(days=chance.randrange(365 * _YEARS))
        days = kind.validity_months * 61 // 2
        kinds = kind.holder_kinds or ["person", "organisation"]
        persons, firms = holders
        private = "person" in kinds and ("organisation" not in kinds or chance.random() < 0.6)
        return cls(
            place,
            kind,
            issued_on,
            issued_on + dt.timedelta(days=days) if days else None,
            persons.first + chance.randrange(persons.count) if private else None,
            None if private else firms.first + chance.randrange(firms.count),
            chance.randrange(1000),
        )

    def state(self, until: dt.date) -> str:
        if self.valid_until is not None and self.valid_until < until:
            return EXPIRED
        if self.issued_on > until - dt.timedelta(days=200):
            return VALID
        return "cancelled" if self.ill < 20 else "suspended" if self.ill < 25 else VALID
