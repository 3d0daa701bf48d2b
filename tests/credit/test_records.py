"""Records of credit: how long they count, who repairs them, and who reads them."""

import datetime as dt

import pytest

from tests.parties.factories import make_organisation, make_person
from tongban.credit.actions import record, repair
from tongban.credit.actions.repair import AlreadyRepaired, TooEarlyToRepair
from tongban.credit.models import Record
from tongban.credit.queries import excluded, my_records, records_to_repair
from tongban.credit.rules.records import Kind, Severity
from tongban.kernel.errors import BadInput
from tongban.matters.events import NotYours
from tongban.parties.rules.actor import Actor, DutyKind, Held

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)
DAY = dt.date(2026, 6, 1)
ADMINISTRATOR = Actor(name="管理员", official_id=1, duties=frozenset({Held(DutyKind.ADMINISTRATOR, 1)}))


def breach(
    kind: Kind = Kind.FALSE_PROMISE, severity: Severity = Severity.GENERAL, number: str = "N-1"
) -> tuple[int, int]:
    """Record a breach of trust of somebody; return the ids of the record and of the person."""
    person = make_person()
    made = record(kind=kind, severity=severity, basis="核查发现", matter_number=number, person_id=person.pk, at=AT)
    return made, person.pk


class TestRecord:
    @pytest.mark.parametrize(
        ("severity", "repairable", "public_until"),
        [
            (Severity.MINOR, dt.date(2026, 6, 1), dt.date(2026, 9, 1)),
            (Severity.GENERAL, dt.date(2026, 9, 1), dt.date(2027, 6, 1)),
            (Severity.SERIOUS, dt.date(2027, 6, 1), dt.date(2029, 6, 1)),
        ],
    )
    def test_is_published_as_long_as_its_severity_says(
        self, severity: Severity, repairable: dt.date, public_until: dt.date
    ) -> None:
        made, _person = breach(severity=severity)

        kept = Record.objects.get(pk=made)
        assert (kept.repairable_on, kept.public_until) == (repairable, public_until)

    def test_is_made_once_for_a_matter(self) -> None:
        first, person = breach()

        again = record(
            kind=Kind.FALSE_PROMISE,
            severity=Severity.GENERAL,
            basis="再次",
            matter_number="N-1",
            person_id=person,
            at=AT,
        )

        assert again == first
        assert Record.objects.count() == 1


class TestExcluded:
    def test_says_which_record_excludes(self) -> None:
        _made, person = breach()

        assert "2026-06-01" in excluded(person_id=person, on=DAY)
        assert "虚假承诺" in excluded(person_id=person, on=DAY)
        assert excluded(person_id=make_person().pk, on=DAY) == ""
        assert excluded(organisation_id=make_organisation().pk, on=DAY) == ""

    def test_a_false_promise_counts_until_it_is_repaired(self) -> None:
        made, person = breach()

        assert excluded(person_id=person, on=dt.date(2030, 1, 1))
        repair(record_id=made, reason="已改正", actor=ADMINISTRATOR, at=AT + dt.timedelta(days=100))
        assert excluded(person_id=person, on=dt.date(2030, 1, 1)) == ""

    def test_anything_else_counts_no_longer_than_it_is_published(self) -> None:
        _made, person = breach(Kind.DEFERRAL_LAPSED, Severity.MINOR)

        assert excluded(person_id=person, on=dt.date(2026, 9, 1))
        assert excluded(person_id=person, on=dt.date(2026, 9, 2)) == ""


class TestRepair:
    def test_is_refused_before_the_shortest_publicity_is_over(self) -> None:
        made, _person = breach()

        with pytest.raises(TooEarlyToRepair, match="2026-09-01"):
            repair(record_id=made, reason="已改正", actor=ADMINISTRATOR, at=AT + dt.timedelta(days=91))

        assert Record.objects.get(pk=made).repaired_at is None

    def test_is_refused_to_others_and_without_a_reason(self) -> None:
        made, person = breach(severity=Severity.MINOR)

        with pytest.raises(NotYours):
            repair(record_id=made, reason="已改正", actor=Actor(name="本人", person_id=person), at=AT)
        with pytest.raises(BadInput) as refused:
            repair(record_id=made, reason=" ", actor=ADMINISTRATOR, at=AT)

        assert list(refused.value.errors) == ["reason"]
        assert Record.objects.get(pk=made).repaired_at is None

    def test_is_entered_once(self) -> None:
        made, _person = breach(severity=Severity.MINOR)
        repair(record_id=made, reason="已改正", actor=ADMINISTRATOR, at=AT)

        with pytest.raises(AlreadyRepaired):
            repair(record_id=made, reason="已改正", actor=ADMINISTRATOR, at=AT)


class TestReading:
    def test_shows_ones_own_and_nobody_elses(self) -> None:
        _made, person = breach()
        breach(number="N-2")

        assert [each.kind for each in my_records(Actor(name="本人", person_id=person), DAY)] == ["false_promise"]
        assert my_records(Actor(name="访客"), DAY) == []

    def test_shows_a_firms_records_to_who_represents_it_in_everything(self) -> None:
        firm = make_organisation()
        record(kind=Kind.DISHONEST, severity=Severity.SERIOUS, basis="名单", organisation_id=firm.pk, at=AT)
        whole = Actor(name="代表", person_id=1, organisations={firm.pk: None})
        part = Actor(name="经办", person_id=2, organisations={firm.pk: frozenset({"X"})})

        assert [each.subject for each in my_records(whole, DAY)] == [firm.name]
        assert my_records(part, DAY) == []

    def test_lists_to_administrators_what_is_not_repaired(self) -> None:
        made, _person = breach(severity=Severity.MINOR)

        assert [each.id for each in records_to_repair(ADMINISTRATOR, DAY)] == [made]
        assert records_to_repair(Actor(name="窗口", official_id=2), DAY) == []
