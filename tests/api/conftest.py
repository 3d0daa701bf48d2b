import datetime as dt

import pytest

from tests.api.client import Api, api_of
from tests.city import MONDAY, city
from tests.clock import FrozenClock

__all__ = ["city"]


@pytest.fixture(autouse=True)
def in_the_city(city: None, db: None) -> None:
    """Every test of the API happens in the demo city and leaves it as it was."""


@pytest.fixture(autouse=True)
def the_clock(monkeypatch: pytest.MonkeyPatch) -> FrozenClock:
    """The API lives an hour after the story begins, until a test moves the clock."""
    return FrozenClock(monkeypatch, MONDAY + dt.timedelta(hours=1))


@pytest.fixture
def applicant() -> Api:
    return api_of("applicant")


@pytest.fixture
def clerk() -> Api:
    return api_of("clerk")


@pytest.fixture
def stranger() -> Api:
    return api_of("stranger")


@pytest.fixture
def visitor() -> Api:
    return Api("")
