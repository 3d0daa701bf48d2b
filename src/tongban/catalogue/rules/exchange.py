"""An item in the national exchange tables (国家政务服务平台 C0109): which rows it has, under which names (pure).

The names are those of the tables as a province carries them out. Booleans are "1" and "0"; what we keep as a word that
the tables have no code for is given as the word.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tongban.catalogue.rules.enumerations import (
    COPY_KINDS,
    EX_OFFICIO_TYPES,
    MATERIAL_FORMS,
    NECESSITIES,
    RESULT_KINDS,
    SERVICE_AREAS,
    Standing,
)

DIRECTORY = "up_task_directory"
BASIC = "up_task_general_basic"
EXTEND = "up_task_general_extend"
MATERIAL = "up_task_general_material"
FEE = "up_task_general_fee_project"
QUESTION = "up_task_general_questions"
# What an authority does of its own accord, by type: punishment, coercion and levy, inspection.
OF_OWN_ACCORD = {
    "02": "up_task_punish_basic",
    "03": "up_task_handle_basic",
    "04": "up_task_handle_basic",
    "06": "up_task_check_basic",
}
BASICS = frozenset({BASIC, *OF_OWN_ACCORD.values()})

_SPACE = uuid.UUID("8c0d2f5e-6d0b-5a54-9f0e-0f6d4b7a3c11")
_STATES = {Standing.IN_USE.value: "1", Standing.SUSPENDED.value: "2", Standing.CANCELLED.value: "3"}
_PROJECTS = {"instant": "1", "promised": "2"}
_UNITS = {"working": "1", "calendar": "2"}
_AUDIENCES = {
    "person": "1",
    "company": "2",
    "institution": "3",
    "social_organisation": "4",
    "government": "5",
    "other": "6",
}
_CHANNELS = {"window": "1", "web": "2", "mobile": "3", "express": "4", "other": "9"}
_SOURCES = {"applicant": "10", "government": "20", "other": "99"}

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Published:
    """A version that came into force, with what its content does not say."""

    content: Mapping[str, Any]
    task_code: str
    number: int
    effective_on: str
    authority: str
    uscc: str
    local_catalog_code: str
    phone: str
    complaint_phone: str
    address: str

    @property
    def is_cancelled(self) -> bool:
        """Tell whether the version says that the item is no more."""
        return bool(self.content["standing"] == Standing.CANCELLED)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of an exchange table; its guid is the same whenever the same thing is told of again."""

    table: str
    guid: uuid.UUID
    payload: Payload


def guid_of(table: str, *parts: str) -> uuid.UUID:
    """Return the row_guid of a thing: the same for the same parts, another for any other."""
    return uuid.uuid5(_SPACE, "/".join((table, *parts)))


def batch_of(publication: str) -> str:
    """Return the batch of a publication, 32 hexadecimal digits."""
    return uuid.uuid5(_SPACE, publication).hex


def rows_of(told: Published) -> Iterator[TableRow]:
    """Yield the rows of a version: its directory entry, its basic row, and those that hang on it."""
    content = told.content
    yield TableRow(DIRECTORY, guid_of(DIRECTORY, content["catalog_code"]), _directory(told))
    own_accord = content["type"] in EX_OFFICIO_TYPES
    basic = OF_OWN_ACCORD[content["type"]] if own_accord else BASIC
    basic_guid = guid_of("basic", told.task_code)
    yield TableRow(basic, basic_guid, _own_accord(told) if own_accord else _basic(told))
    if own_accord:
        return
    yield TableRow(EXTEND, guid_of(EXTEND, told.task_code), {"task_guid": str(basic_guid), **_extend(content)})
    for table, name, key, fields in (
        (MATERIAL, "materials", "code", _material),
        (FEE, "fees", "name", _fee),
        (QUESTION, "questions", "question", _question),
    ):
        alike: Counter[str] = Counter()
        for order, row in enumerate(content[name], 1):
            payload = {"task_guid": str(basic_guid), "order_num": order, **fields(row)}
            # Two fees may have one name: those after the first are told apart by their number among their equals, set
            # off by a character that no name holds.
            alike[row[key]] += 1
            named = row[key] if alike[row[key]] == 1 else f"{row[key]}\0{alike[row[key]]}"
            yield TableRow(table, guid_of(table, told.task_code, named), payload)


def _directory(told: Published) -> Payload:
    content = told.content
    return {
        "catalog_code": content["catalog_code"],
        "local_catalog_code": told.local_catalog_code,
        "task_name": content["name"],
        "task_type": content["type"],
        "by_law": _laws(content),
        "task_state": "1",
        "task_version": 1,
    }


def _common(told: Published) -> Payload:
    content = told.content
    return {
        "catalog_code": content["catalog_code"],
        "task_code": told.task_code,
        "local_catalog_code": told.local_catalog_code,
        "local_task_code": content["local_code"],
        "task_name": content["name"],
        "task_type": content["type"],
        "task_state": _STATES[content["standing"]],
        "task_version": told.number,
        "plan_effective_date": told.effective_on,
        "plan_cancel_date": told.effective_on if told.is_cancelled else None,
        "by_law": _laws(content),
        "power_source": content["power_source"],
        "use_level": content["level"],
        "dept_name": told.authority,
        "dept_type": content["body_kind"],
        "dept_code": told.uscc,
        "entrust_name": content["entrusted_by"],
        "link_way": content["phone"] or told.phone,
        "supervise_way": content["complaint_phone"] or told.complaint_phone,
    }


def _basic(told: Published) -> Payload:
    content = told.content
    return {
        **_common(told),
        "anticipate_day": content["legal_days"],
        "anticipate_type": _UNITS[content["legal_unit"]],
        "promise_day": content["promised_days"],
        "promise_type": _UNITS[content["promised_unit"]],
        "accept_condition": "\n".join(content["conditions"]),
        "handle_flow": "→".join(step["name"] for step in content["steps"]),
        "special_procedure": "；".join(row["name"] for row in content["special_procedures"]),
        "project_type": _PROJECTS[content["instance"]],
        "server_type": _codes(content["audience"], _AUDIENCES),
        "handle_type": _codes(content["channels"], _CHANNELS),
        "task_handle_item": _codes([f"{told.task_code}{row['code']}" for row in content["business_items"]], {}),
        "transact_addr": content["address"] or told.address,
        "transact_time": content["office_hours"],
        "limit_scene_num": content["visits"],
        "is_fee": _yes(bool(content["fees"])),
        "fee_basis": "；".join(row["basis"] for row in content["fees"]),
        "is_single_login": "1",
        "app_is_single_login": "1",
    }


def _own_accord(told: Published) -> Payload:
    content = told.content
    more: Payload = {"conduct": content["conduct"], "handle_flow": "→".join(content["procedure"])}
    if content["type"] == "02":
        more["punishment_method"] = "；".join(content["measures"])
    if content["type"] == "04":
        more["collect_type"] = content["collection"].get("kind", "")
        more["is_permit_reduce"] = _yes(bool(content["collection"].get("may_be_reduced")))
    return {**_common(told), **more}


def _extend(content: Mapping[str, Any]) -> Payload:
    result = content["result"]
    return {
        "limit_explain": content["quantity_limit"],
        "result_type": RESULT_KINDS[result["kind"]],
        "result_name": result["name"],
        "is_online": _yes(bool({"web", "mobile"} & set(content["channels"]))),
        "online_handle_depth": ",".join(content["online_depth"]),
        "handle_area": SERVICE_AREAS.get(content["service_area"], ""),
        "is_entry_center": _yes("window" in content["channels"]),
        "is_service_terminals": _yes(content["self_service"]),
        "is_pay_online": _yes(content["pays_online"]),
        "is_express": _yes("express" in content["channels"]),
        "limit_scene_explain": content["visits_reason"],
        "service_type": "；".join(row["name"] for row in content["intermediaries"]),
        "user_topic_type": ",".join(content["themes"]),
    }


def _material(row: Mapping[str, Any]) -> Payload:
    return {
        "material_name": row["name"],
        "material_type": COPY_KINDS[row["copy_kind"]],
        "material_format": MATERIAL_FORMS[row["form"]],
        "is_need": NECESSITIES[row["necessity"]],
        "source_type": _SOURCES[row["source"]],
        "source_explain": row["issuer"],
        "page_num": row["copies"],
        "fill_explain": row["note"],
        "accept_stand": row["standard"],
        "by_law": row["basis"],
        "remark": row["exempt_reason"],
    }


def _fee(row: Mapping[str, Any]) -> Payload:
    return {
        "fee_name": row["name"],
        "fee_stand": row["standard"],
        "by_law": row["basis"],
        "is_desc": _yes(bool(row["reductions"])),
        "desc_explain": "；".join(
            f"{each['name']}减 {each['percent']}%（{each['basis']}）" for each in row["reductions"]
        ),
    }


def _question(row: Mapping[str, Any]) -> Payload:
    return {"question": row["question"], "answer": row["answer"]}


def _laws(content: Mapping[str, Any]) -> str:
    return "；".join(
        row["law"] if row["local_parameter"] else f"《{row['law']}》{row['article']}" for row in content["basis"]
    )


def _codes(values: list[str], codes: Mapping[str, str]) -> str:
    return ",".join(codes.get(each, each) for each in values)


def _yes(value: bool) -> str:
    return "1" if value else "0"
