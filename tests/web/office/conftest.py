import datetime as dt
import pathlib
from collections.abc import Callable

import pytest
from django.test import Client

from tests.city import MONDAY, STORY
from tongban.kernel import clock


@pytest.fixture(autouse=True)
def in_the_city(city: None, db: None) -> None:
    """Every test of the office happens in the demo city and leaves it as it was."""


@pytest.fixture(autouse=True)
def shift(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> Callable[[dt.timedelta], None]:
    """Let the office live on the story's Monday; call it to let time pass from there."""
    monkeypatch.setattr(clock, "_OFFSET_FILE", str(tmp_path / "clock"))

    def to(later: dt.timedelta) -> None:
        clock.set_offset(MONDAY + dt.timedelta(hours=1) + later - dt.datetime.now(dt.UTC))

    to(dt.timedelta(0))
    return to


@pytest.fixture
def browser_of(as_user: Callable[[str], Client]) -> Callable[[str], Client]:
    """Return a signed-in browser of a role of the story, or of a user name."""
    return lambda role: as_user(STORY["people"].get(role, role))
