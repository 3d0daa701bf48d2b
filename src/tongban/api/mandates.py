"""Mandates by program: offered, asked for, answered by both sides, read and taken back."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Form, Path, Query
from ninja.files import UploadedFile
from ninja.responses import Status
from pydantic import Field

from tongban.api.callers import PUBLIC, TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.case_files import MEDIA_TYPES, file_answer
from tongban.api.idempotent import Key, once
from tongban.api.shapes import mandates as shapes
from tongban.api.shapes.base import Body
from tongban.api.shapes.bodies import Nothing
from tongban.cases.queries import File as HandedFile
from tongban.cases.queries.by_mandate import done_with
from tongban.kernel import clock, files
from tongban.kernel.errors import NotFound
from tongban.parties import actions, queries
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.mandates import ALL
from tongban.parties.rules.views import MandateView

calls = Calls("mandates 授权")

MandateId = Annotated[int, Path(ge=1, le=2**63 - 1)]


class HelperQuery(Body):
    """Which helpers to return."""

    near: Annotated[str, Field(max_length=50, description="words of the name, the authority or the region")] = ""


@calls.get("/me/mandates", rule=TOKEN, answer=shapes.Mandates)
def list_mandates(request: HttpRequest) -> shapes.Mandates:
    """List the mandates that the caller gave, holds, or is asked for, the newest first."""
    return shapes.Mandates(results=[_shape(one) for one in queries.mandates_of(caller(request))])


@calls.get("/me/mandates/{int:mandate_id}", rule=TOKEN, answer=shapes.MandateShape)
def read_mandate(request: HttpRequest, mandate_id: MandateId) -> shapes.MandateShape:
    """Read one mandate."""
    return _shape(queries.mandate(caller(request), mandate_id))


@calls.get("/me/mandates/{int:mandate_id}/acts", rule=TOKEN, answer=shapes.MandateActs)
def list_acts(request: HttpRequest, mandate_id: MandateId) -> shapes.MandateActs:
    """List all that was done with a mandate, the newest first."""
    done = done_with(caller(request), mandate_id)
    return shapes.MandateActs(results=[shapes.MandateActShape.model_validate(one) for one in done])


@calls.get("/me/mandates/{int:mandate_id}/paper", rule=TOKEN, media=MEDIA_TYPES)
def read_paper(request: HttpRequest, mandate_id: MandateId) -> HttpResponse:
    """Read the scan of a mandate that was signed on paper."""
    name, sha256 = queries.paper_of(caller(request), mandate_id)
    kind = files.MEDIA_TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
    return file_answer(HandedFile(name, kind, files.read(sha256)))


@calls.write("POST", "/me/mandates", rule=TOKEN, answer=shapes.MandateStarted, status=201, refuses=(404,))
def offer_mandate(request: HttpRequest, body: shapes.OfferMandate, key: Key) -> Status[shapes.MandateStarted]:
    """Offer somebody that they may act; it counts once they accept."""

    def work() -> shapes.MandateStarted:
        actor = caller(request)
        given = actions.give_mandate(
            agent_name=body.agent_name,
            agent_id_number=body.agent_number,
            helper_id=body.helper,
            organisation_id=_organisation(actor, body.organisation),
            **_terms(body),
            actor=actor,
            at=clock.now(),
        )
        return shapes.MandateStarted(id=given)

    return once(request, key, body, work, status=201)


@calls.write("POST", "/me/mandates/asked", rule=TOKEN, answer=shapes.MandateStarted, status=201, refuses=(404,))
def ask_for_mandate(request: HttpRequest, body: shapes.AskForMandate, key: Key) -> Status[shapes.MandateStarted]:
    """Ask for leave to act for somebody; it counts once they accept."""

    def work() -> shapes.MandateStarted:
        asked = actions.ask_mandate(
            principal_name=body.principal_name,
            principal_code=body.principal_number,
            as_helper=body.as_helper,
            **_terms(body),
            actor=caller(request),
            at=clock.now(),
        )
        return shapes.MandateStarted(id=asked)

    return once(request, key, body, work, status=201)


@calls.write("POST", "/me/mandates/{int:mandate_id}/accept", rule=TOKEN, answer=shapes.MandateShape)
def accept_mandate(request: HttpRequest, mandate_id: MandateId, body: Nothing, key: Key) -> Any:
    """Accept a mandate that waits for the caller."""

    def work() -> shapes.MandateShape:
        actions.accept_mandate(mandate_id=mandate_id, actor=caller(request), at=clock.now())
        return _shape(queries.mandate(caller(request), mandate_id))

    return once(request, key, body, work)


@calls.write("POST", "/me/mandates/{int:mandate_id}/decline", rule=TOKEN, answer=shapes.MandateShape)
def decline_mandate(request: HttpRequest, mandate_id: MandateId, body: Nothing, key: Key) -> Any:
    """Decline a mandate that waits for the caller."""

    def work() -> shapes.MandateShape:
        actions.decline_mandate(mandate_id=mandate_id, actor=caller(request), at=clock.now())
        return _shape(queries.mandate(caller(request), mandate_id))

    return once(request, key, body, work)


@calls.write("POST", "/me/mandates/{int:mandate_id}/revoke", rule=TOKEN, answer=shapes.MandateShape)
def revoke_mandate(request: HttpRequest, mandate_id: MandateId, body: Nothing, key: Key) -> Any:
    """Take a mandate back, or lay it down, at once."""

    def work() -> shapes.MandateShape:
        actor = caller(request)
        actions.revoke_mandate(mandate_id=mandate_id, actor=actor, at=clock.now())
        return _shape(queries.mandate(actor, mandate_id))

    return once(request, key, body, work)


@calls.write("POST", "/me/mandates/{int:mandate_id}/originals", rule=TOKEN, answer=shapes.MandateStarted, status=201)
def hand_over(
    request: HttpRequest, mandate_id: MandateId, body: shapes.HandOver, key: Key
) -> Status[shapes.MandateStarted]:
    """Write down an original that the agent takes along."""

    def work() -> shapes.MandateStarted:
        taken = actions.hand_over(mandate_id=mandate_id, name=body.name, actor=caller(request), at=clock.now())
        return shapes.MandateStarted(id=taken)

    return once(request, key, body, work, status=201)


@calls.write(
    "POST", "/me/mandates/{int:mandate_id}/originals/{int:original_id}/back", rule=TOKEN, answer=shapes.MandateShape
)
def give_back(request: HttpRequest, mandate_id: MandateId, original_id: MandateId, body: Nothing, key: Key) -> Any:
    """Write down that an original was given back."""

    def work() -> shapes.MandateShape:
        actions.give_back(original_id=original_id, actor=caller(request), at=clock.now())
        return _shape(queries.mandate(caller(request), mandate_id))

    return once(request, key, body, work)


@calls.write("POST", "/mandates/on-paper", rule=TOKEN, answer=shapes.MandateStarted, status=201, refuses=(404,))
def record_mandate(
    request: HttpRequest, said: Form[shapes.PaperMandate], file: File[UploadedFile], key: Key
) -> Status[shapes.MandateStarted]:
    """Record at a window a mandate that was signed on paper, with its scan."""
    data, name = file.read(), file.name or ""

    def work() -> shapes.MandateStarted:
        recorded = actions.record_mandate(
            principal_name=said.principal_name,
            principal_code=said.principal_number,
            agent_name=said.agent_name,
            agent_id_number=said.agent_number,
            helper_id=said.helper,
            agent_signed=said.agent_signed,
            **_terms(said),
            paper=data,
            paper_name=name,
            actor=caller(request),
            at=clock.now(),
        )
        return shapes.MandateStarted(id=recorded)

    return once(request, key, said.model_dump_json().encode() + b"\n" + name.encode() + data, work, status=201)


@calls.get("/helpers", rule=PUBLIC, answer=shapes.Helpers)
def list_helpers(request: HttpRequest, asked: Query[HelperQuery]) -> shapes.Helpers:
    """List officials who help applicants for nothing (帮办代办员), twenty at most."""
    return shapes.Helpers(results=[shapes.Helper.model_validate(one) for one in queries.helpers(asked.near)])


def _terms(body: shapes.Terms) -> dict[str, Any]:
    return {"scope": ALL if body.scope is None else body.scope, "starts_on": body.starts_on, "ends_on": body.ends_on}


def _organisation(actor: Actor, uscc: str | None) -> int | None:
    """Return the organisation of the caller. Raises NotFound for any other, known or not."""
    if uscc is None:
        return None
    for party in queries.parties_of(actor):
        if party.kind == "organisation" and party.code == uscc.strip().upper():
            return party.id
    raise NotFound(_("没有这个办事主体。"))


def _shape(one: MandateView) -> shapes.MandateShape:
    return shapes.MandateShape(
        id=one.id,
        kind=one.kind,
        side=one.side,
        principal_kind=one.principal_kind,
        principal_name=one.principal_name,
        agent_name=one.agent_name,
        agent_authority=one.agent_authority,
        everything=one.scope is None,
        items=list(one.items),
        authorities=list(one.authorities),
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        proposed_by=one.proposed_by,
        principal_accepted_at=one.principal_accepted_at,
        agent_accepted_at=one.agent_accepted_at,
        declined_at=one.declined_at,
        revoked_at=one.revoked_at,
        ended_by=one.ended_by,
        waits_for=one.waits_for,
        in_force=one.in_force,
        recorded_by=one.recorded_by,
        handed_over=[shapes.Original.model_validate(each) for each in one.handed_over],
    )
