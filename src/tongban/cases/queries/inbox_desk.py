"""What lies on an official's desk under some filters, as SQL that is made once and asked many times.

What waits for an official is found from what they are charged with, never by looking through all that is open; who
watches over everything reads it from one index of open work.
"""

import datetime as dt
import functools
from dataclasses import dataclass, fields
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, BooleanField, Count, ExpressionWrapper, F, Func, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from tongban.cases.access import CASE, HANDLING, MOCK, charged_matters, handled, reviews_of
from tongban.cases.models import Case, Proposal
from tongban.cases.queries.inbox_filters import Filter, narrowing
from tongban.cases.queries.inbox_tasks import ALL, HELD, MINE, WAITING, tasks_of
from tongban.matters.queries.lamps import having_lamp
from tongban.matters.queries.open_work import NOT_HANDED_IN, open_matters
from tongban.matters.rules.lamps import Lamp
from tongban.parties.rules.actor import Actor, DutyKind

# Making the SQL of a desk costs several times what asking it does, and officials look at the same few lists all day.
DESKS_KEPT = 512

NEVER = Value(dt.date.max)


@dataclass(slots=True)
class Found:
    """A row of the list as the database gives it; `revealed` tells whether the official sees who applies."""

    number: str
    subject: str
    subject_en: str
    applicant_name: str
    applicant_organisation_id: int | None
    state: str
    region_id: str
    due_on: dt.date | None
    due_provisional: bool
    warn_on: dt.date | None
    paused_on: dt.date | None
    finished_on: dt.date | None
    answer_due_on: dt.date | None
    owner: str
    owner_en: str
    holder: str | None
    received_at: dt.datetime | None
    revealed: bool


_OWN = {
    "subject_en": "version__name_en",
    "owner": "matter__owner__short_name",
    "owner_en": "matter__owner__name_en",
    "holder": "matter__holder__name",
    "received_at": "received_at",
}
_COLUMNS = [_OWN.get(name, f"matter__{name}") for name in (each.name for each in fields(Found)) if name != "revealed"]


def desk_of(actor: Actor, filters: Filter, today: dt.date) -> "Desk":
    """Return the desk of an official as seen on a day; it depends on nothing of the actor but office and duties."""
    anyone = Actor(name="", official_id=actor.official_id, duties=actor.duties)
    # Ticked cases are asked for once: kept, they would push out the desks that are asked for all day.
    return Desk(anyone, filters, today) if filters.numbers else _desk(anyone, filters, today)


@functools.lru_cache(maxsize=DESKS_KEPT)
def _desk(actor: Actor, filters: Filter, today: dt.date) -> "Desk":
    return Desk(actor, filters, today)


# What is near is worked out once, for the counts of all lists and for the places of the rows of one. Each row of it is
# marked with the lists that it belongs to; `groups` has a line for each combination of marks, of which there are few.
_LISTS = """
WITH near AS MATERIALIZED ({near}), groups AS (SELECT {marks}, count(*) AS n FROM near GROUP BY {marks})
SELECT (SELECT json_agg(json_build_array({marks}, n)) FROM groups), {count}, ARRAY({places} LIMIT %s OFFSET %s)
"""

Statement = tuple[str, list[Any]]


class Desk:
    """The lists of an official under the filters, each of open cases that were handed in, the soonest due first.

    `codes` are the lists that the official has, in order; `chosen` is the one that the filters name.
    """

    def __init__(self, actor: Actor, filters: Filter, today: dt.date) -> None:
        self.actor, self.filters, self.today = actor, filters, today
        self.watches_all = actor.charged_with(DutyKind.SUPERVISOR)
        self.tasks = tasks_of(actor)
        self.codes = [MINE, HELD, *self.tasks, WAITING, ALL]
        self.chosen = filters.task if filters.task in self.codes else MINE

    def read(self, first: int, many: int) -> tuple[dict[str, int], list[Found]]:
        """Return how many cases each list has, and so many rows of the chosen one from a place on, in two queries."""
        counts = dict.fromkeys(self.codes, 0)
        if self._statement is None:
            return counts, []
        with connection.cursor() as cursor:
            cursor.execute(self._statement[0], [*self._statement[1], many, first])
            groups, everything, ids = cursor.fetchone()
            self._count(counts, groups or [])
            counts[ALL] = counts[ALL] if everything is None else everything
            counts[WAITING] = counts[ALL] - counts[MINE]
            if not ids:
                return counts, []
            statement, values = self._rows_statement
            cursor.execute(statement, [ids if isinstance(value, list) else value for value in values])
            return counts, [Found(*row) for row in cursor.fetchall()]

    def lamps_by_owner(self) -> dict[int, dict[str, int]]:
        """Return how many cases of each owner have each lamp, of all that the official has, in one query."""
        found, of = (self._all(), "") if self.watches_all else (self._near(), "matter__")
        lamps = {lamp.value: Count("pk", filter=having_lamp(lamp, self.today, of)) for lamp in Lamp}
        counted = found.order_by().values_list(f"{of}owner_id").annotate(**lamps)
        return {owner: dict(zip(lamps, numbers, strict=True)) for owner, *numbers in counted}

    def _count(self, counts: dict[str, int], groups: list[list[Any]]) -> None:
        for *belongs, held, number in groups:
            counts[ALL] += number
            counts[HELD] += number if held else 0
            counts[MINE] += number if any(belongs) else 0
            for code, so in zip(self.tasks, belongs, strict=True):
                counts[code] += number if so else 0

    @functools.cached_property
    def _statement(self) -> Statement | None:
        """Return the SQL that counts and finds the places of the rows, but for how many of them and from where on."""
        marks = {f"is_{code}": which for code, which in self.tasks.items()} | {"is_held": self._is_held()}
        marked = self._near().annotate(
            place=F("pk"),
            due=Coalesce("matter__due_on", NEVER),
            **{mark: ExpressionWrapper(which, output_field=BooleanField()) for mark, which in marks.items()},
        )
        near = _said(marked.values_list("place", "due", *marks))
        if near is None:
            return None
        mine = " OR ".join(f"is_{code}" for code in self.tasks) or "false"
        chosen = {MINE: mine, WAITING: f"NOT ({mine})", ALL: "true"}.get(self.chosen, f"is_{self.chosen}")
        count, places = "NULL::bigint", f"SELECT place FROM near WHERE {chosen} ORDER BY due, place"
        values = near[1]
        if self.watches_all:
            everything = _said(self._all().values_list("id", "due_on"))
            if everything is None:
                return None
            count, values = f"(SELECT count(*) FROM ({everything[0]}) AS every)", values + everything[1]
            if self.chosen in (ALL, WAITING):
                values = values + everything[1]
                places = f"SELECT id FROM ({everything[0]}) AS every ORDER BY due_on, id"
            if self.chosen == WAITING:
                others = f"id NOT IN (SELECT place FROM near WHERE {mine})"
                places = f"SELECT id FROM ({everything[0]}) AS every WHERE {others} ORDER BY due_on, id"
        return _LISTS.format(near=near[0], marks=", ".join(marks), count=count, places=places), values

    @functools.cached_property
    def _rows_statement(self) -> Statement:
        ids = Value([], output_field=ArrayField(BigIntegerField()))
        found = Case.objects.filter(_any_of(ids)).annotate(revealed=self._revealed())
        ordered = found.order_by(Coalesce("matter__due_on", NEVER), "pk").values_list(*_COLUMNS, "revealed")
        statement, values = ordered.query.sql_with_params()
        return statement, list(values)

    def _is_held(self) -> Q:
        return Q(matter__holder_id__in=self.actor.officials)

    def _near(self) -> QuerySet[Any]:
        """Return what is the official's to see but for watching over everything."""
        found = [*_handled_ids(self.actor), *_answerable_ids(self.actor)]
        found += [] if self.watches_all else _watched_ids(self.actor)
        if not found:
            return Case.objects.none()
        near = Case.objects.filter(_among(_either(found)), matter__closed_at=None).exclude(matter__state=NOT_HANDED_IN)
        return near.filter(narrowing(self.filters, self.today, "matter__", self._named("matter__")))

    def _all(self) -> QuerySet[Any]:
        return open_matters(CASE.code).filter(narrowing(self.filters, self.today, "", self._named("")))

    def _named(self, of: str) -> Q:
        """Return the filter for cases whose applicant may be found by name: who is masked cannot be."""
        if not self._sees_more_than_it_handles():
            return Q()
        public = Q(**{f"{of}applicant_organisation__isnull": False})
        revealed = _handled_ids(self.actor)
        return public | Q(pk__in=_either(revealed)) if revealed else public

    def _revealed(self) -> Any:
        if not self._sees_more_than_it_handles():
            return Value(True)
        # Who watches many cases may still handle some of them.
        return ExpressionWrapper(handled(self.actor), output_field=BooleanField())

    def _sees_more_than_it_handles(self) -> bool:
        return self.actor.charged_with(DutyKind.SUPERVISOR, DutyKind.ADMINISTRATOR, DutyKind.GOVERNMENT_HEAD)


def _handled_ids(actor: Actor) -> list[QuerySet[Any]]:
    """Return, as lists of ids, the open cases that the actor is charged with at their owner, or reviews for."""
    found: list[QuerySet[Any]] = []
    if actor.charged_with(*HANDLING):
        found.append(open_matters(CASE.code, MOCK.code).filter(charged_matters(actor, *HANDLING)).values("pk"))
    if actor.charged_with(DutyKind.REVIEWER):
        found.append(reviews_of(actor).filter(put_away=False).values("matter_id"))
    return found


def _watched_ids(actor: Actor) -> list[QuerySet[Any]]:
    """Return, as lists of ids, the open cases that the actor watches: as administrator, or as head of government."""
    governed = _governed(actor)
    administered = actor.authorities(DutyKind.ADMINISTRATOR)
    found = [open_matters(CASE.code).filter(owner_id__in=administered).values("pk")] if administered else []
    return found + ([open_matters(CASE.code).filter(region_id__in=governed).values("pk")] if governed else [])


def _answerable_ids(actor: Actor) -> list[QuerySet[Any]]:
    """Return, as lists of ids, the cases with a proposal that one who only watches may have to answer."""
    waiting = Proposal.objects.filter(answered_at=None).values("matter_id")
    if actor.charged_with(DutyKind.SUPERVISOR):
        return [waiting]
    governed = _governed(actor)
    return [waiting.filter(matter__region_id__in=governed)] if governed else []


def _governed(actor: Actor) -> set[str]:
    return {held.region_code for held in actor.duties if held.kind is DutyKind.GOVERNMENT_HEAD}


def _either(lists: list[QuerySet[Any]]) -> QuerySet[Any]:
    return lists[0].union(*lists[1:]) if len(lists) > 1 else lists[0]


def _among(ids: QuerySet[Any]) -> Func:
    """Return the filter for cases with these ids, which are found first, whatever else is asked.

    Of `IN` the database believes that a lamp or a day may leave fewer cases, and begins with those of everybody.
    """
    return _any_of(ArraySubquery(ids))


def _any_of(ids: Any) -> Func:
    return Func(F("pk"), ids, template="(%(expressions)s))", arg_joiner=" = ANY(", output_field=BooleanField())


def _said(question: QuerySet[Any, Any]) -> Statement | None:
    """Return the SQL of a question and its values; None when nothing can match it."""
    try:
        statement, values = question.query.sql_with_params()
    except EmptyResultSet:
        return None
    return statement, list(values)
