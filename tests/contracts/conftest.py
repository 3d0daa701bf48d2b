import datetime as dt

import pytest

from tests.city import MONDAY, city
from tests.clock import FrozenClock

__all__ = ["city"]


@pytest.fixture(autouse=True)
def in_the_city(city: None, db: None) -> None:
    """The contracts are held in the demo city, which each leaves as it was."""


@pytest.fixture(autouse=True)
def the_clock(monkeypatch: pytest.MonkeyPatch) -> FrozenClock:
    """A clock that stands at the beginning of the story until it is moved."""
    return FrozenClock(monkeypatch, MONDAY + dt.timedelta(hours=1))
