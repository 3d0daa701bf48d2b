"""A journal to be looked at, and the hands of somebody who may do anything to the database."""

import contextlib
import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tests.matters.errand import MONDAY, authority, clerk, errand
from tongban.kernel.models import CalendarDay
from tongban.kernel.outbox import forward
from tongban.kernel.queries import forget_calendars
from tongban.matters.actions.sequence import checkpoint
from tongban.matters.actions.step import step
from tongban.matters.queries import read
from tongban.parties.models import Authority

# A tile with one byte changed, whatever it was: the hashes are others in each run.
OTHER = "set_byte({tile}, {place}, 255 - get_byte({tile}, {place}))".format
TABLES = (
    "matters_journal_entry",
    "matters_tree_leaf",
    "matters_tree_tile",
    "matters_checkpoint",
    "matters_cosignature",
)


@pytest.fixture
def owner(db: None) -> Iterator[Authority]:
    """The authority of the errands, with a calendar of one week: the whole one takes a second to load."""
    CalendarDay.objects.bulk_create(
        CalendarDay(day=MONDAY.date() + dt.timedelta(days=n), working=n < 5, ordinal=min(n + 1, 5), status="confirmed")
        for n in range(7)
    )
    forget_calendars()
    yield authority()
    forget_calendars()


def act(number: str, *verbs: str, owner: Authority) -> None:
    """Move an errand by its clerk."""
    for verb in verbs:
        step(read(number, actor=clerk(owner)), verb, actor=clerk(owner), at=MONDAY)


def seal() -> int:
    """Forward what was announced, sign the tree, and return how many announcements there were."""
    count = forward(lambda jobs: None)
    checkpoint(at=MONDAY)
    return count


def journal(owner: Authority, entries: int = 5) -> str:
    """Write a journal of some entries about one errand, all placed and signed, and return the errand's number."""
    number = errand(owner).number
    act(number, "start", *["note"] * (entries - 2), owner=owner)
    seal()
    return number


@contextlib.contextmanager
def superuser() -> Iterator[Any]:
    """Give a cursor to somebody who switches off every trigger and constraint."""
    with connection.cursor() as cursor:
        # What is still to be checked at the end of the transaction is checked now, or the table cannot be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        yield cursor
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
