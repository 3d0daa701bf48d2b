"""The register of licences: its types, records for other platforms, the stock, and new versions."""

import datetime as dt
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import File, Path, Query
from ninja.files import UploadedFile
from pydantic import Field

from tongban.api.callers import PUBLIC, TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.case_files import file_answer
from tongban.api.idempotent import Key, once
from tongban.api.items import Page
from tongban.api.shapes import licence_register as shapes
from tongban.api.shapes.base import Body, Links
from tongban.api.shapes.licences import LicenceChanged
from tongban.cases.actions import rewrite_licence
from tongban.kernel import clock
from tongban.kernel.files import safe_name
from tongban.licences import queries
from tongban.licences.actions import merge, transfer_in
from tongban.licences.actions.pull_feed import pull_feed
from tongban.licences.actions.stock import import_stock
from tongban.licences.lifecycle import MOVES, REWRITING
from tongban.licences.queries.duplicates import duplicates
from tongban.licences.queries.metadata import metadata
from tongban.licences.queries.types import TypeView, licence_type, licence_types
from tongban.licences.rules.stock_files import stock_of
from tongban.parties.queries import authorities

calls = Calls("licences 证照")

Identifier = Annotated[str, Path(max_length=120, description="the identifier of the licence (GB/T 36904)")]
Reason = Annotated[str, Field(max_length=4000)]
Basis = Annotated[str, Field(max_length=300)]


class TypeQuery(Body):
    """`q` is part of a name or a whole code, `authority` the key of the owner."""

    q: Annotated[str, Field(max_length=100)] = ""
    authority: Annotated[str, Field(max_length=60)] = ""
    page: Page = 1


class FeedQuery(Body):
    after: Annotated[int, Field(ge=0)] = 0


class StockQuery(Body):
    """`level` B told by the authority's own system, C copied from paper and checked, D a scan."""

    level: Literal["B", "C", "D"] = "B"
    authority: Annotated[str, Field(max_length=60)] = ""
    preview: bool = True


class Rewrite(Body):
    """`face` maps keys of the type to what is so now; what it leaves out stays. Without `valid_until` it never ends."""

    reason: Reason
    face: dict[str, Annotated[str, Field(max_length=2000)]] = {}
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    holder_name: Annotated[str, Field(max_length=200)] = ""
    basis: Basis = ""


class Merge(Body):
    """`into` is the identifier of the licence that stays."""

    into: Annotated[str, Field(max_length=120)]
    reason: Reason
    basis: Basis = ""


class TransferIn(Body):
    """`authority` is the key of the authority that takes the licence over."""

    authority: Annotated[str, Field(max_length=60)]
    reason: Reason
    basis: Basis = ""


@calls.get("/licence-types", rule=PUBLIC, answer=shapes.LicenceTypes)
def list_licence_types(request: HttpRequest, asked: Query[TypeQuery]) -> shapes.LicenceTypes:
    """List the kinds of licences, by part of a name or by their owner."""
    found = licence_types(q=asked.q, authority=asked.authority, page=asked.page)
    rows = [_type(row) for row in found.rows]
    return shapes.LicenceTypes(count=found.count, page=found.page, pages=found.pages, results=rows)


@calls.get("/licence-types/{code}", rule=PUBLIC, answer=shapes.LicenceType)
def read_licence_type(
    request: HttpRequest, code: Annotated[str, Path(max_length=60, description="our code, or the national one of 21")]
) -> shapes.LicenceType:
    """Read a kind of licence: whose it is, how long one is valid, what its face shows."""
    return _type(licence_type(code))


@calls.get("/licences/feed", rule=TOKEN, answer=shapes.LicenceFeed)
def read_licence_feed(request: HttpRequest, asked: Query[FeedQuery]) -> shapes.LicenceFeed:
    """Read what changed in the register since a mark, as the platform above takes it.

    An administrator reads the licences of the authorities that they administer; each reading is kept.
    """
    rows, mark = pull_feed(after=asked.after, actor=caller(request), at=clock.now())
    return shapes.LicenceFeed(next=mark, results=rows)


@calls.get("/licences/duplicates", rule=TOKEN, answer=shapes.Duplicates)
def list_duplicates(request: HttpRequest) -> shapes.Duplicates:
    """List pairs that look as if they were entered twice, at the authorities at which the caller issues."""
    return shapes.Duplicates(
        results=[
            shapes.Duplicate.model_validate(
                {
                    **{name: getattr(each, name) for name in shapes.Duplicate.model_fields if name != "links"},
                    "links": Links(self=f"/api/v1/licences/{each.identifier}"),
                }
            )
            for each in duplicates(caller(request))
        ]
    )


@calls.write("POST", "/licences/stock", rule=TOKEN, answer=shapes.StockReport)
def import_licences(request: HttpRequest, asked: Query[StockQuery], file: File[UploadedFile], key: Key) -> Any:
    """Look a file of existing licences over, or enter them, all or none; problems are told by row and field."""
    actor, data, name = caller(request), file.read(), safe_name(file.name or "")

    def work() -> shapes.StockReport:
        report = import_stock(
            file=stock_of(data, name),
            level=asked.level,
            authority=asked.authority,
            actor=actor,
            at=clock.now(),
            preview=asked.preview,
        )
        return shapes.StockReport(
            preview=asked.preview,
            created=report.created,
            unchanged=report.unchanged,
            by_type=dict(report.by_type),
            problems=[
                shapes.StockProblem(row=each.row, field=each.field, message=str(each.message))
                for each in report.problems[:1000]
            ],
        )

    return once(request, key, name.encode() + b"\n" + repr(asked).encode() + data, work)


@calls.get("/licences/{identifier}/metadata", rule=TOKEN, answer=shapes.LicenceMetadata)
def read_licence_metadata(request: HttpRequest, identifier: Identifier) -> shapes.LicenceMetadata:
    """Read the record of a licence by its national names; officials read the licence first and say what for."""
    return shapes.LicenceMetadata(metadata=metadata(caller(request), identifier))


@calls.get("/licences/{identifier}/scan", rule=TOKEN, media="application/pdf")
def read_licence_scan(request: HttpRequest, identifier: Identifier) -> HttpResponse:
    """Read the scan that a licence of the stock came with."""
    return file_answer(queries.licence_scan(caller(request), identifier))


@calls.write("POST", "/licences/{identifier}/merge", rule=TOKEN, answer=LicenceChanged)
def merge_licence(request: HttpRequest, identifier: Identifier, key: Key, body: Merge) -> Any:
    """Make one licence of two that were entered twice: this one gives way to the one that stays."""

    def work() -> LicenceChanged:
        merge(
            identifier=identifier,
            into=body.into,
            reason=body.reason,
            basis=body.basis,
            actor=caller(request),
            at=clock.now(),
        )
        return _changed(body.into)

    return once(request, key, body, work)


@calls.write("POST", "/licences/{identifier}/transfer_in", rule=TOKEN, answer=LicenceChanged)
def transfer_licence_in(request: HttpRequest, identifier: Identifier, key: Key, body: TransferIn) -> Any:
    """Take over a licence that another authority transferred out, by the identifier that its holder brings."""

    def work() -> LicenceChanged:
        receiver = next((each.id for each in authorities() if each.key == body.authority), 0)
        made = transfer_in(
            identifier=identifier,
            authority_id=receiver,
            reason=body.reason,
            basis=body.basis,
            actor=caller(request),
            at=clock.now(),
        )
        return _changed(made.identifier)

    return once(request, key, body, work)


def _declare(verb: str) -> None:
    move = MOVES[verb]

    def act(request: HttpRequest, identifier: Identifier, key: Key, body: Rewrite) -> Any:
        def work() -> LicenceChanged:
            told = body.model_dump()
            return _changed(rewrite_licence(verb, identifier=identifier, actor=caller(request), at=clock.now(), **told))

        return once(request, key, body, work)

    words = (
        f"{move.label} {move.label_en}",
        f"The licence gives way to its next version. From {', '.join(sorted(move.sources))}; by {move.duty}. Legal"
        f" basis: {move.basis}. What came of a case is renewed and changed by an application of its holder.",
    )
    declare = calls.write(
        "POST",
        f"/licences/{{identifier}}/{verb}",
        rule=TOKEN,
        answer=LicenceChanged,
        words=words,
        name=f"{verb}_licence",
    )
    declare(act)


for _verb in REWRITING:
    _declare(_verb)


def _type(found: TypeView) -> shapes.LicenceType:
    return shapes.LicenceType.model_validate(
        {
            **{name: getattr(found, name) for name in shapes.LicenceType.model_fields},
            "fields": [
                {"key": line.key, "label": line.label, "label_en": line.label_en, "level": line.level}
                for line in found.fields
            ],
        }
    )


def _changed(identifier: str) -> LicenceChanged:
    state = queries.verification(identifier).state
    return LicenceChanged(identifier=identifier, state=state, links=Links(self=f"/api/v1/licences/{identifier}"))
