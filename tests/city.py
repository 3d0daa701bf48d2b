"""The demo city for tests: its real files, loaded once for a package of tests, and people to act in it."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import pathlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from PIL import Image

from tests.kept import Kept, can_bring_back
from tongban.cli.city import CityFolder, load_city
from tongban.kernel.queries import calendar_of, forget_calendars, forget_parameters, parameters
from tongban.parties.models import Account, Authority
from tongban.parties.queries import actor_of, parties_of
from tongban.parties.rules.actor import Actor

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "demo" / "guiyang"
STORY: dict[str, Any] = CityFolder(FOLDER).table("story.toml")
MONDAY = dt.datetime(2026, 3, 2, 2, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
_kept: list[Kept] = []


@contextlib.contextmanager
def loaded_city(blocker: Any) -> Iterator[None]:
    """Load the city in a transaction that ends with the package, so that other tests never see it."""
    with blocker.unblock(), transaction.atomic():
        _load()
        # What is checked in the end is checked now: else each test would check the whole city again in its end.
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        _read_anew()
        yield
        transaction.set_rollback(True)
    # The rows that are there again may have other numbers.
    ContentType.objects.clear_cache()
    forget_calendars()
    forget_parameters()


def _read_anew() -> None:
    """Read once for all tests of the package what the house keeps of its calendars and parameters."""
    forget_calendars()
    forget_parameters()
    parameters()
    for region in ("", *Authority.objects.values_list("region_id", flat=True).distinct()):
        calendar_of(region)


def _load() -> None:
    """Load the city from its files for the first package of a process, and bring it back for the others."""
    if _kept:
        _kept[0].bring_back()
        return
    load_city(FOLDER, at=MONDAY, say=lambda what, report: None)
    if can_bring_back():
        _kept.append(Kept())


@pytest.fixture(scope="package")
def city(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demo city, for every test of a package whose conftest imports this."""
    # Imported into a test's own file it would belong to no package, and stay in the way of every test to come.
    assert not isinstance(request.node, pytest.Session), "import the city in the conftest.py of the package"
    with loaded_city(django_db_blocker):
        yield


def actor(role: str, source: str = "web") -> Actor:
    """Return the actor whom the story names for a role: applicant, clerk, lead_reviewer, decider, stranger…"""
    return actor_of(Account.objects.get(username=STORY["people"].get(role, role)), source, on=MONDAY.date())


def company(of: Actor) -> int:
    """Return the id of the organisation for which the actor applies."""
    return next(party.id for party in parties_of(of) if party.kind == "organisation")


def picture(colour: str = "white") -> bytes:
    """Return a small PNG."""
    out = io.BytesIO()
    Image.new("RGB", (40, 40), colour).save(out, "PNG")
    return out.getvalue()
