"""Write checked contents as drafts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model

from tongban.catalogue.models import Basis, Fee, Material, Question, Step, Version
from tongban.catalogue.rules.enumerations import EX_OFFICIO_TYPES
from tongban.catalogue.rules.forms import compile_form
from tongban.catalogue.rules.item_file import ItemContent
from tongban.kernel.clock import day_of

BATCH = 1000

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

    `authority_ids` holds the id of each authority that a step names by key.
    """
    drafts = Version.objects.bulk_create([_version(each, at) for each in versions], batch_size=BATCH)
    contents = [(draft.pk, each.content.data) for draft, each in zip(drafts, versions, strict=True)]
    store_rows(contents=contents, authority_ids=authority_ids)
    return [draft.pk for draft in drafts]


def store_rows(*, contents: Iterable[tuple[int, Mapping[str, Any]]], authority_ids: Mapping[str, int]) -> None:
    """Write the rows of drafts from their checked contents; a draft must not have any yet."""
    rows: dict[type[Model], list[Any]] = {Basis: [], Material: [], Step: [], Fee: [], Question: []}
    for draft_id, data in contents:
        for model, table in (
            (Basis, "basis"),
            (Material, "materials"),
            (Fee, "fees"),
            (Question, "questions"),
        ):
            rows[model] += [
                model(version_id=draft_id, order=order, **row) for order, row in enumerate(data.get(table, ()), 1)
            ]
        rows[Step] += [
            Step(version_id=draft_id, order=order, **_step(row, authority_ids))
            for order, row in enumerate(data.get("steps", ()), 1)
        ]
    for table_of, built in rows.items():
        table_of._default_manager.bulk_create(built, batch_size=BATCH)


def _version(new: NewVersion, at: dt.datetime) -> Version:
    return Version(
        implementation_id=new.implementation_id,
        number=new.number,
        effective_on=day_of(at),
        created_at=at,
        content_hash=new.content.content_hash,
        content=new.content.data,
        changes=list(new.changes),
        revision_id=new.revision_id,
        **columns_of(new.content.data),
    )


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


def _step(row: Mapping[str, Any], authority_ids: Mapping[str, int]) -> dict[str, Any]:
    values = {key: value for key, value in row.items() if key != "authority"}
    return {**values, "authority_id": authority_ids[row["authority"]]}
