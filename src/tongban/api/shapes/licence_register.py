"""The register of licences as its keepers read and write it: types, metadata, the stock."""

import datetime as dt

from pydantic import JsonValue

from tongban.api.shapes.base import Links, Shape


class FaceField(Shape):
    """A line that the face of a type has; `level` 1-4 says how sensitive it is."""

    key: str
    label: str
    label_en: str
    level: int


class LicenceType(Shape):
    """A kind of licence (证照类型); `define_code` is the authority that defined it, `authority` its owner here."""

    code: str
    type_code: str
    name: str
    name_en: str
    authority: str
    define_code: str
    defined_by: str
    look: str
    validity_months: int
    one_per_holder: bool
    holder_kinds: list[str]
    catalog_codes: list[str]
    remind_days: list[int]
    exchange_code: str
    fields: list[FaceField]


class LicenceTypes(Shape):
    """A page of the types of licences."""

    count: int
    page: int
    pages: int
    results: list[LicenceType]


class LicenceMetadata(Shape):
    """The record of a licence by its national names (GB/T 36902, 36903)."""

    metadata: dict[str, JsonValue]


class LicenceFeed(Shape):
    """Records for the platform above (up_lic_data), the oldest first; go on with `after` set to `next`."""

    next: int
    results: list[dict[str, JsonValue]]


class StockProblem(Shape):
    """What is wrong in a row of a file; row 0 is the heads or the file itself."""

    row: int
    field: str
    message: str


class StockReport(Shape):
    """What an import did, or in a preview would do."""

    preview: bool
    created: int
    unchanged: int
    by_type: dict[str, int]
    problems: list[StockProblem]


class Duplicate(Shape):
    """Two licences that look as if they were one: `identifier` may be merged into `stays`."""

    identifier: str
    stays: str
    name: str
    number: str
    number_of_other: str
    holder_name: str
    holder_code: str
    same_number: bool
    issued_on: dt.date
    issued_on_of_other: dt.date
    links: Links


class Duplicates(Shape):
    """Suspected duplicates of the caller's authorities."""

    results: list[Duplicate]
