import pytest

from tests.city import city

__all__ = ["city"]


@pytest.fixture(autouse=True)
def in_the_city(city: None, db: None) -> None:
    """Every test of revisions happens in the demo city and leaves it as it was."""
