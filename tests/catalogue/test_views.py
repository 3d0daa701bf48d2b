"""Reading an implementation list, the first page's lists, and the day an answer would be due."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, Q
from django.test.utils import CaptureQueriesContext
from psycopg import sql
from pytest_django import DjangoAssertNumQueries

from tests.catalogue.factories import AT, LATER, a_service, an_item, imported
from tongban.catalogue.access import implementations_in_use
from tongban.catalogue.models import Implementation, Reality, Version
from tongban.catalogue.queries import (
    announced,
    counts,
    due_if_applied,
    implementation,
    popular,
    themes,
    variants,
    version,
)
from tongban.catalogue.queries.known_by import known_by
from tongban.catalogue.queries.powers import power
from tongban.catalogue.rules.views import Counts
from tongban.kernel.actions.load_calendar import load_calendar
from tongban.kernel.errors import NotFound

pytestmark = pytest.mark.usefixtures("city")


def the_code() -> str:
    return Implementation.objects.get().task_code


class TestImplementation:
    def test_shows_the_version_in_use_whole(self) -> None:
        imported(an_item(local_code="GY-0001"))

        view = implementation(the_code())

        assert (view.code, view.local_code, view.catalog_code) == (the_code(), "GY-0001", "520117002000")
        assert (view.name, view.number, view.state) == ("挖掘城市道路许可", 1, "published")
        assert (view.type_label, view.level_label, view.instance_label) == ("行政许可", "市级", "承诺件")
        assert view.audience_labels == ("企业法人", "自然人")
        assert view.channel_labels == ("窗口办理", "电脑端网上办理", "移动端网上办理")
        assert view.depth_labels[0] == "互联网咨询"
        assert (view.authority.key, view.region_code, view.region_name) == ("works", "990100000000", "某市")
        assert [(row.law, row.article, row.local_parameter) for row in view.basis] == [
            ("城市道路管理条例", "第三十三条", False)
        ]
        assert [(row.code, row.is_spared) for row in view.materials] == [
            ("plan", False),
            ("business-licence", True),
        ]
        assert [(row.code, row.authority_name, row.after) for row in view.steps] == [
            ("review", "某市市政局", ()),
            ("traffic", "某市交警支队", ()),
            ("decide", "某市市政局", ("review", "traffic")),
        ]
        assert view.questions[0].answer == "可以，须另行申请。"
        assert [group.title for group in view.form_groups] == ["工程信息"]
        assert view.is_online
        assert hash(view) == hash(implementation(the_code()))

    def test_falls_back_to_the_telephone_and_place_of_the_authority(self) -> None:
        imported(an_item(phone="0851-99010002"))

        view = implementation(the_code())

        assert (view.phone, view.complaint_phone, view.address) == (
            "0851-99010002",
            "0851-99020001",
            "市政大楼 8 号窗口",
        )

    def test_is_known_by_its_local_code_too(self) -> None:
        imported(an_item(local_code="GY-0001"))

        assert implementation("GY-0001").code == the_code()

    def test_is_looked_up_by_its_local_code_also_when_the_database_plans_once_for_all(self) -> None:
        statement, params = Implementation.objects.filter(known_by("GY-0001")).order_by().query.sql_with_params()
        number = itertools.count(1)

        with connection.cursor() as cursor:
            # A few rows are read through sooner than looked up: here they are looked up where they can be.
            for setting in ("plan_cache_mode = force_generic_plan", "enable_seqscan = off", "enable_indexscan = off"):
                cursor.execute(f"SET LOCAL {setting}")
            cursor.execute("PREPARE asked AS " + re.sub("%s", lambda _each: f"${next(number)}", statement))
            cursor.execute(sql.SQL("EXPLAIN EXECUTE asked ({})").format(sql.SQL(", ").join(map(sql.Literal, params))))
            plan = "\n".join(line for (line,) in cursor.fetchall())
            cursor.execute("DEALLOCATE asked")

        assert "implementation_local_code_once" in plan
        assert "Seq Scan" not in plan

    @pytest.mark.parametrize("ask", [implementation, announced, variants, power])
    def test_is_always_asked_for_so_that_it_is_looked_up(self, ask: Callable[[str], Any]) -> None:
        with CaptureQueriesContext(connection) as asked, pytest.raises(NotFound):
            ask("GY-0001")

        assert """."local_code" = ('')""" in asked[0]["sql"]

    @pytest.mark.parametrize("code", ["", "x", "\x00", "\ud800", "11990100100000010"])
    def test_is_not_found_under_another_code(self, code: str) -> None:
        imported(an_item())

        with pytest.raises(NotFound):
            implementation(code)

    def test_is_not_found_once_out_of_use(self) -> None:
        imported(an_item())
        code, kept = the_code(), Version.objects.get().pk
        Implementation.objects.update(current=None)

        with pytest.raises(NotFound):
            implementation(code)
        assert version(kept).name == "挖掘城市道路许可"

    def test_costs_the_same_however_long_it_is(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        item = an_item()
        item["materials"] = [{**item["materials"][0], "code": f"m{number}"} for number in range(30)]
        imported(item)
        code, version_id = the_code(), Version.objects.get().pk

        with django_assert_num_queries(6):
            implementation(code)
        with django_assert_num_queries(6):
            version(version_id)


class TestLists:
    def test_show_themes_counts_and_what_people_ask_for(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        imported(
            an_item(),
            a_service(1, "生育登记", themes=["family"], authority="police", channels=["window"], visits=1),
        )

        with django_assert_num_queries(2):
            found = themes()
        with django_assert_num_queries(1):
            counted = counts()
        with django_assert_num_queries(2):
            first = popular(1, AT.date())

        assert [(theme.key, theme.name, theme.audience, theme.count) for theme in found] == [
            ("construction", "工程建设", ("company",), 1),
            ("family", "婚育收养", ("person",), 1),
        ]
        assert (counted.items, counted.online, counted.authorities) == (2, 1, 2)
        assert [row.name for row in first] == ["挖掘城市道路许可"]

    def test_count_what_is_in_use_now_and_nothing_that_was_or_stands_beside_it(self) -> None:
        first, second = a_service(1, "生育登记", channels=["window"], visits=1), a_service(2, "户口迁移")
        imported(an_item(), an_item(variant="two-stage"), first, second)
        imported(
            an_item(promised_days=6),
            {**second, "standing": "suspended", "standing_reason": "系统改造"},
            at=LATER,
        )

        in_use = implementations_in_use().aggregate(
            items=Count("pk"),
            online=Count("pk", filter=Q(current__channels__overlap=["web", "mobile"])),
            authorities=Count("authority", distinct=True),
        )

        assert counts() == Counts(**in_use) == Counts(items=2, online=1, authorities=1)

    def test_count_nothing_where_there_is_nothing(self) -> None:
        assert counts() == Counts(items=0, online=0, authorities=0)

    def test_offer_what_many_say_alike_once_and_what_has_most_names_first(self) -> None:
        few, many = a_service(1, "生育登记"), a_service(2, "户口迁移", aliases=["迁户口", "搬家", "转户"])
        steps = [{**step, "authority": "county"} for step in many["steps"]]
        imported(few, many, {**many, "authority": "county", "level": "4", "steps": steps})

        assert [row.name for row in popular(8, AT.date())] == ["户口迁移", "生育登记"]

    def test_offer_of_equals_the_same_ones_and_in_the_same_order_however_few_are_asked_for(self) -> None:
        names = ["户口迁移", "生育登记", "摊位登记", "占道施工", "养犬登记"]
        for place, name in reversed(list(enumerate(names, 1))):
            imported(a_service(place, name))

        offered = [row.name for row in popular(8, AT.date())]

        assert sorted(offered) == sorted(names)
        assert [[row.name for row in popular(many, AT.date())] for many in range(1, 5)] == [
            offered[:many] for many in range(1, 5)
        ]

    def test_show_first_what_most_people_applied_for(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        imported(an_item(), a_service(1, "生育登记"), a_service(2, "户口迁移"))
        used = Implementation.objects.get(current__name="户口迁移")
        Reality.objects.create(implementation=used, until=AT.date(), applied=5, answered=0, materials=0, visits=0)

        with django_assert_num_queries(3):
            found = popular(2, AT.date())

        assert [row.name for row in found] == ["户口迁移", "挖掘城市道路许可"]


class TestDueIfApplied:
    @pytest.fixture(autouse=True)
    def _calendar(self, city: None) -> None:
        load_calendar()

    def due(self, on: str, **changes: object) -> tuple[str, bool] | None:
        imported(an_item(**changes))
        due = due_if_applied(implementation(the_code()), dt.date.fromisoformat(on))
        return due and (due.day.isoformat(), due.provisional)

    def test_skips_weekends_and_holidays(self) -> None:
        assert self.due("2026-03-02") == ("2026-03-13", False)
        assert self.due("2026-04-30") == ("2026-05-15", False)

    def test_is_the_same_day_for_an_instant_item(self) -> None:
        assert self.due("2026-03-02", instance="instant", promised_days=0) == ("2026-03-02", False)

    def test_counts_calendar_days_and_moves_on_from_a_day_off(self) -> None:
        step = {"code": "review", "name": "审查", "authority": "works", "days": 3, "lead": True, "kind": "review"}
        changes = {"promised_unit": "calendar", "legal_unit": "calendar", "steps": [step]}

        assert self.due("2026-03-03", **changes, promised_days=9) == ("2026-03-12", False)
        assert self.due("2026-03-03", **changes, promised_days=11) == ("2026-03-16", False)

    def test_is_unknown_where_the_calendar_ends(self) -> None:
        assert self.due("2099-01-05") is None

    def test_leans_on_projected_days_only_provisionally(self) -> None:
        due = self.due("2027-03-01")

        assert due is not None
        assert due[1] is True
