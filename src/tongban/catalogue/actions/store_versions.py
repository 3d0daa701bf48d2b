"""Write checked contents as drafts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model

from tongban.catalogue.models import Basis, Fee, Material, Question, Step, Version
from tongban.catalogue.rules.forms import compile_form
from tongban.catalogue.rules.item_file import ItemContent
from tongban.kernel.clock import day_of

BATCH = 1000

# Columns of a version that the content names alike.
_ALIKE = (
    "name",
    "name_en",
    "aliases",
    "audience",
    "themes",
    "type",
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
    "phone",
    "complaint_phone",
    "pause_grounds",
    "commitment",
    "situations",
    "variant",
)


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A content to be stored as version `number` of an implementation."""

    implementation_id: int
    number: int
    content: ItemContent


@transaction.atomic
def store_versions(*, versions: Sequence[NewVersion], authority_ids: Mapping[str, int], at: dt.datetime) -> list[int]:
    """Store the contents as drafts with their rows, and return the drafts' ids in the same order.

    `authority_ids` holds the id of each authority that a step names by key.
    """
    drafts = Version.objects.bulk_create([_version(each, at) for each in versions], batch_size=BATCH)
    rows: dict[type[Model], list[Any]] = {Basis: [], Material: [], Step: [], Fee: [], Question: []}
    for draft, new in zip(drafts, versions, strict=True):
        data = new.content.data
        for model, table in (
            (Basis, "basis"),
            (Material, "materials"),
            (Fee, "fees"),
            (Question, "questions"),
        ):
            rows[model] += [model(version_id=draft.pk, order=order, **row) for order, row in enumerate(data[table], 1)]
        rows[Step] += [
            Step(version_id=draft.pk, order=order, **_step(row, authority_ids))
            for order, row in enumerate(data["steps"], 1)
        ]
    for table_of, built in rows.items():
        table_of._default_manager.bulk_create(built, batch_size=BATCH)
    return [draft.pk for draft in drafts]


def _version(new: NewVersion, at: dt.datetime) -> Version:
    data = new.content.data
    result = data["result"]
    return Version(
        implementation_id=new.implementation_id,
        number=new.number,
        effective_on=day_of(at),
        created_at=at,
        content_hash=new.content.content_hash,
        result_name=result["name"],
        result_kind=result["kind"],
        licence_type=result["licence_type"],
        result_validity_months=result["validity_months"],
        form=compile_form(data["form"]),
        **{field: data[field] for field in _ALIKE},
    )


def _step(row: Mapping[str, Any], authority_ids: Mapping[str, int]) -> dict[str, Any]:
    values = {key: value for key, value in row.items() if key != "authority"}
    return {**values, "authority_id": authority_ids[row["authority"]]}
