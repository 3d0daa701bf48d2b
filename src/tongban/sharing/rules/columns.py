"""Which column of a base register's table holds a data element; what has none stands in `values` (pure)."""

from __future__ import annotations

import datetime as dt
import decimal
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tongban.sharing.rules.known import Value

SUBJECT, OBJECT = "subject_code", "object_code"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; the element counts in units of which `scale` make one of the column's."""

    name: str
    scale: int = 1


COLUMNS: Mapping[str, Mapping[str, Column]] = {
    "population": {
        "person.id_number": Column(SUBJECT),
        "person.name": Column("name"),
        "person.sex": Column("sex"),
        "person.born_on": Column("born_on"),
        "person.ethnic_group": Column("ethnic_group"),
        "person.household_address": Column("household_address"),
        "person.marital_status": Column("marital_status"),
        "person.address": Column("address"),
        "person.phone": Column("phone"),
        "household.number": Column("household_number"),
        "household.head": Column("household_head"),
        "household.relation": Column("household_relation"),
    },
    "legal_persons": {
        "org.uscc": Column(SUBJECT),
        "org.name": Column("name"),
        "org.kind": Column("entity_kind"),
        "org.legal_representative": Column("legal_representative"),
        # Forms ask in ten thousands of yuan; the register keeps yuan, and the words as they were written.
        "org.registered_capital": Column("capital_yuan", scale=10_000),
        "org.registered_capital_text": Column("capital_text"),
        "org.capital_currency": Column("capital_currency"),
        "org.business_scope": Column("business_scope"),
        "org.address": Column("address"),
        "org.region_code": Column("region_code"),
        "org.industry": Column("industry"),
        "org.registered_on": Column("registered_on"),
        "org.status": Column("status"),
        "org.phone": Column("phone"),
    },
    "land_space": {
        "property.unit_number": Column(OBJECT),
        "property.certificate_number": Column("certificate_number"),
        "property.owner": Column("owner"),
        "property.owner_id_number": Column("owner_codes"),
        "property.kind": Column("right_kind"),
        "property.nature": Column("right_nature"),
        "property.address": Column("address"),
        "property.use": Column("use"),
        "property.floor_area": Column("floor_area"),
        "property.land_area": Column("land_area"),
        "property.land_term": Column("land_term"),
    },
    "macro_economy": {
        "region.code": Column(SUBJECT),
        "economy.indicator": Column("indicator"),
        "economy.period": Column("period"),
        "economy.value": Column("value"),
        "economy.unit": Column("unit"),
    },
    "licences": {
        "licence.identifier": Column(OBJECT),
        "licence.type_code": Column("type_code"),
        "licence.type_name": Column("type_name"),
        "licence.number": Column("number"),
        "licence.issuer": Column("issuer"),
        "licence.valid_from": Column("valid_from"),
        "licence.valid_to": Column("valid_to"),
        "licence.state": Column("state"),
    },
    "department": {},
}


def told(value: Any, scale: int = 1) -> Value | None:
    """Return what a column holds as a form takes it: a day as "2026-01-31", whole numbers whole; None when empty."""
    if value is None or value == "" or value == []:
        return None
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        scaled = value / scale
        return int(scaled) if scaled == scaled.to_integral_value() else float(scaled)
    if isinstance(value, str | int | float | bool | list):
        return value
    raise TypeError(f"no form takes {type(value)}")
