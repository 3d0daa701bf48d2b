from collections.abc import Iterator

import pytest

from tests.matters.errand import ERRAND, authority
from tongban.kernel.actions.load_calendar import load_calendar
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
def owner(db: None) -> Authority:
    load_calendar()
    return authority()
