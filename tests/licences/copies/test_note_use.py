"""What the holder reads of those who verified: when and by which way, and not every knock of a program."""

import datetime as dt

import pytest

from tests.city import MONDAY, actor
from tests.clock import FrozenClock
from tests.licences.factory import licence
from tongban.licences.actions.copies import make_copy
from tongban.licences.actions.copies.verify import verify_copy, verify_licence
from tongban.licences.models import LicenceUse


def test_a_verification_is_noted_once_an_hour_for_each_way_licence_and_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    FrozenClock(monkeypatch, MONDAY)
    issued, other = licence(), licence()
    copy = make_copy(
        identifier=issued.identifier, purpose="贷款", user_name="某银行", actor=actor("applicant"), at=MONDAY
    )
    minute = dt.timedelta(minutes=1)

    for nth in range(5):
        verify_licence(identifier=issued.identifier, door="web", purpose=f"第 {nth} 次", at=MONDAY + nth * minute)
    verify_licence(identifier=issued.identifier, door="api", at=MONDAY)
    verify_licence(identifier=other.identifier, door="web", at=MONDAY)
    for _time in range(2):
        verify_copy(number=copy.number, door="web", at=MONDAY)
    verify_licence(identifier=issued.identifier, door="web", at=MONDAY + 60 * minute)

    noted = LicenceUse.objects.filter(kind="verified").order_by("pk")
    assert list(noted.values_list("licence__identifier", "copy__number", "door", "purpose", "at")) == [
        (issued.identifier, None, "web", "第 0 次", MONDAY),
        (issued.identifier, None, "api", "", MONDAY),
        (other.identifier, None, "web", "", MONDAY),
        (issued.identifier, copy.number, "web", "", MONDAY),
        (issued.identifier, None, "web", "", MONDAY + 60 * minute),
    ]
