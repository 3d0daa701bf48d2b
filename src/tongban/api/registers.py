"""Registers: the catalogue, looking up for a case, and what providers send and look at."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Path, Query
from ninja.files import UploadedFile
from ninja.responses import Status

from tongban.api.callers import TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.idempotent import Key, once
from tongban.api.shapes import registers as shapes
from tongban.api.shapes.base import Body
from tongban.kernel import clock
from tongban.kernel.files import safe_name
from tongban.sharing import actions
from tongban.sharing.queries.registers import kept_registers, register_catalogue

calls = Calls("registers 信息库")
RegisterKey = Annotated[str, Path(max_length=50, pattern="^[a-z][a-z0-9-]*$", description="legal-persons, population…")]


class RegisterImportQuery(Body):
    """With `preview` nothing is written."""

    preview: bool = False


@calls.get("/registers", rule=TOKEN, answer=shapes.Registers)
def read_registers(request: HttpRequest) -> shapes.Registers:
    """Read which registers there are, who provides them, and what they answer for."""
    found = [shapes.RegisterAnswer.model_validate(each) for each in register_catalogue()]
    return shapes.Registers(count=len(found), results=found)


@calls.get("/registers/kept", rule=TOKEN, answer=shapes.KeptRegisters)
def read_kept_registers(request: HttpRequest) -> shapes.KeptRegisters:
    """Read how much the registers of the caller's authority hold, and how fresh they are."""
    found = [
        shapes.KeptRegisterAnswer(
            key=each.register.key,
            name=each.register.name,
            count=each.count,
            newest=each.newest,
            stale=each.stale,
            open_corrections=each.open_corrections,
        )
        for each in kept_registers(caller(request), clock.today())
    ]
    return shapes.KeptRegisters(count=len(found), results=found)


@calls.write("POST", "/registers/look-ups", rule=TOKEN, answer=shapes.Found, refuses=(404,))
def look_up(request: HttpRequest, body: shapes.LookUp) -> shapes.Found:
    """Look up what the item of an open case needs of somebody whom the case is about.

    It changes nothing but the trace, so it takes no key: every call is a look-up of its own, and its subject reads it.
    """
    found = actions.look_up(
        subject_code=body.subject,
        elements=body.elements,
        actor=caller(request),
        purpose=body.purpose,
        case_number=body.case_number,
        objects=body.objects,
        at=clock.now(),
    )
    return shapes.Found(
        known=[
            shapes.KnownAnswer(
                element=element,
                value=known.value,
                source_name=known.source_name,
                register_key=known.register,
                row=known.row,
                as_of=known.as_of,
                level=known.level,
                stale=known.stale,
                masked=known.masked,
            )
            for element, known in found.known.items()
        ],
        missing=[
            shapes.MissingAnswer(element=element, reason=why.reason, register_name=why.register_name, at=why.at)
            for element, why in found.missing.items()
        ],
    )


@calls.write("PUT", "/registers/{key}/records", rule=TOKEN, answer=shapes.Verdicts)
def put_records(request: HttpRequest, key: RegisterKey, body: shapes.PutRecords, idempotency: Key) -> Any:
    """Bring rows of a register up to date; a verdict for each, and what is wrong keeps no other back."""

    def work() -> shapes.Verdicts:
        rows = [each.model_dump() for each in body.rows]
        done = actions.put_records(register=key, rows=rows, actor=caller(request), at=clock.now())
        return shapes.Verdicts(results=[shapes.VerdictAnswer.model_validate(each) for each in done])

    return once(request, idempotency, body, work)


@calls.write("POST", "/registers/{key}/imports", rule=TOKEN, answer=shapes.ImportAnswer)
def import_records(
    request: HttpRequest,
    key: RegisterKey,
    asked: Query[RegisterImportQuery],
    file: File[UploadedFile],
    idempotency: Key,
) -> Status[shapes.ImportAnswer]:
    """Take a file of a register's rows in, all or none; or say what it would change."""
    data, name = file.read(), safe_name(file.name or "")

    def work() -> shapes.ImportAnswer:
        done = actions.import_file(
            register=key, data=data, name=name, actor=caller(request), at=clock.now(), preview=asked.preview
        )
        return shapes.ImportAnswer(
            preview=asked.preview, created=done.created, changed=done.changed, unchanged=done.unchanged
        )

    return once(request, idempotency, name.encode() + b"\n" + repr(asked).encode() + data, work)


@calls.write("POST", "/registers/{key}/searches", rule=TOKEN, answer=shapes.Records)
def search_records(request: HttpRequest, key: RegisterKey, body: shapes.Search) -> shapes.Records:
    """Look at what the caller's own register holds of exactly one subject; its subject reads it.

    It changes nothing but the trace, so it takes no key.
    """
    found = actions.find_records(
        register=key, subject_code=body.subject, purpose=body.purpose, actor=caller(request), at=clock.now()
    )
    return shapes.Records(count=len(found), results=[shapes.RecordAnswer.model_validate(each) for each in found])
