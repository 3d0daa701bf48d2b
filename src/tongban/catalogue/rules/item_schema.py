"""The shape of an item file, as JSON Schema: what `read_item` checks first."""

from __future__ import annotations

from typing import Any

from tongban.catalogue.rules.dates import DAY
from tongban.catalogue.rules.enumerations import (
    APPLIED_TYPES,
    AUDIENCES,
    BODY_KINDS,
    CARRIERS,
    CHANNELS,
    COPY_KINDS,
    DEPTHS,
    EX_OFFICIO_TYPES,
    EXEMPT_PATHS,
    HANDLINGS,
    INSTANCES,
    LEVELS,
    MATERIAL_FORMS,
    NECESSITIES,
    POWER_SOURCES,
    QUESTION_TYPES,
    RESULT_KINDS,
    REVIEW_KINDS,
    SERVICE_AREAS,
    SOURCES,
    STANDINGS,
    STEP_KINDS,
    THEME_KINDS,
    UNITS,
    UPLOADS,
)

Schema = dict[str, Any]

_KEY = r"^[a-z][a-z0-9_-]{0,49}$"
_ANSWER_KEY = r"^[a-z][a-z0-9_]{0,49}$"
_BOOLEAN: Schema = {"type": "boolean"}
_PERCENT: Schema = {"type": "integer", "minimum": 1, "maximum": 100}


def _text(limit: int = 300, *, required: bool = False) -> Schema:
    # A NUL cannot be stored; a text of blanks says nothing.
    shape: Schema = {"type": "string", "maxLength": limit, "pattern": r"^[^\x00]*$"}
    return shape | {"minLength": 1, "pattern": r"^[^\x00]*\S[^\x00]*$"} if required else shape


def _one_of(codes: Any) -> Schema:
    return {"enum": [str(code) for code in codes]}


def _list(items: Schema, *, least: int = 0) -> Schema:
    return {"type": "array", "items": items, "minItems": least}


def _codes(codes: Any, *, least: int = 0) -> Schema:
    return _list(_one_of(codes), least=least) | {"uniqueItems": True}


def _table(required: list[str], /, **properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _days(limit: int = 3650) -> Schema:
    return {"type": "integer", "minimum": 0, "maximum": limit}


BASIS = _table(["law"], law=_text(required=True), article=_text(200), local_parameter=_BOOLEAN)
RESULT = _table(
    ["kind"],
    name=_text(200),
    kind=_one_of(RESULT_KINDS),
    licence_type=_text(50),
    validity_months={"type": "integer", "minimum": 1, "maximum": 1200},
)
MATERIAL = _table(
    ["code", "name", "necessity", "carrier", "source", "form"],
    code={"type": "string", "pattern": _KEY},
    name=_text(required=True),
    name_en=_text(),
    necessity=_one_of(NECESSITIES),
    carrier=_one_of(CARRIERS),
    source=_one_of(SOURCES),
    issuer=_text(200),
    form=_one_of(MATERIAL_FORMS),
    copies={"type": "integer", "minimum": 0, "maximum": 100},
    accepts=_codes(UPLOADS),
    max_mb={"type": "integer", "minimum": 0, "maximum": 200},
    note=_text(2000),
    sample=_text(2000),
    defer_days=_days(365),
    exempt_path=_one_of(["", *EXEMPT_PATHS]),
    exempt_code=_text(100),
    exempt_reason=_text(500),
    assisted_by=_text(50),
    is_proof=_BOOLEAN,
    copy_kind=_one_of(COPY_KINDS),
    standard=_text(2000),
    basis=_text(300),
)
STEP = _table(
    ["code", "name", "authority", "days", "kind"],
    code={"type": "string", "pattern": _KEY},
    name=_text(100, required=True),
    authority=_text(50, required=True),
    days=_days(),
    after=_list({"type": "string"}),
    lead=_BOOLEAN,
    kind=_one_of(STEP_KINDS),
    only_when=_text(500),
)
REDUCTION = _table(
    ["name", "percent", "basis"], name=_text(200, required=True), percent=_PERCENT, basis=_text(required=True)
)
FEE = _table(
    ["name", "standard", "basis"],
    name=_text(200, required=True),
    standard=_text(500, required=True),
    basis=_text(500, required=True),
    amount={"type": "integer", "minimum": 0},
    reductions=_list(REDUCTION),
    before_acceptance=_text(500),
)
QUESTION = _table(["question", "answer"], question=_text(500, required=True), answer=_text(4000, required=True))
_VALUE: Schema = {"type": ["string", "number", "boolean"]}
_NUMBER: Schema = {"type": "number"}
# One thing is said of one earlier field: the second property.
CONDITION = _table(
    ["key"],
    key={"type": "string", "pattern": _ANSWER_KEY},
    **{"is": _list(_VALUE, least=1)},
    is_not=_list(_VALUE, least=1),
    above=_NUMBER,
    at_least=_NUMBER,
    below=_NUMBER,
    at_most=_NUMBER,
    answered={"const": True},
) | {"minProperties": 2, "maxProperties": 2}
_DAY: Schema = {"type": "string", "pattern": DAY}
FIELD = _table(
    ["key", "title", "type"],
    key={"type": "string", "pattern": _ANSWER_KEY},
    title=_text(100, required=True),
    title_en=_text(100),
    type=_one_of(QUESTION_TYPES),
    required=_BOOLEAN,
    element=_text(72),
    help=_text(500),
    help_en=_text(500),
    choices=_list(_text(100, required=True), least=1) | {"uniqueItems": True},
    min={"type": "number"},
    max={"type": "number"},
    unit=_text(20),
    pattern=_text(200),
    earliest=_DAY,
    latest=_DAY,
    not_less_than={"type": "string", "pattern": _ANSWER_KEY},
    not_more_than={"type": "string", "pattern": _ANSWER_KEY},
    when=_list(CONDITION),
)
GROUP = _table(
    ["title", "fields"],
    title=_text(100, required=True),
    title_en=_text(100),
    key={"type": "string", "pattern": _ANSWER_KEY},
    repeats=_BOOLEAN,
    min_rows={"type": "integer", "minimum": 0, "maximum": 50},
    max_rows={"type": "integer", "minimum": 1, "maximum": 200},
    when=_list(CONDITION),
    fields=_list(FIELD, least=1),
)
PAUSE_GROUND = _table(
    ["code", "label", "law", "article"],
    code={"type": "string", "pattern": _KEY},
    label=_text(50, required=True),
    label_en=_text(50),
    law=_text(required=True),
    article=_text(200, required=True),
)
COMMITMENT = _table(
    ["version", "told", "promised", "verify_days", "verify_method"],
    version=_text(40, required=True),
    told=_text(4000, required=True),
    promised=_text(4000, required=True),
    replaces=_list({"type": "string"}),
    verify_days=_days(365),
    verify_method=_one_of(["data", "site", "assist"]),
)
CHOICE = _table(
    ["value", "label"],
    value={"type": "string", "pattern": _KEY},
    label=_text(200, required=True),
    label_en=_text(200),
    without=_list({"type": "string"}),
)
# Asked only where another question was answered so: the questions of an item are a tree.
ASKED_WHEN = _table(
    ["key", "value"],
    key={"type": "string", "pattern": _ANSWER_KEY},
    value={"type": "string", "pattern": _KEY},
)
SITUATION = _table(
    ["key", "question", "choices"],
    when=ASKED_WHEN,
    key={"type": "string", "pattern": _ANSWER_KEY},
    question=_text(300, required=True),
    question_en=_text(300),
    choices=_list(CHOICE, least=2),
)
BUSINESS_ITEM = _table(
    ["code", "name"],
    code={"type": "string", "pattern": r"^[0-9]{2}$"},
    name=_text(100, required=True),
    name_en=_text(100),
    note=_text(500),
    without=_list({"type": "string"}),
)
INTERMEDIARY = _table(
    ["name", "basis"],
    name=_text(200, required=True),
    basis=_text(required=True),
    material=_text(50),
    fee=_text(300),
    payer=_text(100),
)
CANCELLED_PROOF = _table(
    ["name", "instead"],
    name=_text(200, required=True),
    instead=_text(300, required=True),
    basis=_text(300),
)
SPECIAL_PROCEDURE = _table(
    ["name", "days", "basis"],
    name=_text(100, required=True),
    days=_days(),
    basis=_text(required=True),
    note=_text(500),
)
# What is known of every item, whether people apply for it or the authority acts of its own accord.
_COMMON: dict[str, Schema] = {
    "catalog_code": {"type": "string", "pattern": r"^[0-9]{12}$"},
    "local_code": _text(60),
    "name": _text(required=True),
    "name_en": _text(),
    "authority": _text(50, required=True),
    "level": _one_of(LEVELS),
    "basis": _list(BASIS, least=1),
    "power_source": _one_of(["", *POWER_SOURCES]),
    "body_kind": _one_of(["", *BODY_KINDS]),
    "entrusted_by": _text(200),
    "delegated_to": _codes(("5", "6")),
    "standing": _one_of(STANDINGS),
    "standing_reason": _text(500),
    "phone": _text(40),
    "complaint_phone": _text(40),
    "variant": {"type": "string", "pattern": r"^([a-z][a-z0-9-]{0,29})?$"},
}
COLLECTION = _table([], kind=_text(100), may_be_reduced=_BOOLEAN, standard=_text(500))
# What an authority does of its own accord (依职权): the handling, inspection and punishment tables of the exchange.
EX_OFFICIO = _table(
    ["catalog_code", "name", "authority", "type", "level", "basis", "conduct"],
    **_COMMON,
    type=_one_of(EX_OFFICIO_TYPES),
    conduct=_text(2000, required=True),
    measures=_list(_text(200, required=True)),
    procedure=_list(_text(300, required=True)),
    collection=COLLECTION,
)
ITEM = _table(
    [
        "catalog_code",
        "name",
        "authority",
        "type",
        "level",
        "instance",
        "audience",
        "channels",
        "result",
        "basis",
        "steps",
    ],
    **_COMMON,
    type=_one_of(APPLIED_TYPES),
    aliases=_list(_text(100, required=True)) | {"uniqueItems": True},
    instance=_one_of(INSTANCES),
    audience=_codes(AUDIENCES, least=1),
    themes=_list({"type": "string", "pattern": _KEY}) | {"uniqueItems": True},
    joint=_BOOLEAN,
    legal_days=_days(),
    legal_unit=_one_of(UNITS),
    promised_days=_days(),
    promised_unit=_one_of(UNITS),
    review=_one_of(["", *REVIEW_KINDS]),
    handling=_one_of(["", *HANDLINGS]),
    conditions=_list(_text(2000, required=True)),
    condition_rules=_list(_text(500, required=True)),
    channels=_codes(CHANNELS, least=1),
    online_depth=_codes(DEPTHS),
    visits={"type": "integer", "minimum": 0, "maximum": 9},
    visits_reason=_text(300),
    service_area=_one_of(["", *SERVICE_AREAS]),
    self_service=_BOOLEAN,
    pays_online=_BOOLEAN,
    quantity_limit=_text(300),
    listed_as=_text(100),
    office_hours=_text(200),
    address=_text(300),
    result=RESULT,
    result_sample=_text(2000),
    materials=_list(MATERIAL),
    steps=_list(STEP, least=1),
    fees=_list(FEE),
    questions=_list(QUESTION),
    form=_list(GROUP),
    pause_grounds=_list(PAUSE_GROUND),
    special_procedures=_list(SPECIAL_PROCEDURE),
    commitment=COMMITMENT,
    business_items=_list(BUSINESS_ITEM) | {"maxItems": 99},
    situations=_list(SITUATION) | {"maxItems": 12},
    intermediaries=_list(INTERMEDIARY),
    cancelled_proofs=_list(CANCELLED_PROOF),
)
THEME = _table(
    ["key", "name"],
    kind=_one_of(THEME_KINDS),
    note=_text(300),
    note_en=_text(300),
    key={"type": "string", "pattern": _KEY},
    name=_text(100, required=True),
    name_en=_text(100),
    audience=_codes(AUDIENCES),
    icon=_text(50),
    order={"type": "integer", "minimum": 0, "maximum": 9999},
)
