"""What is read in one value is what the tables hold, column by column."""

import datetime as dt

import pytest
from django.db import models

from tests.matters.days import days, owner
from tests.matters.errand import MONDAY, clerk, errand
from tongban.kernel.errors import NotFound
from tongban.matters.actions.project import start_clock
from tongban.matters.actions.step import step
from tongban.matters.actions.writes import Insert
from tongban.matters.models import Clock, Matter, Pause
from tongban.matters.queries import read, read_by_id
from tongban.parties.models import Authority

__all__ = ["days", "owner"]

pytestmark = pytest.mark.django_db


def columns(row: models.Model) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.fixture
def number(owner: Authority) -> str:
    """An errand with two clocks and an ended pause, stepped at an odd microsecond."""
    number = errand(owner, MONDAY.replace(microsecond=120)).number
    clocks = [start_clock(None, kind, on=MONDAY.date(), days=5, region_code=owner.region_id) for kind in ("b", "a")]
    pause = Pause(
        kind="expert",
        basis="第四十五条",
        reason="专家“评审”\n",
        declared_days=2,
        started_on=MONDAY.date(),
        expected_end_on=MONDAY.date() + dt.timedelta(days=2),
        ended_on=MONDAY.date() + dt.timedelta(days=1),
    )
    writes = [*map(Insert, clocks), Insert(pause)]
    step(read(number, actor=clerk(owner)), "start", actor=clerk(owner), at=MONDAY, writes=writes)
    return number


class TestRead:
    def test_gives_rows_equal_to_the_stored_ones_in_order(self, owner: Authority, number: str) -> None:
        for facts in (read(number, actor=clerk(owner)), read(number, actor=clerk(owner), kind="errand")):
            assert columns(facts.matter) == columns(Matter.objects.get(number=number))
            assert [columns(c) for c in facts.clocks] == [columns(c) for c in Clock.objects.order_by("id")]
            assert [columns(p) for p in facts.pauses] == [columns(p) for p in Pause.objects.order_by("id")]

    def test_gives_rows_that_can_be_saved_and_read_again(self, owner: Authority, number: str) -> None:
        clock = read(number, actor=clerk(owner)).clocks[0]

        clock.days = 7
        clock.save()
        clock.refresh_from_db()

        assert (clock.days, Clock.objects.count()) == (7, 2)

    def test_names_the_entry_that_led_to_the_state(self, owner: Authority, number: str) -> None:
        assert read_by_id(Matter.objects.get(number=number).pk).last.verb == "start"

    def test_finds_no_matter_of_another_kind(self, owner: Authority, number: str) -> None:
        with pytest.raises(NotFound):
            read(number, actor=clerk(owner), kind="case")


class TestWrite:
    def test_refuses_what_is_too_long_for_its_column_and_leaves_no_trace(self, owner: Authority) -> None:
        from django.db import DataError, transaction

        from tongban.matters.actions.step import open_matter

        matter = Matter(
            number="E-long", region_id=owner.region_id, owner_id=owner.pk, applicant_name="乙" * 201, subject="差事"
        )
        kind = read_by_id(Matter.objects.get(number=errand(owner).number).pk).kind

        with pytest.raises(DataError), transaction.atomic():
            open_matter(kind, matter, "begin", actor=clerk(owner), at=MONDAY)

        assert not Matter.objects.filter(number="E-long").exists()
