"""What is asked for: the views of a restricted officer and of a supervisor who sees every open case."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.inbox import naive
from bench.story import STORY, account
from tongban.cases.queries import Filter, inbox
from tongban.cases.queries.inbox_tasks import ALL
from tongban.kernel.clock import day_of, now, today
from tongban.parties.models import Authority
from tongban.parties.queries import actor_of
from tongban.parties.rules.actor import Actor

WEEK = dt.timedelta(days=7)
ROLES = {"officer": "lead_reviewer", "supervisor": "supervisor"}


@dataclass(frozen=True)
class View:
    """A page of the inbox under filters, as one official asks for it; `words` are searched for in every open row."""

    who: str
    actor: Actor
    filters: Filter
    page: int = 1
    words: bool = False
    at: dt.datetime = field(default_factory=now)

    def ours(self) -> tuple[int, list[str]]:
        """Return the count and the numbers of the page from the inbox itself, which counts all tasks besides."""
        found = inbox(self.actor, self.filters, self.page, self.at)
        return found.count, [row.number for row in found.rows]

    def naive(self) -> tuple[int, list[str]]:
        """Return the same as a plain Django developer would."""
        return naive.page_of(self.actor, self.filters, self.page, day_of(self.at))


def views() -> list[View]:
    """Return the views of both, each with the filters that people use."""
    return [
        View(who, actor_of(account(role), "web"), filters, page, bool(filters.q or filters.item))
        for who, role in ROLES.items()
        for filters, page in (
            (Filter(ALL), 1),
            (Filter(ALL), 3),
            (Filter(ALL, lamp="red"), 1),
            (Filter(ALL, lamp="yellow"), 2),
            (Filter(ALL, lamp="grey"), 1),
            (Filter(ALL, due_from=today(), due_to=today() + WEEK), 1),
            (Filter(ALL, owner=_owner()), 1),
            (Filter(ALL, q="许可"), 1),
            (Filter(ALL, item="道路"), 1),
        )
    ]


def queries_of(view: View) -> int:
    """Return how many queries a view takes once its process is warm."""
    view.ours()
    with CaptureQueriesContext(connection) as queries:
        view.ours()
    return len(queries)


def _owner() -> int:
    """Return the authority of the story's item, which everybody's list is narrowed to once."""
    return Authority.objects.get(key=STORY.item()["authority"]).pk
