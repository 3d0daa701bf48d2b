"""Who acts through an account."""

import datetime as dt

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.parties.factories import (
    DAY,
    make_account,
    make_agent,
    make_authority,
    make_mandate,
    make_official,
    make_organisation,
    make_person,
    make_window,
)
from tongban.parties.models import Account, Duty
from tongban.parties.queries import acting_for, actor_of
from tongban.parties.rules.actor import DutyKind, Held

pytestmark = pytest.mark.django_db
YESTERDAY = DAY - dt.timedelta(days=1)
TOMORROW = DAY + dt.timedelta(days=1)


class TestActorOf:
    def test_names_the_duties_of_an_official(self) -> None:
        authority = make_authority()
        window = make_window(authority)
        official = make_official(authority, DutyKind.CLERK, window=window)

        actor = actor_of(official.account, "window", on=DAY)

        assert actor.name == "钟收件"
        assert actor.official_id == official.pk
        assert actor.duties == {Held(DutyKind.CLERK, authority.pk, window.pk)}
        assert actor.source == "window"

    @pytest.mark.parametrize(
        ("starts_on", "ends_on", "held"),
        [
            (DAY, None, True),
            (YESTERDAY, DAY, True),
            (TOMORROW, None, False),
            (dt.date(2020, 1, 1), YESTERDAY, False),
        ],
    )
    def test_counts_duties_in_force_on_the_day_only(
        self, starts_on: dt.date, ends_on: dt.date | None, held: bool
    ) -> None:
        official = make_official(make_authority(), DutyKind.DECIDER, starts_on=starts_on, ends_on=ends_on)

        actor = actor_of(official.account, "web", on=DAY)

        assert bool(actor.duties) is held
        assert actor.official_id == official.pk

    def test_gives_nothing_to_an_official_who_left_even_with_an_open_duty(self) -> None:
        official = make_official(make_authority(), DutyKind.DECIDER)
        official.active_to = YESTERDAY
        official.save()

        actor = actor_of(official.account, "web", on=DAY)

        assert actor.duties == frozenset()
        assert actor.official_id is None

    def test_gives_nothing_to_a_closed_account(self) -> None:
        person = make_person()
        make_mandate(person, organisation=make_organisation())
        account = make_account(person=person, is_active=False)

        actor = actor_of(account, "web", on=DAY)

        assert actor.person_id is None
        assert actor.organisations == {}

    def test_joins_the_mandates_in_force(self) -> None:
        agent, mother = make_person(), make_person("尚母亲")
        firm, other = make_organisation(), make_organisation()
        make_mandate(agent, organisation=firm, scope=["A1"])
        make_mandate(agent, organisation=firm, scope=["B2", "A1"])
        make_mandate(agent, organisation=other)
        make_mandate(agent, principal=mother, scope=["C3"])

        actor = actor_of(make_account(person=agent), "web", on=DAY)

        assert actor.organisations == {firm.pk: frozenset({"A1", "B2"}), other.pk: None}
        assert actor.principals == {mother.pk: frozenset({"C3"})}
        assert actor.may_act_for("organisation", firm.pk, "B2")
        assert not actor.may_act_for("organisation", firm.pk, "C3")
        assert actor.may_act_for("organisation", other.pk, "C3")

    @pytest.mark.parametrize(
        ("starts_on", "ends_on", "in_force"),
        [
            (dt.date(2020, 1, 1), YESTERDAY, False),
            (dt.date(2020, 1, 1), DAY, True),
            (DAY, None, True),
            (TOMORROW, None, False),
        ],
    )
    def test_gives_nothing_by_a_mandate_that_expired_yesterday(
        self, starts_on: dt.date, ends_on: dt.date | None, in_force: bool
    ) -> None:
        agent, firm = make_person(), make_organisation()
        make_mandate(agent, organisation=firm, starts_on=starts_on, ends_on=ends_on)

        actor = actor_of(make_account(person=agent), "web", on=DAY)

        assert (firm.pk in actor.organisations) is in_force

    def test_lets_a_legal_representative_act_until_the_organisation_is_deregistered(self) -> None:
        head = make_person("方法人")
        firm = make_organisation(legal_representative_person=head)
        gone = make_organisation(legal_representative_person=head, status="注销")

        actor = actor_of(make_account(person=head), "web", on=DAY)

        assert actor.organisations == {firm.pk: None}
        assert gone.pk not in actor.organisations

    def test_gives_nothing_by_a_mandate_of_a_deregistered_organisation(self) -> None:
        gone = make_organisation(status="注销")

        assert make_agent(gone).organisations == {}
        assert acting_for(gone.pk, "X", on=DAY) == frozenset()

    def test_tells_of_the_same_persons_for_an_organisation(self) -> None:
        head = make_person("方法人")
        firm = make_organisation(legal_representative_person=head)
        whole, one = make_agent(firm), make_agent(firm, scope=["A", "B"])
        make_agent(firm, ends_on=DAY - dt.timedelta(days=1))
        make_agent(make_organisation())

        assert acting_for(firm.pk, "A", on=DAY) == {head.pk, whole.person_id, one.person_id}
        assert acting_for(firm.pk, "C", on=DAY) == {head.pk, whole.person_id}

    def test_asks_three_times_however_much_there_is(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        authority, person = make_authority(), make_person()
        official = make_official(authority, DutyKind.CLERK, DutyKind.EDITOR)
        for _ in range(10):
            Duty.objects.create(
                official=official, kind="clerk", authority=make_authority(), starts_on=dt.date(2020, 1, 1)
            )
            make_mandate(person, organisation=make_organisation(legal_representative_person=person))
        Account.objects.filter(pk=official.account_id).update(person=person)
        account = Account.objects.get(pk=official.account_id)

        with django_assert_num_queries(3):
            actor = actor_of(account, "web", on=DAY)

        assert len(actor.duties) == 12
        assert len(actor.organisations) == 10
