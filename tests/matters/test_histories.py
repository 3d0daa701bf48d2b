"""Reading what was brought in: who sees it, how it is narrowed, and how a source went as a whole."""

import datetime as dt
import io
from typing import Any

import pytest

from tests.matters.days import days, owner
from tests.matters.test_event_logs import TWO, bring_in
from tongban.kernel.errors import NotFound
from tongban.matters.queries.histories import (
    PAGE_SIZE,
    Activity,
    Asked,
    HistoryRows,
    SourceFigures,
    activities,
    history_list,
    history_page,
    history_sources,
)
from tongban.matters.rules.event_log import Trace
from tongban.matters.rules.xes import read_xes
from tongban.parties.models import Authority, Region
from tongban.parties.rules.actor import Actor, DutyKind, Held

__all__ = ["days", "owner"]

TODAY = dt.date(2026, 3, 2)


@pytest.fixture
def brought_in(owner: Authority) -> Authority:
    bring_in(list(read_xes(io.BytesIO(TWO))), owner)
    return owner


def official(authority: Authority, kind: DutyKind = DutyKind.REVIEWER) -> Actor:
    return Actor(name="甲", duties=frozenset({Held(kind, authority.pk)}))


def other_authority(owner: Authority) -> Authority:
    return Authority.objects.create(
        key="other", uscc="11529900MB0000002A", name="另一局", short_name="另一局", region=Region.objects.get()
    )


def numbers(found: HistoryRows) -> list[str]:
    return [row.number for row in found.results]


def many(count: int) -> list[Trace]:
    text = TWO.decode()
    trace = text[text.index("<trace>") : text.index("</trace>") + len("</trace>")]
    traces = "".join(trace.replace("A-1", f"B-{place}") for place in range(count))
    log = f'<log xes.version="1.0" xmlns="http://www.xes-standard.org/">{traces}</log>'
    return list(read_xes(io.BytesIO(log.encode())))


class TestHistoryList:
    def test_shows_the_newest_first_with_lamp_deadline_and_days_used(self, brought_in: Authority) -> None:
        waiting, late = history_list(official(brought_in), Asked(), TODAY).results

        assert (waiting.number, waiting.lamp, waiting.deadline, waiting.days_used) == (
            "permits-A-2",
            "yellow",
            dt.date(2026, 3, 3),
            28,
        )
        assert (late.number, late.lamp, late.deadline, late.days_used) == (
            "permits-A-1",
            "red",
            dt.date(2010, 11, 29),
            58,
        )

    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            (Asked(source="permits"), ["permits-A-2", "permits-A-1"]),
            (Asked(source="other"), []),
            (Asked(state="closed"), ["permits-A-1"]),
            (Asked(lamp="yellow"), ["permits-A-2"]),
            (Asked(lamp="green"), []),
            (Asked(q="a-1"), ["permits-A-1"]),
            (Asked(q="permits A-2"), ["permits-A-2"]),
            (Asked(q="\x00A-2"), ["permits-A-2"]),
        ],
    )
    def test_is_narrowed(self, brought_in: Authority, asked: Asked, expected: list[str]) -> None:
        assert numbers(history_list(official(brought_in), asked, TODAY)) == expected

    def test_is_for_supervisors_and_the_authority_alone(self, brought_in: Authority) -> None:
        other = other_authority(brought_in)

        assert history_list(official(other, DutyKind.SUPERVISOR), Asked(), TODAY).count == 2
        assert history_list(official(other), Asked(), TODAY).count == 0
        assert history_list(Actor(name="访客"), Asked(), TODAY).count == 0

    def test_beyond_the_end_is_the_last_page(self, owner: Authority) -> None:
        bring_in(many(PAGE_SIZE + 1), owner)

        found = history_list(official(owner), Asked(), TODAY, page=9)

        assert (found.count, found.page, found.pages, len(found.results)) == (PAGE_SIZE + 1, 2, 2, 1)

    def test_takes_two_queries_however_many_there_are(self, owner: Authority, django_assert_num_queries: Any) -> None:
        bring_in(many(PAGE_SIZE), owner)

        with django_assert_num_queries(2):
            history_list(official(owner), Asked(), TODAY)


class TestHistoryPage:
    def test_tells_what_happened_and_how_long_it_took_to_come(self, brought_in: Authority) -> None:
        first, last = history_page(official(brought_in), "permits-A-1", TODAY).events

        assert (first.activity, first.days_since) == ("Confirmation of receipt", None)
        assert (last.activity, last.at) == ("Decision", dt.datetime(2010, 12, 1, 9, tzinfo=dt.UTC))
        assert last.days_since == pytest.approx(57.102, abs=0.001)

    def test_takes_two_queries(self, brought_in: Authority, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(2):
            history_page(official(brought_in), "permits-A-1", TODAY)

    @pytest.mark.parametrize("number", ["permits-A-9", "permits-\x00"])
    def test_is_not_found_where_there_is_none(self, brought_in: Authority, number: str) -> None:
        with pytest.raises(NotFound):
            history_page(official(brought_in), number, TODAY)

    def test_is_not_found_by_another_authority(self, brought_in: Authority) -> None:
        with pytest.raises(NotFound):
            history_page(official(other_authority(brought_in)), "permits-A-1", TODAY)


class TestFigures:
    def test_of_a_source_are_those_of_its_closed_histories(
        self, brought_in: Authority, django_assert_num_queries: Any
    ) -> None:
        with django_assert_num_queries(1):
            (found,) = history_sources(official(brought_in))

        assert found == SourceFigures("permits", 2, 1, 0.0, pytest.approx(58.412, abs=0.001))

    def test_know_the_most_frequent_activities(self, brought_in: Authority, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(1):
            found = activities(official(brought_in), "permits")

        assert found == [
            Activity("Confirmation of receipt", 2, 2, None),
            Activity("Decision", 1, 1, pytest.approx(57.102, abs=0.001)),
        ]

    def test_are_hidden_from_another_authority(self, brought_in: Authority) -> None:
        for stranger in (official(other_authority(brought_in)), Actor(name="访客")):
            assert history_sources(stranger) == []
            assert activities(stranger, "permits") == []
