import datetime as dt

import pytest

from tests.city import DAY, MONDAY, actor
from tests.licences.factory import FACE, licence
from tongban.kernel.rules.codes import licence_identifier_valid
from tongban.licences.actions import Issued, supersede, suspend
from tongban.licences.models import Licence, LicenceStanding
from tongban.licences.queries import verification
from tongban.matters.events import NotAllowedNow


def anew(identifier: str) -> Issued:
    """Issue a licence anew a day later."""
    return supersede(
        identifier=identifier,
        reason="延续",
        matter_id=None,
        face=FACE,
        valid_from=None,
        valid_until=dt.date(2031, 1, 1),
        actor=actor("issuer"),
        at=MONDAY + DAY,
    )


class TestSupersede:
    def test_makes_the_next_version_under_the_same_number(self) -> None:
        old = licence()

        new = anew(old.identifier)

        assert new.number == old.number
        assert new.identifier.split(".")[-2] == "002"
        assert licence_identifier_valid(new.identifier)
        assert Licence.objects.get(identifier=new.identifier).replaces.identifier == old.identifier  # type: ignore[union-attr]
        assert verification(old.identifier).state == "superseded"
        assert verification(new.identifier).state == "valid"

    def test_is_refused_for_a_suspended_licence_and_leaves_no_trace(self) -> None:
        old = licence()
        suspend(identifier=old.identifier, reason="检查", actor=actor("decider"), at=MONDAY)

        with pytest.raises(NotAllowedNow):
            anew(old.identifier)

        assert Licence.objects.count() == 1
        assert list(LicenceStanding.objects.values_list("state", flat=True)) == ["valid", "suspended"]
