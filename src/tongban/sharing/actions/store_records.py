"""Bring the table of a register in line with what its provider sends, in a few statements whatever the number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from django.db import connection, models, transaction
from psycopg.types.json import Jsonb

from tongban.kernel.sealing import Sealed, bring_forward, opener
from tongban.parties.rules.reports import Report
from tongban.sharing.models import RegisterRecord

Done = Literal["created", "changed"]


def store_records(records: Sequence[RegisterRecord]) -> dict[tuple[str, str], Done]:
    """Store records of one table by their register, subject and object; return what was done to which, the rest is
    as it was.

    What is older than what is held changes nothing. Each subject and object may stand there once.
    """
    if not records:
        return {}
    table = type(records[0])
    fields = [field for field in table._meta.concrete_fields if not field.primary_key]
    names = [connection.ops.quote_name(str(field.column)) for field in fields]
    said = opener(table, "subject_code")
    with transaction.atomic(), connection.cursor() as cursor:
        bring_forward(table, "subject_code", [record.subject_code for record in records])
        cursor.execute(
            f"CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS SELECT {', '.join(names)}"
            f" FROM {table._meta.db_table} WITH NO DATA"
        )
        with cursor.copy(f"COPY incoming ({', '.join(names)}) FROM STDIN") as copy:
            for record in records:
                copy.write_row([_cell(field, record) for field in fields])
        cursor.execute(_UPSERT.format(table=table._meta.db_table, names=", ".join(names), **_parts(names)))
        done: dict[tuple[str, str], Done] = {
            (said(subject), thing): "created" if new else "changed" for subject, thing, new in cursor.fetchall()
        }
        cursor.execute("DROP TABLE incoming")
    return done


def counted(records: Sequence[RegisterRecord], done: Mapping[tuple[str, str], Done]) -> Report:
    """Return how many of the records were created, changed and left as they were."""
    created = sum(what == "created" for what in done.values())
    return Report(created, len(done) - created, len(records) - len(done))


def _cell(field: models.Field[Any, Any], record: RegisterRecord) -> Any:
    value = getattr(record, field.attname)
    if isinstance(field, Sealed):
        return field.get_db_prep_save(value, connection)
    return Jsonb(value) if isinstance(field, models.JSONField) else value


def _parts(names: Sequence[str]) -> dict[str, str]:
    keys = {'"subject_code"', '"register_id"', '"object_code"'}
    told = [name for name in names if name not in keys]
    return {
        "changes": ", ".join(f"{name} = excluded.{name}" for name in told),
        "kept": ", ".join(f"kept.{name}" for name in told),
        "new": ", ".join(f"excluded.{name}" for name in told),
    }


# A row that was inserted has never been deleted or locked: its xmax is nought.
_UPSERT = """
INSERT INTO {table} AS kept ({names}) SELECT {names} FROM incoming
ON CONFLICT (subject_code, register_id, object_code) DO UPDATE SET {changes}
WHERE excluded.as_of >= kept.as_of AND ({kept}) IS DISTINCT FROM ({new})
RETURNING subject_code, object_code, xmax = 0
"""
