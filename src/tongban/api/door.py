"""The API: its operations put together, how it refuses, and how it describes itself (OpenAPI 3.1)."""

from typing import Any

from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from ninja.renderers import JSONRenderer

from tongban.api import (
    alerts,
    authorisations,
    case_files,
    cases,
    combined,
    comparison,
    complaints,
    copies,
    credit,
    data_requests,
    data_uses,
    decisions,
    desk,
    elements,
    exchange,
    findings,
    guide_reports,
    histories,
    identity,
    inbox,
    item_files,
    items,
    journal,
    licence_register,
    licences,
    lists,
    mandates,
    me,
    promises,
    proofs,
    quality,
    registering,
    registers,
    revisions,
    space,
    uploads,
    verbs,
    words,
)
from tongban.api.parsing import StrictParser
from tongban.api.problems import of_exception
from tongban.api.shapes.problem import Problem

DESCRIPTION = """\
Government services for programs: find an item, apply, follow and handle a case, verify a licence, check the journal.

Systems and persons send `Authorization: Bearer tb_…`. Every refusal is a problem document (RFC 9457) in the language
of `Accept-Language` (Chinese first, English second). Writes take an `Idempotency-Key`: the same key gives the same
answer, once. What the caller may not see is answered as if it did not exist.
"""


class PlainRenderer(JSONRenderer):
    """JSON in UTF-8, Chinese as it is."""

    json_dumps_params = {"ensure_ascii": False}


class Door(NinjaAPI):
    """The API with problem documents described as what they are."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the description, with the shape of refusals, to which every operation refers (`tongban.api.calls`)."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        problem = Problem.model_json_schema(ref_template=REF_TEMPLATE, mode="serialization")
        schema.add_schema_definitions({**problem.pop("$defs"), Problem.__name__: problem})
        return schema


door = Door(
    title="Tongban 通办",
    version="1.0.0",
    description=DESCRIPTION,
    urls_namespace="api:v1",
    docs_url=None,
    parser=StrictParser(),
    renderer=PlainRenderer(),
)
for _subject in (
    item_files,
    items,
    revisions,
    comparison,
    lists,
    combined,
    complaints,
    guide_reports,
    quality,
    decisions,
    cases,
    inbox,
    registering,
    verbs,
    words,
    desk,
    findings,
    case_files,
    copies,
    licence_register,
    licences,
    journal,
    proofs,
    me,
    credit,
    alerts,
    histories,
    authorisations,
    mandates,
    identity,
    promises,
    exchange,
    space,
    uploads,
    registers,
    data_requests,
    data_uses,
    elements,
):
    door.add_router("", _subject.calls.router)
for _kind in (Exception, HttpError, ValidationError):
    door.add_exception_handler(_kind, of_exception)  # type: ignore[arg-type]
