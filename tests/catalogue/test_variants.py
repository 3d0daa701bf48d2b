"""Versions of an item in use side by side: the ordinary one, and variants that tell another order of steps."""

import pytest

from tests.catalogue.factories import AT, LATER, an_item, imported
from tongban.catalogue.models import Implementation, Version
from tongban.catalogue.queries import find, implementation, variants
from tongban.kernel.errors import NotFound
from tongban.parties.rules.reports import ImportRefused

pytestmark = pytest.mark.usefixtures("city")

TWO_STAGES = [
    {"code": "review", "name": "审查", "authority": "works", "days": 5, "lead": True, "kind": "review"},
    {"code": "traffic", "name": "交警意见", "authority": "police", "days": 4, "kind": "joint"},
]


def two_stage(**changes: object) -> dict[str, object]:
    return an_item(variant="two-stage", steps=TWO_STAGES, promised_days=7, **changes)


class TestVariants:
    def test_stand_beside_the_ordinary_version_which_stays_the_one_in_use(self) -> None:
        report = imported(an_item(), two_stage())

        code = Implementation.objects.get().task_code
        assert (report.created, report.changed) == (2, 0)
        assert [(each.variant, each.number, each.promised_days) for each in variants(code)] == [
            ("", 1, 9),
            ("two-stage", 2, 7),
        ]
        assert implementation(code).promised_days == 9
        assert implementation(code, "two-stage").promised_days == 7
        assert [row.promised_days for row in find("挖掘城市道路").results] == [9]

    def test_may_come_later_and_change_without_touching_the_ordinary_one(self) -> None:
        imported(an_item())
        imported(two_stage(), at=LATER)
        report = imported(an_item(), two_stage(phone="0851-99010002"), at=LATER)

        code = Implementation.objects.get().task_code
        assert (report.created, report.changed, report.unchanged) == (0, 1, 1)
        assert list(Version.objects.order_by("number").values_list("number", "variant", "state")) == [
            (1, "", "published"),
            (2, "two-stage", "superseded"),
            (3, "two-stage", "published"),
        ]
        assert implementation(code).number == 1

    def test_are_left_alone_when_the_ordinary_one_changes(self) -> None:
        imported(an_item(), two_stage())

        imported(an_item(promised_days=8), at=LATER)

        code = Implementation.objects.get().task_code
        assert [(each.variant, each.number) for each in variants(code)] == [("", 3), ("two-stage", 2)]

    def test_change_nothing_when_imported_twice(self) -> None:
        imported(an_item(), two_stage())

        assert imported(an_item(), two_stage()).unchanged == 2

    def test_need_an_ordinary_version(self) -> None:
        with pytest.raises(ImportRefused) as refused:
            imported(two_stage())

        (problem,) = refused.value.problems
        assert (problem.row, problem.field) == (1, "variant")
        assert not Version.objects.exists()

    def test_are_one_of_a_kind(self) -> None:
        with pytest.raises(ImportRefused) as refused:
            imported(an_item(), two_stage(), two_stage(phone="0851-99010002"))

        assert [(each.row, each.field) for each in refused.value.problems] == [(3, "catalog_code")]

    def test_are_not_there_when_nobody_made_them(self) -> None:
        imported(an_item(), at=AT)
        code = Implementation.objects.get().task_code

        with pytest.raises(NotFound):
            implementation(code, "two-stage")
        with pytest.raises(NotFound):
            variants("52000000000000000000000000000000000")
