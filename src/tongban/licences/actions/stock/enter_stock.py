"""Write many licences at once, as the register has them (COPY): whoever calls has checked them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from tongban.kernel import files
from tongban.kernel.clock import day_of
from tongban.kernel.rules.codes import licence_identifier
from tongban.kernel.sealing import seal_many, sealed_document
from tongban.licences.lifecycle import EXPIRED, MOVES, RUNNING, VALID
from tongban.licences.models import Licence, StockImport
from tongban.licences.rules.face import serial_of
from tongban.licences.rules.holders import PERSON
from tongban.licences.rules.stock_rows import StockRow
from tongban.parties.queries import organisations_of_codes, persons_of_codes
from tongban.parties.rules.actor import Actor

CHUNK = 10_000
_FACE = sealed_document(Licence, "face")
COLUMNS = (
    *("identifier", "type_id", "name", "name_en", "number", "serial", "version", "holder_kind", "holder_person_id"),
    *("holder_organisation_id", "holder_name", "holder_code", "holder_type", "authority_id", "authority_name"),
    *("issued_on", "valid_from", "valid_until", "face", "scan_sha256", "batch_id", "trust_level", "state"),
    "one_per_holder",
)
# A licence was in force from its own day on; what the file says of it otherwise is known since the import.
_STANDINGS = """
INSERT INTO licences_standing (licence_id, state, from_at, reason, basis, actor_name, verb)
SELECT id, %(valid)s::varchar, (issued_on::timestamp AT TIME ZONE 'Asia/Shanghai'), %(told)s::varchar, '',
    %(who)s::varchar, 'issue'
FROM licences_licence WHERE batch_id = %(batch)s
UNION ALL
SELECT id, state,
    CASE WHEN state = %(expired)s::varchar AND valid_until < %(day)s::date
        THEN ((valid_until + 1)::timestamp AT TIME ZONE 'Asia/Shanghai') ELSE %(at)s::timestamptz END,
    %(told)s::varchar, CASE WHEN state = %(expired)s::varchar THEN %(basis)s::varchar ELSE '' END, %(who)s::varchar,
    CASE WHEN state = %(expired)s::varchar THEN 'expire' ELSE '' END
FROM licences_licence WHERE batch_id = %(batch)s AND state <> %(valid)s::varchar
"""


def enter(
    rows: Sequence[StockRow], *, batch: StockImport, scans: Mapping[str, bytes], actor: Actor, at: dt.datetime
) -> None:
    """Enter licences and their standings, in the caller's transaction: one COPY for ten thousand.

    A row without an identifier gets the next serial of the register. What is past its last day is entered as expired.
    """
    day = day_of(at)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), CHUNK):
            chunk = rows[start : start + CHUNK]
            people = persons_of_codes(row.holder_code for row in chunk if row.holder_kind == PERSON)
            firms = organisations_of_codes(row.holder_code for row in chunk if row.holder_kind != PERSON)
            cursor.execute("SELECT nextval('licences_serial') FROM generate_series(1, %s)", [len(chunk)])
            serials = [serial_of(day.year, ordinal) for (ordinal,) in cursor.fetchall()]
            kept = {row.scan: files.put(scans[row.scan], "application/pdf").sha256 for row in chunk if row.scan}
            with cursor.copy(f"COPY licences_licence ({', '.join(COLUMNS)}) FROM STDIN") as copy:
                codes = seal_many(Licence, "holder_code", (row.holder_code for row in chunk))
                for row, serial, code in zip(chunk, serials, codes, strict=True):
                    copy.write_row(_values(row, serial, code, people, firms, kept, batch.pk, day))
        cursor.execute(
            _STANDINGS,
            {
                "valid": VALID,
                "expired": EXPIRED,
                "day": day,
                "at": at,
                "told": f"存量导入 {batch.pk}",
                "basis": str(MOVES["expire"].basis),
                "who": actor.name,
                "batch": batch.pk,
            },
        )


def _values(
    row: StockRow,
    serial: str,
    code: str,
    people: Mapping[str, int],
    firms: Mapping[str, int],
    kept: Mapping[str, str],
    batch: int,
    day: dt.date,
) -> tuple[Any, ...]:
    version = 1
    if row.identifier:
        parts = row.identifier.split(".")
        serial, version = parts[-3], int(parts[-2])
    identifier = row.identifier or licence_identifier(row.type.type_code, row.authority.uscc, serial, version)
    over = row.state in RUNNING and row.valid_until is not None and row.valid_until < day
    face = [
        {"key": key, "label": label, "label_en": label_en, "value": value} for key, label, label_en, value in row.face
    ]
    person = row.holder_kind == PERSON
    return (
        *(identifier, row.type.id, row.type.name, row.type.name_en, row.number, serial, version, row.holder_kind),
        people.get(row.holder_code) if person else None,
        None if person else firms.get(row.holder_code),
        *(row.holder_name, code, row.holder_type, row.authority.id, row.authority.name),
        *(row.issued_on, row.valid_from, row.valid_until, json.dumps(_FACE.sealed(face), ensure_ascii=False)),
        *(kept.get(row.scan, ""), batch, row.trust_level, EXPIRED if over else row.state, row.type.one_per_holder),
    )
