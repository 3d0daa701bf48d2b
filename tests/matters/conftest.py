from collections.abc import Iterator

import pytest

from tests.matters.errand import ERRAND, authority
from tongban.kernel.actions.load_calendar import load_calendar
from tongban.kernel.queries import forget_calendars
from tongban.matters import queries
from tongban.matters.lifecycle import KINDS
from tongban.parties.models import Authority


@pytest.fixture(autouse=True)
def errands() -> Iterator[None]:
    KINDS[ERRAND.code] = ERRAND
    queries._sql.cache_clear()
    yield
    del KINDS[ERRAND.code]
    queries._sql.cache_clear()


@pytest.fixture
def owner(db: None) -> Iterator[Authority]:
    load_calendar()
    yield authority()
    # A notice that a test took in is rolled back; what the process keeps of it must go too.
    forget_calendars()
