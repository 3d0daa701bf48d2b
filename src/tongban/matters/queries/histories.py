"""Reading the processes of other systems: lists, one with what happened, and how a source went as a whole."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Aggregate, Count, DurationField, F, Q, QuerySet
from django.utils.translation import gettext as _

from tongban.kernel.clock import day_of
from tongban.kernel.errors import NotFound
from tongban.kernel.rules.paging import page_of
from tongban.matters.access import HISTORY, visible_histories
from tongban.matters.models import JournalEntry, Matter
from tongban.matters.queries import lamp_of
from tongban.matters.queries.lamps import having_lamp
from tongban.matters.rules.lamps import Lamp
from tongban.parties.rules.actor import Actor

PAGE_SIZE = 20
MOST_ACTIVITIES = 12
DAY = dt.timedelta(days=1)

# How long an activity took to come: from the event before it in the same history.
_ACTIVITIES = """
SELECT said.activity, count(*), count(DISTINCT said.matter_id),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM said.waited) / 86400)
FROM (SELECT e.matter_id, e.facts ->> 'activity' AS activity,
        e.occurred_at - lag(e.occurred_at) OVER (PARTITION BY e.matter_id ORDER BY e.sequence) AS waited
    FROM matters_journal_entry e WHERE e.matter_id IN ({seen})) said
GROUP BY said.activity ORDER BY count(*) DESC, said.activity LIMIT %s
"""


class _Median(Aggregate):
    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the histories is wanted: `state` and `lamp` by code, `q` words of the number; empty is all."""

    source: str = ""
    state: str = ""
    lamp: str = ""
    q: str = ""


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One in a list; `days_used` are calendar days from its beginning to its end, or to today while it is open."""

    number: str
    name: str
    source: str
    owner: str
    owner_en: str
    state: str
    state_label: str
    lamp: Lamp
    opened_at: dt.datetime
    closed_at: dt.datetime | None
    deadline: dt.date | None
    days_used: int
    events: int


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """What happened and when, with the days since the event before it (None for the first)."""

    activity: str
    at: dt.datetime
    days_since: float | None


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """One history whole; its events come from the journal, where nobody is named."""

    row: HistoryRow
    events: list[HistoryEvent]


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """How a source went: `on_time` is the share in time of the closed ones with a deadline, None without any."""

    source: str
    cases: int
    closed: int
    on_time: float | None
    median_days: float | None


@dataclass(frozen=True, slots=True)
class Activity:
    """How often something happened, in how many histories, and the median days since what went before."""

    activity: str
    events: int
    cases: int
    median_wait: float | None


@dataclass(frozen=True, slots=True)
class HistoryRows:
    count: int
    page: int
    pages: int
    results: list[HistoryRow]


def history_list(actor: Actor, asked: Asked, today: dt.date, page: int = 1) -> HistoryRows:
    """Return a page of the histories that exist for the actor, the newest first, in two queries."""
    found = visible_histories(actor).filter(having_lamp(asked.lamp, today))
    if asked.source:
        found = found.filter(history__source=asked.source)
    if asked.state:
        found = found.filter(state=asked.state)
    for word in asked.q.replace("\x00", "").split():
        found = found.filter(Q(subject__icontains=word) | Q(number__icontains=word))
    ordered = found.defer("history__attributes", "history__events").order_by("-opened_at", "-pk")
    rows, count, page, pages = page_of(ordered, page, PAGE_SIZE)
    return HistoryRows(count, page, pages, [_row(row, today) for row in rows])


def history_page(actor: Actor, number: str, today: dt.date) -> HistoryPage:
    """Return one history with its events, in two queries. Raises NotFound, alike for absent and hidden ones."""
    found = visible_histories(actor).defer("history__attributes", "history__events")
    matter = found.filter(number=number).first() if "\x00" not in number else None
    if matter is None:
        raise NotFound(_("没有找到编号 %(number)s，请核对编号或登录后再试") % {"number": number[:60]})
    entries = list(JournalEntry.objects.filter(matter=matter).order_by("sequence").values_list("facts", "occurred_at"))
    before = [None, *(at for _said, at in entries)]
    events = [
        HistoryEvent(facts["activity"], at, (at - last) / DAY if last else None)
        for (facts, at), last in zip(entries, before, strict=False)
    ]
    return HistoryPage(_row(matter, today), events)


def history_sources(actor: Actor) -> list[SourceFigures]:
    """Return how each source went whose histories exist for the actor, by name, in one query."""
    answered = Q(finished_on__isnull=False, answer_due_on__isnull=False)
    figures = (
        visible_histories(actor)
        .values("history__source")
        .annotate(
            cases=Count("pk"),
            closed=Count("closed_at"),
            judged=Count("pk", filter=answered),
            in_time=Count("pk", filter=answered & Q(finished_on__lte=F("answer_due_on"))),
            median=_Median(F("closed_at") - F("opened_at"), output_field=DurationField()),
        )
        .order_by("history__source")
    )
    return [
        SourceFigures(
            source=each["history__source"],
            cases=each["cases"],
            closed=each["closed"],
            on_time=each["in_time"] / each["judged"] if each["judged"] else None,
            median_days=each["median"] / DAY if each["median"] is not None else None,
        )
        for each in figures
    ]


def activities(actor: Actor, source: str) -> list[Activity]:
    """Return the most frequent activities of a source, as far as the actor sees it, in one query."""
    try:
        seen, values = _ids(visible_histories(actor).filter(history__source=source))
    except EmptyResultSet:  # for who holds no duty, nothing exists that the database could be asked for
        return []
    with connection.cursor() as cursor:
        cursor.execute(_ACTIVITIES.format(seen=seen), [*values, MOST_ACTIVITIES])
        return [Activity(*row) for row in cursor.fetchall()]


def _ids(found: QuerySet[Matter]) -> tuple[str, tuple[Any, ...]]:
    return found.order_by().values("pk").query.sql_with_params()


def _row(matter: Matter, today: dt.date) -> HistoryRow:
    state = HISTORY.state(matter.state)
    ended = day_of(matter.closed_at) if matter.closed_at else today
    return HistoryRow(
        number=matter.number,
        name=matter.subject,
        source=matter.history.source,
        owner=matter.owner.short_name,
        owner_en=matter.owner.name_en,
        state=state.code,
        state_label=state.label,
        lamp=lamp_of(matter, today),
        opened_at=matter.opened_at,
        closed_at=matter.closed_at,
        deadline=matter.answer_due_on or matter.due_on,
        days_used=(ended - day_of(matter.opened_at)).days,
        events=matter.version,
    )
