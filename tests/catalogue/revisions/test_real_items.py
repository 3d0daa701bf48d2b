"""541 real items of a district of Guang'an: taken over with their departments and codes, what is dirty told."""

from __future__ import annotations

import os
import pathlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F

from tests.city import MONDAY
from tongban.catalogue.actions import import_drafts
from tongban.catalogue.actions.import_drafts import Drafted
from tongban.catalogue.models import Implementation, Item, Revision, Version
from tongban.parties.models import Authority, Region
from tongban.parties.rules.actor import SYSTEM

FILE = pathlib.Path(os.environ["TONGBAN_TEST_DATA"]) / "items" / "guangan_items.csv"

pytestmark = [
    pytest.mark.usefixtures("city"),
    pytest.mark.django_db,
    pytest.mark.skipif(not FILE.exists(), reason=f"the real items are not at {FILE} (TONGBAN_TEST_DATA)"),
]


def take() -> Drafted:
    return import_drafts(source=FILE, reason="接管目录清单", actor=SYSTEM, at=MONDAY)


@pytest.fixture(scope="module")
def taken(city: None, django_db_blocker: Any) -> Iterator[Drafted]:
    """What taking the items over told; they stay for all tests of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = take()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        yield found
        transaction.set_rollback(True)


class TestTheRealItems:
    def test_come_in_as_drafts_a_revision_for_each_department_each_with_its_codes(self, taken: Drafted) -> None:
        assert (taken.drafted, taken.unchanged, taken.under_way, taken.authorities) == (541, 0, 0, 8)
        revisions = Revision.objects.filter(matter__number__in=taken.numbers)
        assert len(taken.numbers) == len(revisions) == 8
        assert {each.matter.state for each in revisions} == {"drafting"}
        drafts = Version.objects.filter(revision__in=revisions)
        assert not drafts.exclude(implementation__authority=F("revision__matter__owner")).exists()
        assert Counter(drafts.values_list("type", flat=True)) == {
            "01": 390,
            "10": 68,
            "20": 55,
            "07": 23,
            "05": 3,
            "09": 2,
        }
        codes = set(drafts.values_list("content__local_code", flat=True))
        assert len(codes) == 541
        assert "511A0138000000-511602000000-000-115113010833722043-1-00" in codes
        assert drafts.filter(implementation__region="511602000000", implementation__level="4").count() == 541

    @pytest.mark.usefixtures("taken")
    def test_bring_their_departments_and_divisions(self) -> None:
        departments = Authority.objects.filter(key__startswith="org-")
        counted = Counter(
            Implementation.objects.filter(authority__in=departments).values_list("authority__name", flat=True)
        )
        assert counted == {
            "区行政审批局": 344,
            "区住建局": 62,
            "区自然资源和规划局": 52,
            "区卫健局": 21,
            "区民政局": 20,
            "区公安分局": 16,
            "区市监局": 16,
            "区教科体局": 10,
        }
        assert departments.get(name="区教科体局").uscc == "115113010833722043"
        assert Region.objects.get(pk="511602000000").name == "广安区"

    @pytest.mark.usefixtures("taken")
    def test_keep_their_national_code_where_they_have_one_and_get_one_of_the_city_otherwise(self) -> None:
        assert Item.objects.filter(catalog_code="512081012001").exists()
        given = Item.objects.get(local_code="511A0138000000")
        assert given.catalog_code[:6] == "510100"

    def test_are_reported_by_row_and_field_where_they_are_dirty_and_none_is_dropped(self, taken: Drafted) -> None:
        counted = Counter((problem.field, problem.message.template) for problem in taken.problems)  # type: ignore[attr-defined]
        assert {(field, template[:5]): count for (field, template), count in counted.items()} == {
            ("item_code", "地方基本编"): 129,
            ("dept_code", "部门代码“"): 82,
            ("name", "名称中有不"): 30,
            ("task_type", "编码中的类"): 8,
            ("item_code", "编码中的机"): 5,
            ("name", "与第 %("): 1,
        }
        assert all(2 <= problem.row <= 542 for problem in taken.problems)

    @pytest.mark.usefixtures("taken")
    def test_change_nothing_the_second_time(self) -> None:
        before = (Version.objects.count(), Item.objects.count(), Authority.objects.count(), Revision.objects.count())

        found = take()

        assert (found.numbers, found.drafted, found.unchanged, found.under_way, found.authorities) == ((), 0, 0, 541, 0)
        assert before == (
            Version.objects.count(),
            Item.objects.count(),
            Authority.objects.count(),
            Revision.objects.count(),
        )
