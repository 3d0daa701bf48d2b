"""Write checked contents as drafts: the versions in one COPY, their rows by the database from the contents."""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import CharField, JSONField, Model, TextField

from tongban.catalogue.models import Basis, Fee, Material, Question, Step, Version
from tongban.catalogue.rules.enumerations import EX_OFFICIO_TYPES
from tongban.catalogue.rules.forms import compile_form
from tongban.catalogue.rules.item_file import ItemContent
from tongban.kernel.clock import day_of

# Columns of a version that the content names alike: of every item, and of those that people apply for.
_ALIKE = (
    "name",
    "name_en",
    "type",
    "phone",
    "complaint_phone",
    "power_source",
    "delegated_to",
    "standing",
    "standing_reason",
    "variant",
)
_ALIKE_WHEN_APPLIED = (
    "aliases",
    "audience",
    "themes",
    "instance",
    "joint",
    "legal_days",
    "legal_unit",
    "promised_days",
    "promised_unit",
    "conditions",
    "channels",
    "online_depth",
    "visits",
    "office_hours",
    "address",
    "condition_rules",
    "visits_reason",
    "service_area",
    "self_service",
    "pays_online",
    "quantity_limit",
    "listed_as",
    "result_sample",
    "business_items",
    "intermediaries",
    "cancelled_proofs",
    "special_procedures",
    "pause_grounds",
    "commitment",
    "situations",
)
_EX_OFFICIO = ("conduct", "measures", "procedure", "collection")
# The tables of a content, and the rows of a version that they become.
_ROWS: tuple[tuple[type[Model], str], ...] = (
    (Basis, "basis"),
    (Material, "materials"),
    (Step, "steps"),
    (Fee, "fees"),
    (Question, "questions"),
)
_IDS = "SELECT nextval(pg_get_serial_sequence('catalogue_version', 'id')) FROM generate_series(1, %s)"


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A content to be stored as version `number` of an implementation, come by a revision where there is one."""

    implementation_id: int
    number: int
    content: ItemContent
    revision_id: int | None = None
    changes: Sequence[Mapping[str, Any]] = ()


@transaction.atomic
def store_versions(*, versions: Sequence[NewVersion], authority_ids: Mapping[str, int], at: dt.datetime) -> list[int]:
    """Store the contents as drafts with their rows, and return the drafts' ids in the same order.

    `authority_ids` holds the id of each authority that a step names by key. As many statements for one as for all.
    """
    if not versions:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_IDS, [len(versions)])
        ids = [each for (each,) in cursor.fetchall()]
        _copy(cursor, ids, versions, at)
    store_rows(version_ids=ids, authority_ids=authority_ids)
    return ids


def store_rows(*, version_ids: Sequence[int], authority_ids: Mapping[str, int]) -> None:
    """Write the rows of drafts (bases, materials, steps, fees, questions) from their contents, which are checked ones.

    They are taken from the content by the database itself, so that they cannot differ from it.
    """
    ids, keys = list(version_ids), json.dumps(dict(authority_ids))
    with connection.cursor() as cursor:
        for model, table in _ROWS:
            cursor.execute(_projection(model), {"ids": ids, "table": table, "authorities": keys})


def columns_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a version that a checked content gives: those of its type, the others stay empty."""
    columns = {field: data[field] for field in _ALIKE}
    if data["type"] in EX_OFFICIO_TYPES:
        return {**columns, "promised_days": 0, "ex_officio": {field: data[field] for field in _EX_OFFICIO}}
    result = data["result"]
    return {
        **columns,
        **{field: data[field] for field in _ALIKE_WHEN_APPLIED},
        "result_name": result["name"],
        "result_kind": result["kind"],
        "licence_type": result["licence_type"],
        "result_validity_months": result["validity_months"],
        "form": compile_form(data["form"]),
    }


def _copy(cursor: Any, ids: Sequence[int], versions: Sequence[NewVersion], at: dt.datetime) -> None:
    empty = Version(created_at=at, effective_on=day_of(at))
    fields = [field for field in Version._meta.concrete_fields if field.name != "id"]
    plain = {field.attname: getattr(empty, field.attname) for field in fields}
    written_as_json = [field.attname for field in fields if isinstance(field, JSONField)]
    names = ", ".join(f'"{field.column}"' for field in fields)
    with cursor.copy(f"COPY catalogue_version (id, {names}) FROM STDIN") as copy:
        for version_id, new in zip(ids, versions, strict=True):
            row = plain | {
                "implementation_id": new.implementation_id,
                "number": new.number,
                "revision_id": new.revision_id,
                "content_hash": new.content.content_hash,
                "content": new.content.text or new.content.data,
                "changes": list(new.changes),
                **columns_of(new.content.data),
            }
            for name in written_as_json:
                row[name] = _json(row[name])
            copy.write_row([version_id, *row.values()])


def _json(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@functools.cache
def _projection(model: type[Model]) -> str:
    """Return the statement that takes the rows of a table out of the contents of versions; `order` is their place."""
    fields: list[Any] = [field for field in model._meta.concrete_fields if field.name not in ("id", "version", "order")]
    # A step names its authority by key.
    names = [f'"{field.name}"' for field in fields]
    shape = [
        f"{name} text" if field.name == "authority" else f"{name} {field.db_type(connection)}"
        for name, field in zip(names, fields, strict=True)
    ]
    taken = [
        "(%(authorities)s::jsonb ->> taken.authority)::bigint"
        if field.name == "authority"
        else f"COALESCE(taken.{name}, '')"
        if isinstance(field, CharField | TextField)
        else f"taken.{name}"
        for name, field in zip(names, fields, strict=True)
    ]
    columns = ", ".join(field.column for field in fields)
    return f"""
        INSERT INTO {model._meta.db_table} (version_id, "order", {columns})
        SELECT version.id, taken.place, {", ".join(taken)} FROM catalogue_version AS version CROSS JOIN LATERAL
            ROWS FROM (jsonb_to_recordset(version.content -> %(table)s) AS ({", ".join(shape)})) WITH ORDINALITY
            AS taken ({", ".join(names)}, place)
        WHERE version.id = ANY(%(ids)s) ORDER BY version.id, taken.place
    """
