"""The country's working days, loaded once for all tests of a module: loading them for each takes longer than the tests.

A module that imports both fixtures has them instead of the package's own; none of its tests may commit.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.matters.errand import authority
from tongban.kernel.actions.load_calendar import load_calendar
from tongban.kernel.queries import forget_calendars
from tongban.parties.models import Authority


@pytest.fixture(scope="module")
def days(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The calendar, in a transaction that ends with the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_calendar()
        yield
        transaction.set_rollback(True)
    forget_calendars()


@pytest.fixture
def owner(days: None, db: None) -> Iterator[Authority]:
    """The authority of the errands, with the whole calendar."""
    yield authority()
    # A notice that a test took in is rolled back; what the process keeps of it must go too.
    forget_calendars()
