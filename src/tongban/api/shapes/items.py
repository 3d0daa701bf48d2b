"""Service items (事项) as they are answered."""

import datetime as dt

from pydantic import JsonValue

from tongban.api.shapes.base import Links, Shape


class ItemRow(Shape):
    """An item in a list; `code` is its 实施编码, `also` how many others handle it where each item comes once."""

    code: str
    name: str
    name_en: str
    authority: str
    authority_en: str
    authority_key: str
    region: str
    region_code: str
    level: str
    type: str
    instance: str
    promised_days: int
    promised_unit: str
    visits: int
    audience: list[str]
    aliases: list[str]
    catalog_code: str
    also: int


class Facet(Shape):
    """A value that results can be narrowed to, and how many would stay."""

    key: str
    name: str
    name_en: str
    count: int


class Items(Shape):
    """A page of items; `near` when no item holds every word, and these hold near ones.

    `doors` is how many authorities' items are behind the `count` results.
    """

    count: int
    doors: int
    page: int
    size: int
    near: bool
    suggestion: str
    results: list[ItemRow]
    facets: dict[str, list[Facet]]


class ItemAuthority(Shape):
    """The authority that carries an item out."""

    key: str
    uscc: str
    name: str
    name_en: str
    phone: str
    complaint_phone: str
    address: str


class ItemBasis(Shape):
    law: str
    article: str
    local_parameter: bool


class ItemMaterial(Shape):
    """A material of the list; `is_spared` when government fetches it itself (免提交)."""

    code: str
    name: str
    name_en: str
    necessity: str
    carrier: str
    source: str
    issuer: str
    form: str
    copies: int
    accepts: list[str]
    max_mb: int
    note: str
    is_spared: bool
    exempt_path: str
    exempt_code: str
    exempt_reason: str


class ItemStep(Shape):
    code: str
    name: str
    authority_key: str
    authority_name: str
    authority_name_en: str
    days: int
    after: list[str]
    lead: bool
    kind: str


class ItemFee(Shape):
    name: str
    standard: str
    basis: str


class ItemQuestion(Shape):
    question: str
    answer: str


class Item(Shape):
    """The implementation list of an item, whole; `number` is its version, `form` a JSON Schema of the questions.

    `due_if_accepted_today` is the day on which the promised answer would be due.
    """

    code: str
    local_code: str
    catalog_code: str
    number: int
    effective_on: dt.date
    name: str
    name_en: str
    aliases: list[str]
    authority: ItemAuthority
    region_code: str
    region_name: str
    level: str
    type: str
    instance: str
    joint: bool
    legal_days: int | None
    legal_unit: str
    promised_days: int
    promised_unit: str
    audience: list[str]
    themes: list[str]
    conditions: list[str]
    channels: list[str]
    online_depth: list[str]
    visits: int
    result_name: str
    result_kind: str
    licence_type: str
    result_validity_months: int | None
    office_hours: str
    address: str
    phone: str
    complaint_phone: str
    basis: list[ItemBasis]
    materials: list[ItemMaterial]
    steps: list[ItemStep]
    fees: list[ItemFee]
    questions: list[ItemQuestion]
    form: dict[str, JsonValue]
    due_if_accepted_today: dt.date | None = None
    due_provisional: bool = False
    links: Links
