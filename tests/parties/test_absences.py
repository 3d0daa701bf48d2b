"""Officials who are away, and the deputies who hold their duties meanwhile."""

import datetime as dt

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.parties.factories import AT, DAY, make_administrator, make_authority, make_official
from tongban.kernel.errors import NotFound
from tongban.parties.actions import AbsenceOver, AbsenceUnclear, end_absence, end_service, register_absence
from tongban.parties.models import Absence, Account, Authority, Official, PartyEvent
from tongban.parties.queries import absence_of, absences, actor_of, officials_charged
from tongban.parties.rules.absences import Away, Misfit, misfit
from tongban.parties.rules.actor import Actor, DutyKind, Held

pytestmark = pytest.mark.django_db
FRIDAY = DAY + dt.timedelta(days=4)


def on(official: Official, day: dt.date = DAY) -> Actor:
    return actor_of(Account.objects.get(pk=official.account_id), "web", on=day)


def away(official: Official, deputy: Official, by: Actor, **more: object) -> int:
    asked: dict[str, object] = {"starts_on": DAY, "ends_on": FRIDAY, "reason": "leave"} | more
    return register_absence(official_id=official.pk, deputy_id=deputy.pk, actor=by, at=AT, **asked)  # type: ignore[arg-type]


@pytest.fixture
def authority() -> Authority:
    return make_authority()


@pytest.fixture
def clerk(authority: Authority) -> Official:
    return make_official(authority, DutyKind.CLERK, name="钟收件")


@pytest.fixture
def colleague(authority: Authority) -> Official:
    return make_official(authority, DutyKind.ISSUER, name="代理言")


class TestRegisterAbsence:
    def test_lets_the_deputy_hold_the_duties_from_the_first_to_the_last_day(
        self, authority: Authority, clerk: Official, colleague: Official
    ) -> None:
        away(clerk, colleague, on(clerk))

        own = Held(DutyKind.ISSUER, authority.pk)
        stood_for = Held(DutyKind.CLERK, authority.pk, for_official_id=clerk.pk)
        for day, held in ((DAY, {own, stood_for}), (FRIDAY, {own, stood_for}), (FRIDAY + dt.timedelta(days=1), {own})):
            assert on(colleague, day).duties == held
        assert {held.on_behalf_of for held in on(colleague).duties} == {"", "钟收件"}
        assert on(colleague).officials == {colleague.pk, clerk.pk}
        assert PartyEvent.objects.get().kind == "register_absence"

    def test_leaves_nothing_to_who_is_away_but_who_they_are(self, clerk: Official, colleague: Official) -> None:
        away(clerk, colleague, on(clerk))

        assert on(clerk).duties == frozenset()
        assert on(clerk).official_id == clerk.pk
        assert on(clerk, FRIDAY + dt.timedelta(days=1)).duties

    def test_leaves_out_who_is_away_where_work_is_given(
        self, authority: Authority, clerk: Official, colleague: Official
    ) -> None:
        away(clerk, colleague, on(clerk))

        assert officials_charged([DutyKind.CLERK], authority.pk, "X", on=DAY) == []
        later = officials_charged([DutyKind.CLERK], authority.pk, "X", on=FRIDAY + dt.timedelta(days=1))
        assert [one.id for one in later] == [clerk.pk]

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"starts_on": DAY - dt.timedelta(days=1)}, "starts_on"),
            ({"ends_on": DAY - dt.timedelta(days=1)}, "ends_on"),
            ({"reason": "tired"}, "reason"),
        ],
    )
    def test_names_the_field_and_changes_nothing(
        self, clerk: Official, colleague: Official, wrong: dict[str, object], field: str
    ) -> None:
        with pytest.raises(AbsenceUnclear) as refused:
            away(clerk, colleague, on(clerk), **wrong)

        assert field in refused.value.errors
        assert not Absence.objects.exists()
        assert not PartyEvent.objects.exists()

    def test_refuses_oneself_as_deputy(self, clerk: Official) -> None:
        with pytest.raises(AbsenceUnclear) as refused:
            away(clerk, clerk, on(clerk))

        assert set(refused.value.errors) == {"deputy"}

    def test_refuses_a_deputy_of_another_authority_unless_an_administrator_chose(
        self, authority: Authority, clerk: Official
    ) -> None:
        stranger = make_official(make_authority(), name="外局人")

        with pytest.raises(AbsenceUnclear) as refused:
            away(clerk, stranger, on(clerk))

        assert set(refused.value.errors) == {"deputy"}
        away(clerk, stranger, make_administrator(authority))
        assert on(stranger).duties == {Held(DutyKind.CLERK, authority.pk, for_official_id=clerk.pk)}

    def test_makes_no_chain_and_no_cycle(self, authority: Authority, clerk: Official, colleague: Official) -> None:
        third, boss = make_official(authority, DutyKind.EDITOR, name="第三人"), make_administrator(authority)
        away(clerk, colleague, boss)

        for absent, deputy in ((colleague, third), (colleague, clerk), (third, clerk), (clerk, third)):
            with pytest.raises(AbsenceUnclear):
                away(absent, deputy, boss)

        assert Absence.objects.count() == 1
        away(third, colleague, boss)
        assert on(colleague).officials == {clerk.pk, colleague.pk, third.pk}

    def test_refuses_a_deputy_who_leaves_meanwhile(self, clerk: Official, colleague: Official) -> None:
        Official.objects.filter(pk=colleague.pk).update(active_to=DAY)

        with pytest.raises(AbsenceUnclear) as refused:
            away(clerk, colleague, on(clerk))

        assert set(refused.value.errors) == {"deputy"}

    def test_is_hidden_from_colleagues_and_administrators_elsewhere(self, clerk: Official, colleague: Official) -> None:
        for stranger in (on(colleague), make_administrator()):
            with pytest.raises(NotFound):
                away(clerk, colleague, stranger)

        assert not Absence.objects.exists()

    def test_keeps_to_three_queries_for_who_stands_in_for_many(
        self, authority: Authority, colleague: Official, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        boss = make_administrator(authority)
        for _ in range(5):
            away(make_official(authority, DutyKind.CLERK, DutyKind.EDITOR), colleague, boss)
        account = Account.objects.get(pk=colleague.account_id)

        with django_assert_num_queries(1):
            actor = actor_of(account, "web", on=DAY)

        assert len(actor.duties) == 11


class TestEndAbsence:
    def test_gives_the_duties_back_at_once(self, clerk: Official, colleague: Official) -> None:
        absence_id = away(clerk, colleague, on(clerk))
        assert absence_of(clerk.pk, on=DAY) is not None

        end_absence(absence_id=absence_id, actor=on(clerk), at=AT)

        assert [held.kind for held in on(clerk).duties] == [DutyKind.CLERK]
        assert [held.kind for held in on(colleague).duties] == [DutyKind.ISSUER]
        assert absence_of(clerk.pk, on=DAY) is None

    def test_is_refused_the_second_time(self, clerk: Official, colleague: Official) -> None:
        absence_id = away(clerk, colleague, on(clerk))
        end_absence(absence_id=absence_id, actor=on(clerk), at=AT)

        with pytest.raises(AbsenceOver):
            end_absence(absence_id=absence_id, actor=on(clerk), at=AT)

    def test_is_for_who_is_away_and_their_administrator(
        self, authority: Authority, clerk: Official, colleague: Official
    ) -> None:
        absence_id = away(clerk, colleague, on(clerk))

        for stranger in (on(colleague), make_administrator()):
            with pytest.raises(NotFound):
                end_absence(absence_id=absence_id, actor=stranger, at=AT)
        end_absence(absence_id=absence_id, actor=make_administrator(authority), at=AT)

        assert on(clerk).duties

    def test_comes_by_itself_when_the_deputy_leaves(
        self, authority: Authority, clerk: Official, colleague: Official
    ) -> None:
        away(clerk, colleague, on(clerk))

        end_service(official_id=colleague.pk, successor_id=None, actor=make_administrator(authority), at=AT)

        assert [held.kind for held in on(clerk).duties] == [DutyKind.CLERK]


class TestAbsences:
    def test_are_listed_to_who_is_away_who_stands_in_and_their_administrator(
        self, authority: Authority, clerk: Official, colleague: Official
    ) -> None:
        today = dt.date(2099, 1, 5)
        absence_id = away(clerk, colleague, on(clerk), starts_on=today, ends_on=today)

        for reader in (on(clerk), on(colleague), make_administrator(authority)):
            assert [one.id for one in absences(reader)] == [absence_id]
        assert absences(make_administrator()) == []


class TestMisfit:
    def test_tells_why(self) -> None:
        kept = [Away(1, 2, DAY, FRIDAY)]

        assert misfit(Away(3, 3, DAY, DAY), kept) is Misfit.SELF
        assert misfit(Away(1, 3, FRIDAY, FRIDAY), kept) is Misfit.AWAY_ALREADY
        assert misfit(Away(3, 1, DAY, DAY), kept) is Misfit.DEPUTY_AWAY
        assert misfit(Away(2, 3, DAY, DAY), kept) is Misfit.STANDS_IN
        assert misfit(Away(3, 2, DAY, DAY), kept) is None
        assert misfit(Away(1, 2, FRIDAY + dt.timedelta(days=1), dt.date(2027, 1, 1)), kept) is None
