"""Two who give the same holder what one may have one of, at the same moment, on two connections."""

from __future__ import annotations

import pytest

from tests.catalogue.factories import AT, a_city
from tests.matters.test_two_at_once import race
from tongban.licences.actions import Issued, issue
from tongban.licences.actions.refuse_second import HasOneAlready
from tongban.licences.models import Licence, LicenceType
from tongban.parties.models import Authority, Person
from tongban.parties.queries import person
from tongban.parties.rules.actor import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 4


class TestTwoAtOnce:
    def test_exactly_one_is_issued_and_the_other_is_told_which(self) -> None:
        a_city()
        issuer = Authority.objects.get(key="police")
        LicenceType.objects.create(
            code="card", type_code=f"{issuer.uscc}001", name="示例卡", authority=issuer, one_per_holder=True
        )
        numbers = ("520102199001010014", "520102199001010030", "520102199001010057", "520102199001010073")
        for number in numbers[:ROUNDS]:
            holder = person(Person.objects.create(id_number=number, name="某人").pk)

            def give(holder=holder) -> Issued:  # type: ignore[no-untyped-def]
                return issue(
                    type_code="card",
                    holder=holder,
                    authority_id=issuer.pk,
                    matter_id=None,
                    face={},
                    valid_from=None,
                    valid_until=None,
                    actor=SYSTEM,
                    at=AT,
                )

            results = race(give, give)

            made = [each for each in results if isinstance(each, Issued)]
            refused = [each for each in results if isinstance(each, HasOneAlready)]
            assert (len(made), len(refused)) == (1, 1), results
            assert refused[0].identifier == made[0].identifier
        assert Licence.objects.count() == ROUNDS
