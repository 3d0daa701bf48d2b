"""What an item file leaves open, filled in: so that the same content has one form, and one hash."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tongban.catalogue.rules.enumerations import EX_OFFICIO_TYPES
from tongban.catalogue.rules.item_schema import ITEM

_DEFAULTS_OF_ALL: dict[str, Any] = {
    "local_code": "",
    "name_en": "",
    "power_source": "",
    "body_kind": "",
    "entrusted_by": "",
    "delegated_to": [],
    "standing": "in_use",
    "standing_reason": "",
    "phone": "",
    "complaint_phone": "",
    "variant": "",
}
_DEFAULTS_EX_OFFICIO: dict[str, Any] = {"measures": [], "procedure": [], "collection": {}}
_DEFAULTS: dict[str, Any] = {
    "aliases": [],
    "themes": [],
    "joint": False,
    "legal_days": None,
    "legal_unit": "working",
    "promised_days": 0,
    "promised_unit": "working",
    "conditions": [],
    "online_depth": [],
    "visits": 0,
    "office_hours": "",
    "address": "",
    "review": "",
    "handling": "",
    "condition_rules": [],
    "visits_reason": "",
    "service_area": "",
    "self_service": False,
    "pays_online": False,
    "quantity_limit": "",
    "listed_as": "",
    "result_sample": "",
    "materials": [],
    "fees": [],
    "questions": [],
    "form": [],
    "pause_grounds": [],
    "commitment": {},
    "situations": [],
    "business_items": [],
    "intermediaries": [],
    "cancelled_proofs": [],
    "special_procedures": [],
}
_ROW_DEFAULTS: dict[str, dict[str, Any]] = {
    "basis": {"article": "", "local_parameter": False},
    "materials": {
        "issuer": "",
        "copies": 1,
        "accepts": ["pdf", "jpg", "png"],
        "max_mb": 10,
        "note": "",
        "sample": "",
        "defer_days": None,
        "exempt_path": "",
        "exempt_code": "",
        "exempt_reason": "",
        "assisted_by": "",
        "is_proof": False,
        "copy_kind": "either",
        "standard": "",
        "basis": "",
    },
    "steps": {"after": [], "lead": False, "only_when": ""},
    "fees": {"amount": None, "reductions": [], "before_acceptance": ""},
    "questions": {},
}
# Kept only where it says something, so that a content of before a column came is the same when it comes again.
_SAID_OR_LEFT_OUT: dict[str, dict[str, Any]] = {"materials": {"name_en": ""}}


def with_defaults(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item's content with what it leaves open filled in; parts that are not there yet are made empty."""
    tables = ("basis",) if raw.get("type") in EX_OFFICIO_TYPES else tuple(_ROW_DEFAULTS)
    own = _DEFAULTS_EX_OFFICIO if raw.get("type") in EX_OFFICIO_TYPES else _DEFAULTS
    data = {**_fresh(_DEFAULTS_OF_ALL), **_fresh(own), **raw}
    if len(tables) > 1:
        data["result"] = {"name": "", "licence_type": "", "validity_months": None, **raw.get("result", {})}
    for table in tables:
        left_out = _SAID_OR_LEFT_OUT.get(table, {}).items()
        data[table] = [
            {**_ROW_DEFAULTS[table], **{field: value for field, value in row.items() if (field, value) not in left_out}}
            for row in data.get(table, ())
        ]
    for table, shape in _BARE_ROWS.items():
        if data.get(table):
            data[table] = [_bare(row, shape) for row in data[table]]
    return data


# Rows without defaults: what says nothing is left out of them.
_BARE_ROWS = {
    name: shape["items"]
    for name, shape in ITEM["properties"].items()
    if shape.get("type") == "array" and shape["items"].get("type") == "object" and name not in _ROW_DEFAULTS
}


def _bare(row: Mapping[str, Any], shape: Mapping[str, Any]) -> dict[str, Any]:
    bare = {key: value for key, value in row.items() if key in shape["required"] or value not in ("", [], {}, None)}
    for key, value in bare.items():
        inner = shape["properties"].get(key, {}).get("items", {})
        if isinstance(value, list) and inner.get("type") == "object":
            bare[key] = [_bare(each, inner) if isinstance(each, Mapping) else each for each in value]
    return bare


def default_of(field: str) -> Any:
    """Return what is taken where a field is left out, by its path (`materials.accepts`); None where nothing is."""
    table, _dot, name = field.rpartition(".")
    if not table:
        return {**_DEFAULTS_OF_ALL, **_DEFAULTS}.get(name)
    return {**_ROW_DEFAULTS.get(table, {}), **_SAID_OR_LEFT_OUT.get(table, {})}.get(name)


def _fresh(defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Return defaults that nobody else holds: their lists and tables are empty ones."""
    return {field: value.copy() if isinstance(value, list | dict) else value for field, value in defaults.items()}
