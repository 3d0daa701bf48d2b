"""What applications asked of people, added up."""

import datetime as dt

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.cases.factory import give_files, road_code
from tests.cases.materials.facts import filled
from tests.city import MONDAY, actor
from tongban.cases import actions
from tongban.cases.models import CaseBurden
from tongban.cases.queries.burden import burden_board, burden_of_item, every_item
from tongban.matters.events import NotYours

MARCH = dt.date(2026, 3, 1)


def handed_in(at: dt.datetime = MONDAY) -> None:
    number = filled(at)
    give_files(number, actor("applicant"), at)
    actions.submit(number=number, actor=actor("applicant"), at=at)


class TestBurdenBoard:
    def test_adds_up_by_item_authority_and_month(self) -> None:
        handed_in()
        handed_in()
        counted = CaseBurden.objects.order_by("pk")

        board = burden_board(actor("supervisor"), month=MARCH)

        ((item,), (owner,), (month,)) = (board.items, board.authorities, board.months)
        assert (item.code, item.burden.applications, month.code) == (road_code(), 2, "2026-03")
        assert board.total == item.burden == owner.burden == month.burden
        assert board.total.fields_typed == sum(each.fields_typed for each in counted)
        assert counted[1].fields_prefilled > counted[0].fields_prefilled  # the second one types nothing twice
        assert burden_board(actor("supervisor"), month=dt.date(2026, 4, 1)).total.applications == 0
        assert burden_board(actor("supervisor"), month=MARCH, authority_key="gongan").total.applications == 0
        assert burden_of_item(road_code(), MARCH) == board.total
        assert every_item(actor("supervisor"), month=MARCH) == board.items

    def test_asks_a_fixed_number_of_questions(self, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
        handed_in()

        with django_assert_max_num_queries(8):
            burden_board(actor("supervisor"))

    @pytest.mark.parametrize("role", ["applicant", "clerk", "stranger"])
    def test_is_for_supervisors_and_editors(self, role: str) -> None:
        with pytest.raises(NotYours):
            burden_board(actor(role))
        with pytest.raises(NotYours):
            every_item(actor(role))
