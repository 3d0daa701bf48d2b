"""The calendar as it is stored: loading it, taking a notice, reading it."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.matters.days import days
from tongban.kernel.actions.import_notice import import_notice
from tongban.kernel.actions.load_calendar import load_calendar
from tongban.kernel.errors import BadInput
from tongban.kernel.models import CalendarDay
from tongban.kernel.queries import (
    CalendarNotLoaded,
    Horizon,
    calendar_horizon,
    calendar_of,
    forget_calendars,
)

NOTICE = """date,kind,name
2027-01-01,holiday,元旦
2027-02-06,holiday,春节
2027-02-08,holiday,春节
2027-02-20,workday,春节
"""
DAY = dt.date.fromisoformat

__all__ = ["days"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_calendars(days: None) -> Iterator[None]:
    """The calendar as it is loaded; what a test makes of it is rolled back, and must not be kept either."""
    forget_calendars()
    yield
    forget_calendars()


@pytest.fixture
def nothing_loaded() -> None:
    CalendarDay.objects.all().delete()


class TestLoadCalendar:
    @pytest.mark.usefixtures("nothing_loaded")
    def test_covers_2004_to_two_years_past_the_last_notice(self) -> None:
        report = load_calendar()

        assert (report.confirmed_through, report.last) == (DAY("2026-12-31"), DAY("2028-12-31"))
        assert CalendarDay.objects.count() == (DAY("2028-12-31") - DAY("2004-01-01")).days + 1
        assert calendar_of("").add(DAY("2026-02-13"), 45).day == DAY("2026-04-24")

    def test_writes_nothing_the_second_time(self) -> None:
        assert load_calendar().changed == 0

    def test_gives_the_same_answer_in_sql(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT due.day FROM kernel_calendarday start JOIN kernel_calendarday due"
                " ON due.region_code = start.region_code AND due.ordinal = start.ordinal + %s AND due.working"
                " WHERE start.region_code = '' AND start.day = %s",
                [20, DAY("2026-02-13")],
            )
            assert cursor.fetchall() == [(DAY("2026-03-19"),)]

    def test_leaves_a_notice_alone(self) -> None:
        import_notice(NOTICE, basis="国办发明电〔2026〕0号")

        assert load_calendar().changed == 0
        assert not calendar_of("").is_working(DAY("2027-02-08"))


class TestCalendarOf:
    def test_reads_once_and_keeps_it(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        with django_assert_num_queries(1):
            calendar_of("520103000000")
            calendar_of("520103000000")

    @pytest.mark.usefixtures("nothing_loaded")
    def test_says_that_nothing_is_loaded(self) -> None:
        with pytest.raises(CalendarNotLoaded):
            calendar_of("")


class TestImportNotice:
    def test_confirms_its_year_and_projects_the_next_two(self) -> None:
        assert calendar_of("").add(DAY("2027-02-05"), 1).provisional

        report = import_notice(NOTICE, basis="国办发明电〔2026〕0号")

        assert (report.year, report.holidays, report.workdays) == (2027, 3, 1)
        assert calendar_horizon() == Horizon(DAY("2027-12-31"), DAY("2029-12-31"))
        due = calendar_of("").add(DAY("2027-02-05"), 1)
        assert (due.day, due.provisional) == (DAY("2027-02-09"), False)
        assert calendar_of("").is_working(DAY("2027-02-20"))

    def test_names_every_wrong_row_and_field_and_changes_nothing(self) -> None:
        before = list(CalendarDay.objects.order_by("day").values_list())
        bad = NOTICE + "2027-13-01,holiday,节\n2027-02-08,holiday,春节\n2027-03-01,off,节\n2027-03-02,workday,\n1,2\n"

        with pytest.raises(BadInput) as refused:
            import_notice(bad, basis="")

        assert list(refused.value.errors) == [
            "第6行 date",
            "第7行 date",
            "第8行 kind",
            "第9行 kind",
            "第9行 name",
            "第10行",
            "basis",
        ]
        assert list(CalendarDay.objects.order_by("day").values_list()) == before

    @pytest.mark.parametrize(
        "text", ["", "日期,类型\n", "date,kind,name\n", "date,kind,name\n2031-01-01,holiday,元旦\n"]
    )
    def test_refuses_a_wrong_header_an_empty_notice_and_a_year_too_far(self, text: str) -> None:
        with pytest.raises(BadInput):
            import_notice(text, basis="通知")
        assert calendar_horizon().confirmed_through == DAY("2026-12-31")

    def test_refuses_a_day_far_from_the_notices_year(self) -> None:
        with pytest.raises(BadInput) as refused:
            import_notice(NOTICE + "2028-05-01,holiday,劳动节\n", basis="通知")
        assert list(refused.value.errors) == ["第6行 date"]

    def test_of_a_region_holds_there_alone_and_survives_a_national_notice(self) -> None:
        import_notice("date,kind,name\n2026-04-20,holiday,三月三\n", "520100000000", basis="省政府令")

        import_notice(NOTICE, basis="国办发明电〔2026〕0号")

        assert not calendar_of("520100000000").is_working(DAY("2026-04-20"))
        assert calendar_of("").is_working(DAY("2026-04-20"))
        assert not calendar_of("520100000000").is_working(DAY("2027-02-08"))
        differing = CalendarDay.objects.filter(region_code="520100000000", local=True)
        assert list(differing.values_list("day", flat=True)) == [DAY("2026-04-20")]
        later = CalendarDay.objects.filter(day=DAY("2026-12-31")).order_by("region_code").values_list("ordinal")
        (national,), (regional,) = later
        assert regional == national - 1

    def test_holds_in_the_divisions_within_and_leaves_their_own_days(self) -> None:
        prefecture, city, county = "522600000000", "522601000000", "522602000000"
        import_notice("date,kind,name\n2026-07-01,holiday,县庆\n", county, basis="县人大决定")

        import_notice("date,kind,name\n2026-04-20,holiday,三月三\n", prefecture, basis="州人大决定")

        days = [DAY("2026-04-20"), DAY("2026-07-01")]
        for region, working in [
            (prefecture, [False, True]),
            (city, [False, True]),
            (county, [False, False]),
            ("522602002003", [False, False]),
            ("520100000000", [True, True]),
        ]:
            assert [calendar_of(region).is_working(day) for day in days] == working, region

    def test_of_a_division_begins_from_the_days_around_it(self) -> None:
        prefecture, county = "522600000000", "522602000000"
        import_notice("date,kind,name\n2026-04-20,holiday,三月三\n", prefecture, basis="州人大决定")
        import_notice("date,kind,name\n2026-07-01,holiday,县庆\n", county, basis="县人大决定")
        assert not calendar_of(county).is_working(DAY("2026-04-20"))

        import_notice("date,kind,name\n2026-04-18,workday,三月三\n", prefecture, basis="州人大决定")

        assert calendar_of(county).is_working(DAY("2026-04-18"))
        assert not calendar_of(county).is_working(DAY("2026-07-01"))

    def test_needs_a_whole_division_code(self) -> None:
        with pytest.raises(BadInput) as refused:
            import_notice(NOTICE, "5226", basis="州人大决定")

        assert list(refused.value.errors) == ["region_code"]
