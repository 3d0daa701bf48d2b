"""One world for all who come to its door: it is made once, and whatever somebody does in it is undone."""

import datetime as dt
import pathlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from tests.access.people import Caller, callers
from tests.access.things import things
from tests.city import MONDAY, city
from tests.web.conftest import plain_static
from tongban.kernel import clock

__all__ = ["city", "plain_static"]


@dataclass(frozen=True, slots=True)
class World:
    """Who there is, and what there is to be found."""

    callers: dict[str, Caller]
    things: dict[str, Any]
    secrets: tuple[str, ...]
    """What no refusal may show: how the applicant is called up, and by which number known."""


@pytest.fixture(scope="package")
def world(city: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The demo city on the story's Monday, with one of each kind of thing."""
    offset: pathlib.Path = tmp_path_factory.mktemp("clock") / "offset"
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(clock, "_OFFSET_FILE", str(offset))
        clock.set_offset(MONDAY + dt.timedelta(hours=1) - dt.datetime.now(dt.UTC))
        who = callers()
        applicant = who["applicant"].account
        assert applicant is not None
        assert applicant.person is not None
        yield World(who, things(who), (applicant.person.phone, applicant.person.id_number))
        transaction.set_rollback(True)
