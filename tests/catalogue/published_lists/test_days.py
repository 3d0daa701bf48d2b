"""A list as of a day, what differs between two days, and the days on which a list changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from tests.catalogue.factories import COUNTY, a_city, imported
from tests.catalogue.published_lists.listed import BEFORE, FIRST, SECOND, THIRD, a_bare_service, a_material, names
from tests.clock import FrozenClock
from tongban.catalogue.queries import published_lists as lists
from tongban.catalogue.queries.published_lists import Comparison, ListFilter, compare, days_of_change, list_rows
from tongban.catalogue.rules.published_lists import BY_KEY, LISTS
from tongban.kernel.errors import BadInput, NotFound

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def the_clock(monkeypatch: pytest.MonkeyPatch) -> FrozenClock:
    """It is a week after the last change."""
    return FrozenClock(monkeypatch, THIRD + 7 * DAY)


@pytest.fixture(scope="module")
def changing_city(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Items that come, change and go: 甲 stays, 乙 goes in the second week, 丙 comes then, 丁 changes in the third."""
    fourth = a_bare_service(4, "丁事项", visits=1)
    with django_db_blocker.unblock(), transaction.atomic():
        a_city()
        imported(a_bare_service(1, "甲事项", visits=1), a_bare_service(2, "乙事项", visits=1), fourth, at=FIRST)
        imported(a_bare_service(2, "乙事项", visits=2), a_bare_service(3, "丙事项", visits=0), at=SECOND)
        imported({**fourth, "visits": 0, "visits_reason": "", "audience": ["person"]}, at=THIRD)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def changing(changing_city: None, db: None) -> None:
    """Each test finds the items as they are, and leaves them so."""


def by_kind(found: Comparison) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {}
    for each in found.rows:
        kinds.setdefault(each.kind, []).append(each.row.cells[0])
    return kinds


class TestAsOf:
    @pytest.mark.parametrize(
        ("day", "there"),
        [
            (BEFORE, []),
            (FIRST.date(), ["甲事项", "乙事项", "丁事项"]),
            (SECOND.date() - DAY, ["甲事项", "乙事项", "丁事项"]),
            (SECOND.date(), ["甲事项", "丙事项", "丁事项"]),
            (THIRD.date(), ["甲事项", "丙事项", "丁事项"]),
            (None, ["甲事项", "丙事项", "丁事项"]),
        ],
    )
    def test_a_day_shows_what_was_in_force_when_it_ended(self, day: dt.date | None, there: list[str]) -> None:
        assert names("one-visit", day) == there
        assert [row.cells[0] for row in list_rows("one-visit", day).rows] == there
        assert next(each.rows for each in lists.published_lists(day) if each.list.key == "one-visit") == len(there)

    def test_a_day_shows_what_was_said_then(self) -> None:
        then = next(row for row in list_rows("one-visit", SECOND.date()).rows if row.cells[0] == "丁事项")
        now = next(row for row in list_rows("one-visit").rows if row.cells[0] == "丁事项")

        assert (then.cells[5], then.cells[7]) == (["company", "person"], 1)
        assert (now.cells[5], now.cells[7]) == (["person"], 0)

    def test_a_day_ends_at_midnight_in_the_city(self) -> None:
        evening = dt.datetime(2026, 3, 20, 15, 59, tzinfo=dt.UTC)
        imported(a_bare_service(5, "戊事项", visits=1), at=evening)
        imported(a_bare_service(6, "己事项", visits=1), at=evening + dt.timedelta(minutes=1))

        assert [each for each in names("one-visit", dt.date(2026, 3, 20)) if each in ("戊事项", "己事项")] == ["戊事项"]
        assert "己事项" in names("one-visit", dt.date(2026, 3, 21))

    def test_a_day_that_has_not_come_is_refused(self) -> None:
        tomorrow = THIRD.date() + 8 * DAY

        for ask in (
            lambda: list_rows("one-visit", tomorrow),
            lambda: lists.list_all("one-visit", tomorrow),
            lambda: lists.published_lists(tomorrow),
            lambda: compare("one-visit", tomorrow),
        ):
            with pytest.raises(BadInput) as refused:
                ask()
            assert "还没有到这一天" in str(refused.value.errors)


class TestCompare:
    def test_tells_what_came_what_went_and_what_changed(self) -> None:
        found = compare("one-visit", FIRST.date(), THIRD.date())

        assert by_kind(found) == {"added": ["丙事项"], "removed": ["乙事项"], "changed": ["丁事项"]}
        assert (found.added, found.removed, found.changed) == (1, 1, 1)

    def test_names_the_cells_that_differ_and_what_stood_there(self) -> None:
        (changed,) = (each for each in compare("one-visit", FIRST.date()).rows if each.kind == "changed")

        assert changed.before is not None
        assert [BY_KEY["one-visit"].columns[place].key for place in changed.changed] == [
            "audience",
            "visits",
            "visits_reason",
        ]
        assert [(changed.before[place], changed.row.cells[place]) for place in changed.changed] == [
            (["company", "person"], ["person"]),
            (1, 0),
            ("须当面核对原件", ""),
        ]

    def test_of_a_day_with_itself_is_empty(self) -> None:
        found = compare("one-visit", SECOND.date(), SECOND.date())

        assert (found.added, found.removed, found.changed, found.rows) == (0, 0, 0, ())

    def test_with_a_day_before_all_lists_everything_as_added(self) -> None:
        found = compare("one-visit", BEFORE)

        assert by_kind(found) == {"added": ["甲事项", "丙事项", "丁事项"]}

    def test_leaves_out_what_changed_elsewhere_than_in_the_list(self) -> None:
        imported(a_bare_service(1, "甲事项", visits=1, phone="0851-99019999"), at=THIRD + DAY)

        assert compare("one-visit", THIRD.date()).rows == ()
        assert by_kind(compare("powers", THIRD.date())) == {}

    def test_of_the_wrong_way_round_is_refused(self) -> None:
        with pytest.raises(BadInput) as refused:
            compare("one-visit", THIRD.date(), FIRST.date())

        assert "from" in refused.value.errors

    def test_is_paged_and_beyond_the_end_stands_the_last_page(self) -> None:
        first = compare("one-visit", FIRST.date(), page=1, size=2)
        beyond = compare("one-visit", FIRST.date(), page=9, size=2)

        assert [each.kind for each in first.rows] == ["added", "changed"]
        assert ([each.kind for each in beyond.rows], beyond.page, beyond.pages) == (["removed"], 2, 2)
        assert (beyond.added, beyond.removed, beyond.changed) == (1, 1, 1)

    def test_knows_the_rows_of_an_item_apart(self) -> None:
        deferrable = {"necessity": "deferrable", "defer_days": 5}
        plan, photo = a_material("plan", "平面图", **deferrable), a_material("photo", "照片", **deferrable)
        imported(a_bare_service(7, "庚事项", materials=[plan, photo]), at=THIRD)
        imported(a_bare_service(7, "庚事项", materials=[{**plan, "defer_days": 10}]), at=THIRD + DAY)

        found = compare("deferrable", THIRD.date())

        assert [(each.kind, each.row.cells[5:]) for each in found.rows] == [
            ("changed", ("平面图", 10)),
            ("removed", ("照片", 5)),
        ]


class TestDaysOfChange:
    def test_tell_how_much_came_went_and_changed(self) -> None:
        days = [(each.day, each.added, each.removed, each.changed) for each in days_of_change("one-visit")]

        assert days == [
            (THIRD.date(), 0, 0, 1),
            (SECOND.date(), 1, 1, 0),
            (FIRST.date(), 3, 0, 0),
        ]

    def test_agree_with_the_comparisons_of_every_list(self) -> None:
        for each in LISTS:
            for day in days_of_change(each.key):
                found = compare(each.key, day.day - DAY, day.day)
                assert (found.added, found.removed, found.changed) == (day.added, day.removed, day.changed)

    def test_leave_out_what_was_in_force_on_no_whole_day(self) -> None:
        imported(a_bare_service(8, "辛事项", visits=1), at=THIRD + DAY)
        imported(a_bare_service(8, "辛事项", visits=2), at=THIRD + DAY + dt.timedelta(hours=1))

        assert days_of_change("one-visit")[0].day == THIRD.date()


class TestFilters:
    @pytest.mark.parametrize(
        ("narrowed", "there"),
        [
            (ListFilter(authority="works"), ["甲事项", "丙事项", "丁事项"]),
            (ListFilter(authority="police"), []),
            (ListFilter(region=COUNTY), []),
            (ListFilter(q="丙"), ["丙事项"]),
            (ListFilter(q="事项 市政"), ["甲事项", "丙事项", "丁事项"]),
            (ListFilter(q="丙 没有"), []),
            (ListFilter(q="%"), []),
            (ListFilter(q="_"), []),
            (ListFilter(q="\x00丙\\"), []),
        ],
    )
    def test_are_the_same_on_a_page_in_a_file_and_in_the_count(self, narrowed: ListFilter, there: list[str]) -> None:
        page = list_rows("one-visit", None, narrowed)

        assert [row.cells[0] for row in page.rows] == there
        assert [row.cells[0] for row in lists.list_all("one-visit", None, narrowed)] == there
        assert page.count == len(there)

    def test_refuse_a_part_that_the_list_has_not(self) -> None:
        with pytest.raises(BadInput):
            list_rows("one-visit", None, ListFilter(part="kept"))

    def test_an_unknown_list_is_not_found(self) -> None:
        for ask in (list_rows, lists.list_all, days_of_change, lambda key: compare(key, BEFORE)):
            with pytest.raises(NotFound):
                ask("no-such-list")


class TestPages:
    def test_follow_each_other_and_end_with_the_last(self) -> None:
        pages = [list_rows("one-visit", page=page, size=2) for page in (1, 2, 9)]

        assert [[row.cells[0] for row in page.rows] for page in pages] == [["甲事项", "丙事项"], ["丁事项"], ["丁事项"]]
        assert [(page.page, page.pages, page.count) for page in pages] == [(1, 2, 3), (2, 2, 3), (2, 2, 3)]

    @pytest.mark.parametrize("key", sorted(BY_KEY))
    def test_cost_one_query_each_and_the_counts_of_all_lists_one_for_each_kind_of_rows(
        self, key: str, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(1):
            list_rows(key, SECOND.date(), ListFilter(q="事项", authority="works", region=COUNTY))
        with django_assert_num_queries(1):
            compare(key, FIRST.date())
        with django_assert_num_queries(1):
            days_of_change(key)
        with django_assert_num_queries(len({each.source for each in LISTS})):
            lists.published_lists()
