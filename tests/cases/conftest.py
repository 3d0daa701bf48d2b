from collections.abc import Iterator

import pytest

from tests.city import city
from tongban.kernel.queries import forget_calendars, forget_parameters

__all__ = ["city"]


@pytest.fixture(autouse=True)
def in_the_city(city: None, db: None) -> None:
    """Every test of cases happens in the demo city and leaves it as it was."""


@pytest.fixture
def own_parameters() -> Iterator[None]:
    """Let a test set parameters and the calendar of the city without any other test seeing them."""
    yield
    forget_parameters()
    forget_calendars()
