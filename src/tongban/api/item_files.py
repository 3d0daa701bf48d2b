"""Items as files: looked over, drafted, and given out; an item as linked data is open to everybody."""

import tempfile
from typing import Annotated, Literal

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Path, Query
from ninja.files import UploadedFile
from ninja.responses import Status
from pydantic import Field

from tongban.api.callers import PUBLIC, TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.idempotent import Key, once
from tongban.api.items import Code
from tongban.api.shapes import item_files as shapes
from tongban.api.shapes.base import Body
from tongban.catalogue.actions import import_drafts
from tongban.catalogue.queries import implementation
from tongban.catalogue.queries.exported import FORMS, export
from tongban.catalogue.queries.preview import Coming, look_over
from tongban.catalogue.queries.sentences import in_words
from tongban.catalogue.rules.item_files import refused
from tongban.kernel import clock
from tongban.kernel.errors import BadInput
from tongban.kernel.files import safe_name
from tongban.kernel.replica import reads_may_lag
from tongban.matters.events import NotYours
from tongban.parties.rules.actor import DutyKind

calls = Calls("items 事项")
Form = Annotated[Literal["xlsx", "zip", "json", "jsonld"], Path(description="the form of the file")]


class ImportQuery(Body):
    """With `draft`, a file without problems becomes revisions, one for each authority; without, nothing is written."""

    draft: bool = False
    reason: Annotated[str, Field(max_length=500)] = ""


@calls.get("/items/{code}.jsonld", rule=PUBLIC, media=FORMS["jsonld"])
@reads_may_lag
def read_linked_data(request: HttpRequest, code: Code) -> HttpResponse:
    """Read an item in use as linked data, in CPSV-AP."""
    found = implementation(code)
    return _file("jsonld", found.code, [found.code])


@calls.get("/items.{form}", rule=TOKEN, media=" ".join(FORMS.values()))
def export_items(request: HttpRequest, form: Form) -> HttpResponse:
    """Read all items in force as one file: a workbook, a ZIP of CSV tables, JSON, or linked data."""
    return _file(form, "items", None)


@calls.write("POST", "/items/imports", rule=TOKEN, answer=shapes.ImportPreview)
def import_file(
    request: HttpRequest, asked: Query[ImportQuery], file: File[UploadedFile], key: Key
) -> Status[shapes.ImportPreview]:
    """Look a file of items over: what is wrong with it by row and field, or what it would change; or draft it."""
    actor = caller(request)
    if not actor.charged_with(DutyKind.EDITOR):
        raise NotYours(_("只有事项编辑可以导入事项"))
    if unfit := refused(file.name or "", file.size or 0):
        raise BadInput({"file": in_words(unfit)})
    data, name = file.read(), safe_name(file.name or "")

    def work() -> shapes.ImportPreview:
        found = look_over(data, name)
        numbers: list[str] = []
        if asked.draft and not found.problems:
            reason = asked.reason.strip() or _("导入 %(name)s") % {"name": name}
            numbers += import_drafts(source=(name, data), reason=reason, actor=actor, at=clock.now()).numbers
        return shapes.ImportPreview(
            created=[_coming(each) for each in found.created],
            changed=[_coming(each) for each in found.changed],
            unchanged=found.unchanged,
            under_way=found.under_way,
            problems=[
                shapes.FileProblem(file=each.file, row=each.row, field=each.field, message=in_words(each.message))
                for each in found.problems
            ],
            revisions=numbers,
        )

    return once(request, key, name.encode() + b"\n" + repr(asked).encode() + data, work)


def _coming(found: Coming) -> shapes.ComingItem:
    return shapes.ComingItem(
        code=found.code,
        name=found.name,
        authority=found.authority,
        variant=found.variant,
        changes=[in_words(each) for each in found.changes],
    )


def _file(form: str, name: str, codes: list[str] | None) -> HttpResponse:
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    export(form, out, codes=codes)
    out.seek(0)
    return FileResponse(  # type: ignore[return-value]
        out, as_attachment=True, filename=f"{name}.{form}", content_type=FORMS[form]
    )
