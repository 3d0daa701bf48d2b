import datetime as dt

import pytest

from tests.city import DAY, MONDAY, actor
from tests.clock import FrozenClock
from tests.licences.factory import authority_id, firm, human, licence
from tongban.kernel.errors import NotFound
from tongban.licences.actions import cancel, reinstate, revoke, suspend
from tongban.licences.queries import verification
from tongban.parties.queries import authority

ON = MONDAY.date()


@pytest.fixture(autouse=True)
def a_later_day(monkeypatch: pytest.MonkeyPatch) -> None:
    FrozenClock(monkeypatch, MONDAY + 30 * DAY)


class TestVerification:
    def test_tells_anybody_what_a_licence_is_in_two_queries(self, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
        issued = licence(valid_until=dt.date(2026, 6, 1))

        with django_assert_num_queries(2):
            told = verification(issued.identifier)

        assert (told.identifier, told.number, told.name) == (issued.identifier, issued.number, "挖掘城市道路许可证")
        assert (told.holder, told.authority) == (firm().name, authority(authority_id()).name)
        assert (told.state, told.label, told.label_en, told.is_valid) == ("valid", "有效", "Valid", True)
        assert (told.issued_on, told.valid_from, told.valid_until) == (ON, ON, dt.date(2026, 6, 1))
        assert told.on == told.today == ON + 30 * DAY
        assert told.sha256 == issued.sha256

    def test_masks_a_persons_name(self) -> None:
        holder = human()

        told = verification(licence(holder=holder).identifier)

        assert told.holder == holder.name[0] + "*" * (len(holder.name) - 1)
        assert holder.name not in repr(told)
        assert holder.code not in repr(told)

    def test_hides_reasons_and_names_of_officials(self) -> None:
        identifier = licence().identifier
        suspend(identifier=identifier, reason="王小明举报", actor=actor("decider"), at=MONDAY + DAY)

        told = verification(identifier)

        assert "王小明举报" not in repr(told)
        assert actor("issuer").name not in repr(told)
        assert [each.label for each in told.history] == ["有效", "暂扣"]

    def test_takes_small_letters_and_spaces(self) -> None:
        identifier = licence().identifier

        assert verification(f" {identifier.lower()} ").identifier == identifier

    def test_finds_nothing_for_a_wrong_check_character_or_an_unknown_identifier(self) -> None:
        identifier = licence().identifier
        unknown = "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U"

        with pytest.raises(NotFound, match="校验位"):
            verification(identifier[:-1] + ("0" if identifier[-1] != "0" else "1"))
        with pytest.raises(NotFound, match="没有签发过"):
            verification(unknown)
        for garbage in ("", "x" * 5000, "1.2.156.3005.2.....", "一二三"):
            with pytest.raises(NotFound):
                verification(garbage)


class TestStateOnADay:
    def test_follows_the_standings(self) -> None:
        identifier = licence(valid_from=ON + 2 * DAY, valid_until=ON + 20 * DAY).identifier
        decider = actor("decider")
        suspend(identifier=identifier, reason="检查", actor=decider, at=MONDAY + 5 * DAY)
        reinstate(identifier=identifier, reason="已整改", actor=decider, at=MONDAY + 8 * DAY)

        days = {0: "not_yet_valid", 2: "valid", 5: "suspended", 7: "suspended", 8: "valid", 20: "valid", 21: "expired"}

        assert {day: verification(identifier, ON + day * DAY).state_on for day in days} == days
        assert verification(identifier, ON - DAY).state_on == "not_yet_valid"
        assert verification(identifier, ON + 8 * DAY).state == "expired"
        assert verification(identifier, ON + 8 * DAY).was_valid

    def test_keeps_a_revoked_licence_revoked_after_its_end(self) -> None:
        identifier = licence(valid_until=ON + 20 * DAY).identifier
        revoke(identifier=identifier, reason="以欺骗手段取得", actor=actor("decider"), at=MONDAY + 3 * DAY)
        cancel(identifier=identifier, reason="撤销后注销", actor=actor("decider"), at=MONDAY + 9 * DAY)

        told = {day: verification(identifier, ON + day * DAY).state_on for day in (2, 3, 9, 25)}

        assert told == {2: "valid", 3: "revoked", 9: "cancelled", 25: "cancelled"}

    def test_counts_days_in_shanghai(self) -> None:
        identifier = licence().identifier
        late = dt.datetime(2026, 3, 4, 17, 0, tzinfo=dt.UTC)
        suspend(identifier=identifier, reason="检查", actor=actor("decider"), at=late)

        assert verification(identifier, dt.date(2026, 3, 4)).state_on == "valid"
        assert verification(identifier, dt.date(2026, 3, 5)).state_on == "suspended"
