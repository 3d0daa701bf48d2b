"""Absences and lists that would clash, registered at the same moment: one of them is refused."""

import pytest

from tests.matters.test_two_at_once import race
from tests.parties.factories import make_authority, make_official
from tests.parties.test_absences import away
from tests.parties.test_authorisations import give
from tongban.parties.actions import AbsenceUnclear, AuthorisationUnclear
from tongban.parties.models import Absence, Authorisation
from tongban.parties.rules.actor import SYSTEM

ROUNDS = 20


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_no_chain_of_deputies_comes_about(self) -> None:
        authority = make_authority()
        for _round in range(ROUNDS):
            first, second, third = (make_official(authority) for _ in range(3))

            results = race(lambda: away(first, second, SYSTEM), lambda: away(second, third, SYSTEM))  # noqa: B023

            assert sum(isinstance(each, AbsenceUnclear) for each in results) == 1, results
        assert Absence.objects.count() == ROUNDS

    def test_no_power_is_given_to_two(self) -> None:
        for _round in range(ROUNDS):
            giver, one, other = make_authority(), make_authority(), make_authority()

            results = race(lambda: give(giver, one), lambda: give(giver, other))  # noqa: B023

            assert sum(isinstance(each, AuthorisationUnclear) for each in results) == 1, results
        assert Authorisation.objects.count() == ROUNDS
