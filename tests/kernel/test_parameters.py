"""Parameters: which row counts, what a load leaves alone, what setting one refuses."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from tongban.kernel import queries
from tongban.kernel.actions.load_parameters import load_parameters, shipped_parameters
from tongban.kernel.actions.set_parameter import set_parameter
from tongban.kernel.errors import BadInput
from tongban.kernel.models import Parameter
from tongban.kernel.queries import UnknownParameter, forget_parameters, parameter, parameters
from tongban.kernel.rules.parameters import LOCAL_BASIS, ParameterValue, in_force

DAY = dt.date(2026, 3, 2)
DISTRICT = "520102000000"


@pytest.fixture(autouse=True)
def as_shipped(db: None) -> Iterator[None]:
    forget_parameters()
    yield
    # What a test sets is rolled back; what the process keeps of it must go too.
    forget_parameters()


def own(value: Any, effective_from: dt.date, key: str = "delivery_days", **more: Any) -> int:
    return set_parameter(key=key, value=value, basis=LOCAL_BASIS, effective_from=effective_from, **more)


class TestParameter:
    def test_gives_the_value_in_force_on_the_day(self) -> None:
        own(7, DAY)

        assert parameter("delivery_days", on=DAY - dt.timedelta(days=1)) == 10
        assert parameter("delivery_days", on=DAY) == 7

    def test_takes_the_row_of_the_region_before_the_general_one(self) -> None:
        own(8, dt.date(2026, 1, 1), region_code=DISTRICT)
        own(6, dt.date(2026, 2, 1))

        assert parameter("delivery_days", DISTRICT, DAY) == 8
        assert parameter("delivery_days", "520103000000", DAY) == 6

    def test_takes_the_row_of_the_nearest_division_around(self) -> None:
        own(8, dt.date(2026, 1, 1), region_code="520100000000")
        own(9, dt.date(2025, 1, 1), region_code=DISTRICT)

        assert parameter("delivery_days", "520102001000", DAY) == 9
        assert parameter("delivery_days", "520103001000", DAY) == 8
        assert parameter("delivery_days", "522600000000", DAY) == 10

    def test_falls_back_when_a_row_has_ended(self) -> None:
        own(7, dt.date(2026, 1, 1), effective_to=DAY)

        assert parameter("delivery_days", on=DAY) == 7
        assert parameter("delivery_days", on=DAY + dt.timedelta(days=1)) == 10

    def test_names_a_key_that_nobody_knows(self) -> None:
        with pytest.raises(UnknownParameter, match="no_such_days"):
            parameter("no_such_days")

    def test_names_the_day_before_the_law_was_in_force(self) -> None:
        with pytest.raises(UnknownParameter, match="2004-06-30"):
            parameter("delivery_days", on=dt.date(2004, 6, 30))

    def test_is_read_once_for_many_questions(self, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(1):
            for row in shipped_parameters():
                parameter(row["key"], DISTRICT, DAY)

    def test_hands_out_lists_that_may_be_changed(self) -> None:
        parameter("pause_grounds", on=DAY).clear()

        assert [ground["code"] for ground in parameter("pause_grounds", on=DAY)][:2] == ["hearing", "tender"]

    def test_is_read_again_after_a_while(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert parameter("delivery_days", on=DAY) == 10
        Parameter.objects.filter(key="delivery_days").update(value=9)
        assert parameter("delivery_days", on=DAY) == 10

        monkeypatch.setattr(queries, "PARAMETER_SECONDS", 0.0)

        assert parameter("delivery_days", on=DAY) == 9


class TestInForce:
    def test_prefers_the_citys_own_row_to_a_newer_shipped_one(self) -> None:
        general = ParameterValue("k", "", 1, "", "", LOCAL_BASIS, dt.date(2020, 1, 1))
        shipped = ParameterValue("k", "", 2, "", "", LOCAL_BASIS, dt.date(2025, 1, 1), shipped=True)

        assert in_force([general, shipped], "", DAY) == general
        assert in_force([general, shipped], "", dt.date(2019, 1, 1)) is None


class TestLoadParameters:
    def test_changes_nothing_the_second_time(self) -> None:
        before = list(Parameter.objects.order_by("pk").values())

        assert load_parameters() == 0
        assert list(Parameter.objects.order_by("pk").values()) == before

    def test_adds_what_is_missing(self) -> None:
        Parameter.objects.filter(key="delivery_days").delete()

        assert load_parameters() == 1
        assert parameter("delivery_days", on=DAY) == 10

    def test_leaves_the_citys_rows_alone(self) -> None:
        Parameter.objects.filter(key="delivery_days").delete()
        Parameter.objects.create(
            key="delivery_days", value=3, label="x", basis=LOCAL_BASIS, effective_from=dt.date(2004, 7, 1)
        )

        assert load_parameters() == 0
        assert parameter("delivery_days", on=DAY) == 3


class TestShippedParameters:
    def test_have_each_a_basis_and_both_languages(self) -> None:
        for row in shipped_parameters():
            assert row["basis"] == LOCAL_BASIS or row["basis"].startswith("《"), row["key"]
            assert any("\u4e00" <= char <= "\u9fff" for char in row["label"]), row["key"]
            assert row["label_en"].isascii(), row["key"]
            assert set(row) == {"key", "value", "unit", "label", "label_en", "basis", "effective_from"}, row["key"]

    def test_stand_each_once(self) -> None:
        keys = [(row["key"], row["effective_from"]) for row in shipped_parameters()]

        assert len(set(keys)) == len(keys)

    def test_say_what_the_law_says(self) -> None:
        law = {
            "intake_notice_days": 5,
            "legal_default": 20,
            "legal_joint": 45,
            "legal_extension": 10,
            "legal_extension_joint": 15,
            "preliminary_review_days": 20,
            "delivery_days": 10,
            "hearing_request_days": 5,
            "hearing_convene_days": 20,
            "hearing_notice_days": 7,
        }

        assert {key: parameter(key, on=DAY) for key in law} == law
        assert {row.unit for row in parameters() if row.key in law} == {"working_days"}


class TestSetParameter:
    @pytest.mark.parametrize(
        ("field", "given"),
        [
            ("key", {"key": "no_such_days"}),
            ("value", {"value": "ten"}),
            ("value", {"value": -1}),
            ("value", {"value": True}),
            ("value", {"key": "pause_grounds", "value": []}),
            ("value", {"key": "pause_grounds", "value": [{"code": "visit"}]}),
            ("value", {"key": "office_hours", "value": {"from": "09:00"}}),
            ("basis", {"basis": " "}),
            ("region_code", {"region_code": "5201"}),
            ("effective_to", {"effective_to": dt.date(2026, 3, 1)}),
            ("effective_from", {"effective_from": dt.date(2004, 7, 1)}),
        ],
    )
    def test_names_the_field_that_is_wrong_and_changes_nothing(self, field: str, given: dict[str, Any]) -> None:
        before = Parameter.objects.count()
        right = {"key": "delivery_days", "value": 7, "basis": LOCAL_BASIS, "effective_from": DAY}

        with pytest.raises(BadInput) as refused:
            set_parameter(**(right | given))

        assert list(refused.value.errors) == [field]
        assert Parameter.objects.count() == before

    def test_keeps_the_rows_of_before(self) -> None:
        own(7, DAY)

        rows = [row for row in parameters() if row.key == "delivery_days"]
        assert sorted((row.value, row.shipped, row.unit) for row in rows) == [
            (7, False, "working_days"),
            (10, True, "working_days"),
        ]
