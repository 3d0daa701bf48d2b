"""The inbox of an official, and verbs said of many of its cases at once."""

import datetime as dt
from typing import Annotated, Literal
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query
from ninja.responses import Status
from pydantic import Field

from tongban.api.callers import TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.case_answers import case_href
from tongban.api.idempotent import Key, once
from tongban.api.items import Page
from tongban.api.shapes import inbox as shapes
from tongban.api.shapes.base import Body, Links
from tongban.cases import queries
from tongban.cases.actions.in_bulk import in_bulk
from tongban.cases.queries.inbox_tasks import ALL
from tongban.kernel import clock
from tongban.kernel.errors import BadInput
from tongban.matters.events import NotYours

calls = Calls("inbox 收件箱")


class LampQuery(Body):
    """The filters of the inbox but its task. `owner` is the id of an authority."""

    lamp: Literal["", "white", "yellow", "red", "grey", "green"] = ""
    q: Annotated[str, Field(max_length=100)] = ""
    item: Annotated[str, Field(max_length=100)] = ""
    owner: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    due_from: dt.date | None = None
    due_to: dt.date | None = None


class InboxQuery(LampQuery):
    """`task` is one of the answer's tasks; mine when it is unknown. `owner` is the id of an authority."""

    task: Annotated[str, Field(max_length=30)] = queries.Filter().task
    page: Page = 1


@calls.get("/inbox", rule=TOKEN, answer=shapes.Inbox)
def read_inbox(request: HttpRequest, asked: Query[InboxQuery]) -> shapes.Inbox:
    """Read an official's inbox: open cases, the soonest due first, with counts by task."""
    actor = caller(request)
    if actor.official_id is None:
        raise NotYours(_("只有在职工作人员有收件箱"))
    filters = queries.Filter(**asked.model_dump(exclude={"page"}))
    found = queries.inbox(actor, filters, asked.page, clock.now())
    rows = [
        shapes.InboxRow(
            number=row.number,
            subject=row.subject,
            subject_en=row.subject_en,
            applicant_name=row.applicant_name,
            state=row.state,
            state_label=_(row.state_label),
            lamp=row.lamp,
            due_on=row.due_on,
            due_provisional=row.due_provisional,
            remaining=row.remaining,
            owner=row.owner,
            owner_en=row.owner_en,
            holder=row.holder,
            received_at=row.received_at,
            links=Links(self=case_href(row.number)),
        )
        for row in found.rows
    ]
    return shapes.Inbox(
        count=found.count,
        page=found.page,
        pages=found.pages,
        task=found.filter.task,
        lamp=found.filter.lamp,
        q=found.filter.q,
        tasks=[shapes.InboxTask.model_validate(each) for each in found.tasks],
        results=rows,
    )


@calls.get("/inbox/lamps", rule=TOKEN, answer=shapes.LampBoard)
def read_lamps(request: HttpRequest, asked: Query[LampQuery]) -> shapes.LampBoard:
    """Count the open cases that the caller watches by authority and lamp, under the filters of the inbox."""
    filters = queries.Filter(task=ALL, **asked.model_dump())
    board = queries.lamp_board(caller(request), filters, clock.now())
    narrowed = asked.model_dump(mode="json", exclude_defaults=True)
    return shapes.LampBoard(
        total=shapes.Lamps.model_validate(board.total),
        results=[
            shapes.LampRow(
                owner=row.owner,
                name=row.name,
                name_en=row.name_en,
                lamps=shapes.Lamps.model_validate(row.lamps),
                links=Links(self="/api/v1/inbox?" + urlencode({"task": ALL, **narrowed, "owner": row.owner})),
            )
            for row in board.rows
        ],
    )


@calls.write("POST", "/cases/bulk/{verb}", rule=TOKEN, answer=shapes.BulkOutcomes)
def say_in_bulk(
    request: HttpRequest, verb: shapes.BulkVerb, body: shapes.InBulk, key: Key
) -> Status[shapes.BulkOutcomes]:
    """Say a verb of up to a hundred cases, each a step of its own: one that is refused stops no other.

    `give_opinion` agrees in every step that is the caller's to give; other opinions are given one by one.
    """
    if (verb == "assign") != (body.official_id is not None):
        told = _("请注明由谁承办") if verb == "assign" else _("只有分派需要注明承办人")
        raise BadInput({"official_id": told})

    def work() -> shapes.BulkOutcomes:
        asked = {} if body.official_id is None else {"official_id": body.official_id}
        became = in_bulk(verb=verb, numbers=body.numbers, actor=caller(request), at=clock.now(), **asked)
        done = sum(each.done for each in became)
        results = [
            shapes.BulkOutcome(
                number=each.number,
                done=each.done,
                state=each.state,
                reason=str(each.reason),
                links=Links(self=case_href(each.number)),
            )
            for each in became
        ]
        return shapes.BulkOutcomes(done=done, refused=len(became) - done, results=results)

    return once(request, key, body, work)
