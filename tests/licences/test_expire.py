import datetime as dt

import pytest

from tests.city import MONDAY, actor
from tests.clock import FrozenClock
from tests.licences.factory import authority_id, firm, human, licence
from tongban.kernel.rules.codes import licence_identifier_valid
from tongban.licences.actions import expire, issue, suspend
from tongban.licences.actions.refuse_second import HasOneAlready
from tongban.licences.actions.remind import remind
from tongban.licences.models import Licence, LicenceReminder, LicenceStanding, LicenceType
from tongban.licences.queries import verification
from tongban.licences.rules.reminders import threshold
from tongban.notices.models import Message
from tongban.notices.queries import inbox_of

LAST = dt.date(2026, 6, 1)
AFTER = dt.datetime(2026, 6, 2, 17, 0, tzinfo=dt.UTC)


class TestExpire:
    def test_writes_what_the_day_has_already_done(self, monkeypatch: pytest.MonkeyPatch) -> None:
        FrozenClock(monkeypatch, AFTER)
        identifier = licence(valid_until=LAST).identifier
        other = licence(valid_until=dt.date(2026, 6, 3)).identifier
        before = verification(identifier).state

        assert (expire(at=AFTER), expire(at=AFTER)) == (1, 0)

        assert before == verification(identifier).state == Licence.objects.get(identifier=identifier).state == "expired"
        assert verification(identifier, LAST).state_on == "valid"
        last = LicenceStanding.objects.filter(licence__identifier=identifier).last()
        assert last is not None
        assert (last.verb, last.from_at) == ("expire", dt.datetime(2026, 6, 1, 16, 0, tzinfo=dt.UTC))
        assert Licence.objects.get(identifier=other).state == "valid"

    def test_ends_a_suspended_one_too(self) -> None:
        identifier = licence(valid_until=LAST).identifier
        suspend(identifier=identifier, reason="检查", actor=actor("decider"), at=MONDAY)

        assert expire(at=AFTER) == 1

        states = LicenceStanding.objects.filter(licence__identifier=identifier).values_list("state", flat=True)
        assert list(states) == ["valid", "suspended", "expired"]

    def test_is_a_set_whatever_its_size(self, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
        for _ in range(3):
            licence(valid_until=LAST)

        with django_assert_max_num_queries(8):
            assert expire(at=AFTER) == 3


class TestRemind:
    def test_sends_one_message_a_holder_at_each_threshold_once(self) -> None:
        licence(holder=human(), valid_until=LAST)
        licence(holder=human(), valid_until=LAST + dt.timedelta(3))
        days_before = [dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC) - dt.timedelta(left) for left in (91, 90, 80, 30)]

        sent = [remind(at=at) for at in days_before]
        again = remind(at=days_before[-1])

        box = inbox_of(actor("stranger"), 1).results
        assert (sent, again) == ([0, 1, 1, 1], 0)
        assert box[0].subject == "证照即将到期：挖掘城市道路许可证"
        assert LicenceReminder.objects.filter(days=90).count() == 2

    def test_tells_who_speaks_for_a_company_and_where_to_renew(self) -> None:
        licence(holder=firm(), valid_until=LAST)

        assert remind(at=dt.datetime(2026, 5, 20, tzinfo=dt.UTC)) >= 1

        body = Message.objects.latest("pk").body
        assert "2026年6月1日到期，还有 12 天" in body
        assert firm().name in body

    def test_says_that_it_is_over_and_stops(self) -> None:
        licence(holder=human(), valid_until=LAST)
        expire(at=AFTER)

        assert remind(at=AFTER) == 1
        assert remind(at=AFTER + dt.timedelta(1)) == 0
        assert Message.objects.latest("pk").subject == "证照已到期：挖掘城市道路许可证"

    def test_keeps_to_the_days_of_the_type(self) -> None:
        LicenceType.objects.filter(code="road-excavation").update(remind_days=[7])
        licence(holder=human(), valid_until=LAST)

        assert remind(at=dt.datetime(2026, 5, 20, tzinfo=dt.UTC)) == 0
        assert remind(at=dt.datetime(2026, 5, 25, 2, tzinfo=dt.UTC)) == 1

    @pytest.mark.parametrize(("left", "due"), [(91, None), (90, 90), (31, 90), (30, 30), (0, 30), (-1, 0), (-8, None)])
    def test_counts_by_the_nearest_threshold(self, left: int, due: int | None) -> None:
        assert threshold(left, [90, 30]) == due


def card(at: dt.datetime = MONDAY, until: dt.date | None = LAST) -> str:
    """Issue one of which a holder has one."""
    LicenceType.objects.filter(code="road-excavation").update(one_per_holder=True)
    return issue(
        type_code="road-excavation",
        holder=human(),
        authority_id=authority_id(),
        matter_id=None,
        face={},
        valid_from=None,
        valid_until=until,
        actor=actor("issuer"),
        at=at,
    ).identifier


class TestOnePerHolder:
    def test_is_refused_a_second_and_told_the_first(self) -> None:
        first = card()

        with pytest.raises(HasOneAlready) as refused:
            card()

        assert (refused.value.identifier, first in refused.value.reason) == (first, True)
        assert Licence.objects.count() == 1

    def test_may_have_another_when_the_first_is_over(self) -> None:
        first = card()

        second = card(at=AFTER, until=dt.date(2027, 1, 1))

        assert Licence.objects.get(identifier=first).state == "expired"
        assert licence_identifier_valid(second)

    def test_is_held_by_the_register_itself(self) -> None:
        card()
        row = Licence.objects.values().get()

        with pytest.raises(Exception, match="licence_one_per_holder"):
            Licence.objects.create(
                **{**row, "id": None, "identifier": "x", "number": "y", "file_sha256": None, "serial": "z"}
            )
