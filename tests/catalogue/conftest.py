import pytest

from tests.catalogue.factories import a_city


@pytest.fixture
def city(db: None) -> None:
    """A small city with authorities and themes, and no items."""
    a_city()
