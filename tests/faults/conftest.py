"""What all faults share: the city is prepared once."""

from collections.abc import Iterator

import pytest

from tests.faults.harness.house import forget_prepared


@pytest.fixture(scope="session", autouse=True)
def prepared_city() -> Iterator[None]:
    """Remove the prepared city after the last who copied it."""
    yield
    forget_prepared()
