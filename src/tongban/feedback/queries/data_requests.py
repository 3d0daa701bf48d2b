"""Reading what people asked about their data: one's own requests, and those that wait for an answer."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tongban.feedback.access import DATA_REQUEST, data_requests
from tongban.feedback.models import DataRequest
from tongban.kernel.clock import day_of
from tongban.kernel.rules.paging import page_of
from tongban.matters.lifecycle import Move
from tongban.matters.queries import lamp_of, open_moves, read, remaining_of
from tongban.matters.rules.lamps import Lamp
from tongban.parties.rules.actor import Actor

PAGE_SIZE = 20
SCOPES = tuple(DataRequest.Scope.choices)


@dataclass(frozen=True, slots=True)
class DataRequestRow:
    """One in a list; `deleted` counts what was deleted, by scope."""

    number: str
    topic: str
    topic_label: str
    scope: tuple[str, ...]
    scope_labels: tuple[str, ...]
    applicant_name: str
    owner: str
    owner_en: str
    text: str
    answer: str
    answered_by: str
    deleted: Mapping[str, int]
    mine: bool
    state: str
    state_label: str
    lamp: Lamp
    due_on: dt.date | None
    due_provisional: bool
    remaining: int | None
    asked_at: dt.datetime
    answered_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class DataRequestRows:
    rows: list[DataRequestRow]
    count: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class DataRequestPage:
    """One whole, with what the reader may do with it."""

    row: DataRequestRow
    moves: list[Move]


def data_request_list(
    actor: Actor, page: int, at: dt.datetime, *, open_only: bool = True, own: bool = False
) -> DataRequestRows:
    """Return one page of what exists for the actor, the soonest due first, in two queries; `own`: by them."""
    found = data_requests(actor)
    if own:
        found = found.filter(matter__agent_id=actor.person_id or 0)
    if open_only:
        found = found.filter(matter__closed_at=None)
    ordered = found.order_by("matter__due_on", "-matter__opened_at", "pk")
    rows, count, page, pages = page_of(ordered, page, PAGE_SIZE)
    return DataRequestRows([_row(row, actor, day_of(at)) for row in rows], count, page, pages)


def data_request_page(actor: Actor, number: str, at: dt.datetime) -> DataRequestPage:
    """Return one that exists for the actor. Raises NotFound."""
    facts = read(number, actor=actor, kind="data_request")
    row = data_requests(actor).get(pk=facts.matter.pk)
    return DataRequestPage(_row(row, actor, day_of(at)), open_moves(facts, actor))


def _row(row: DataRequest, actor: Actor, today: dt.date) -> DataRequestRow:
    matter, state = row.matter, DATA_REQUEST.state(row.matter.state)
    return DataRequestRow(
        number=matter.number,
        topic=row.topic,
        topic_label=row.get_topic_display(),
        scope=tuple(row.scope),
        scope_labels=tuple(DataRequest.Scope(each).label for each in row.scope),
        applicant_name=matter.applicant_name,
        owner=matter.owner.short_name,
        owner_en=matter.owner.name_en,
        text=row.text,
        answer=row.answer,
        answered_by=row.answered_by_name,
        deleted=row.deleted,
        mine=actor.person_id is not None and actor.person_id == matter.agent_id,
        state=state.code,
        state_label=state.label,
        lamp=lamp_of(matter, today),
        due_on=matter.due_on,
        due_provisional=matter.due_provisional,
        remaining=remaining_of(matter, today),
        asked_at=matter.opened_at,
        answered_at=row.answered_at,
    )
