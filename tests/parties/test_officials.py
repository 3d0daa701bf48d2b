"""Appointing officials, and what is left of them when they go."""

import datetime as dt

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from tests.parties.factories import (
    AT,
    DAY,
    make_account,
    make_administrator,
    make_agent,
    make_authority,
    make_official,
    make_organisation,
    make_window,
)
from tongban.kernel.errors import NotFound
from tongban.parties.actions import (
    AppointmentUnclear,
    DutiesKeptApart,
    DutyOver,
    NewDuty,
    ServiceOver,
    SuccessorUnfit,
    appoint,
    end_duty,
    end_service,
    issue_token,
)
from tongban.parties.models import AccessToken, Account, Authority, Duty, Official, PartyEvent
from tongban.parties.queries import actor_of, actor_of_token, officials_with
from tongban.parties.rules.actor import Actor, DutyKind, Held

pytestmark = pytest.mark.django_db


def give_duties(actor: Actor, account: Account, authority: Authority, *kinds: DutyKind) -> int:
    return appoint(
        username=account.username,
        name="任新人",
        authority_id=authority.pk,
        duties=[NewDuty(kind) for kind in kinds],
        actor=actor,
        at=AT,
    )


class TestAppoint:
    def test_charges_the_holder_of_an_account_from_today(self) -> None:
        account, authority = make_account(), make_authority()

        official_id = give_duties(make_administrator(authority), account, authority, DutyKind.CLERK)

        actor = actor_of(Account.objects.get(pk=account.pk), "web", on=DAY)
        assert actor.official_id == official_id
        assert actor.duties == {Held(DutyKind.CLERK, authority.pk)}
        assert [one.id for one in officials_with(DutyKind.CLERK, authority.pk, on=DAY)] == [official_id]

    def test_opens_an_account_without_a_password(self) -> None:
        authority = make_authority()

        appoint(
            username="new.clerk",
            name="任新人",
            email="new.clerk@example.com",
            authority_id=authority.pk,
            duties=[NewDuty(DutyKind.CLERK)],
            actor=make_administrator(authority),
            at=AT,
        )

        assert not Account.objects.get(username="new.clerk").has_usable_password()

    def test_opens_the_reference_data_to_administrators_only(self) -> None:
        clerk, administrator, authority = make_account(), make_account(), make_authority()

        give_duties(make_administrator(authority), clerk, authority, DutyKind.CLERK)
        give_duties(make_administrator(authority), administrator, authority, DutyKind.ADMINISTRATOR)

        assert not Account.objects.get(pk=clerk.pk).is_staff
        assert Account.objects.get(pk=administrator.pk).has_perm("parties.change_authority")

    @pytest.mark.parametrize("other", [DutyKind.CLERK, DutyKind.REVIEWER])
    def test_keeps_deciding_apart_and_leaves_no_trace(self, other: DutyKind) -> None:
        authority = make_authority()
        administrator = make_administrator(authority)
        official = make_official(authority, other)

        with pytest.raises(DutiesKeptApart) as refused:
            give_duties(administrator, official.account, authority, DutyKind.DECIDER)

        assert "不同的人" in refused.value.reason
        assert Duty.objects.filter(official=official).count() == 1
        assert not PartyEvent.objects.exists()

    def test_allows_them_at_two_authorities(self) -> None:
        official, other = make_official(make_authority(), DutyKind.CLERK), make_authority()

        give_duties(make_administrator(other), official.account, other, DutyKind.DECIDER)

        assert Duty.objects.filter(official=official).count() == 2

    def test_allows_them_one_after_the_other(self) -> None:
        authority = make_authority()
        administrator = make_administrator(authority)
        official = make_official(authority, DutyKind.REVIEWER)
        end_duty(duty_id=official.duties.get().pk, actor=administrator, at=AT)

        give_duties(administrator, official.account, authority, DutyKind.DECIDER)

        actor = actor_of(official.account, "web", on=DAY)
        assert actor.duties == {Held(DutyKind.DECIDER, authority.pk)}

    def test_is_hidden_from_administrators_of_other_authorities(self) -> None:
        authority, other, account = make_authority(), make_authority(), make_account()
        administrator = make_administrator(authority)

        for place, duty in ((other, NewDuty(DutyKind.CLERK)), (authority, NewDuty(DutyKind.CLERK, other.pk))):
            with pytest.raises(NotFound):
                appoint(
                    username=account.username,
                    name="任新人",
                    authority_id=place.pk,
                    duties=[duty],
                    actor=administrator,
                    at=AT,
                )

        assert not Official.objects.filter(account=account).exists()

    def test_is_hidden_from_who_is_no_administrator(self) -> None:
        account = make_account()
        clerk = actor_of(make_official(make_authority(), DutyKind.CLERK).account, "web", on=DAY)

        with pytest.raises(NotFound):
            give_duties(clerk, account, make_authority(), DutyKind.CLERK)

        assert not Official.objects.filter(account=account).exists()

    def test_refuses_a_closed_account(self) -> None:
        account, authority = make_account(is_active=False), make_authority()

        with pytest.raises(AppointmentUnclear) as refused:
            give_duties(make_administrator(authority), account, authority, DutyKind.CLERK)

        assert set(refused.value.errors) == {"username"}
        assert not Official.objects.filter(account=account).exists()


class TestEndDuty:
    def test_is_refused_the_second_time(self) -> None:
        authority = make_authority()
        administrator, duty = make_administrator(authority), make_official(authority, DutyKind.CLERK).duties.get()
        end_duty(duty_id=duty.pk, actor=administrator, at=AT)

        with pytest.raises(DutyOver):
            end_duty(duty_id=duty.pk, actor=administrator, at=AT)

        assert Duty.objects.get(pk=duty.pk).ends_on == DAY - dt.timedelta(days=1)

    def test_is_for_administrators_where_it_is_held_or_of_who_employs(self) -> None:
        employer, place = make_authority(), make_authority()
        official = make_official(employer, name="窗口人")
        duties = [
            Duty.objects.create(official=official, kind="clerk", authority=place, starts_on=DAY, window=window)
            for window in (None, make_window(place))
        ]

        with pytest.raises(NotFound):
            end_duty(duty_id=duties[0].pk, actor=make_administrator(), at=AT)
        for duty, where in zip(duties, (employer, place), strict=True):
            end_duty(duty_id=duty.pk, actor=make_administrator(where), at=AT)

        assert actor_of(official.account, "web", on=DAY).duties == frozenset()


class TestEndService:
    def test_leaves_a_departed_official_nothing(self) -> None:
        authority = make_authority()
        official = make_official(authority, DutyKind.CLERK, DutyKind.EDITOR)
        successor = make_official(authority, DutyKind.CLERK, name="接手人")
        token = issue_token(
            name="程序",
            scopes=["read"],
            expires_at=AT + dt.timedelta(days=30),
            actor=actor_of(official.account, "web", on=DAY),
            at=AT,
        )
        sessions = {}
        for account in (official.account, successor.account):
            session = SessionStore()
            session[SESSION_KEY] = str(account.pk)
            session.save()
            sessions[account.pk] = session.session_key

        end_service(official_id=official.pk, successor_id=successor.pk, actor=make_administrator(authority), at=AT)

        gone = Account.objects.get(pk=official.account_id)
        for day in (DAY, DAY + dt.timedelta(days=1)):
            actor = actor_of(gone, "web", on=day)
            assert (actor.duties, actor.official_id) == (frozenset(), None)
        assert not gone.is_active
        assert actor_of_token(token.raw, "api", at=AT) is None
        assert list(Session.objects.values_list("session_key", flat=True)) == [sessions[successor.account_id]]
        assert [one.name for one in officials_with(DutyKind.CLERK, authority.pk, on=DAY)] == ["接手人"]
        assert PartyEvent.objects.get(kind="end_service").facts["successor_id"] == successor.pk

    def test_is_refused_the_second_time(self) -> None:
        official = make_official(make_authority(), DutyKind.CLERK)
        administrator = make_administrator(official.authority)
        end_service(official_id=official.pk, successor_id=None, actor=administrator, at=AT)

        with pytest.raises(ServiceOver):
            end_service(official_id=official.pk, successor_id=None, actor=administrator, at=AT + dt.timedelta(days=9))

        assert Official.objects.get(pk=official.pk).active_to == DAY

    def test_is_hidden_from_administrators_of_other_authorities(self) -> None:
        official = make_official(make_authority(), DutyKind.CLERK)

        with pytest.raises(NotFound):
            end_service(official_id=official.pk, successor_id=None, actor=make_administrator(), at=AT)

        assert Official.objects.get(pk=official.pk).active_to is None

    def test_refuses_a_successor_of_another_authority_and_changes_nothing(self) -> None:
        official = make_official(make_authority(), DutyKind.CLERK)
        stranger = make_official(make_authority(), DutyKind.CLERK)

        with pytest.raises(SuccessorUnfit):
            end_service(
                official_id=official.pk, successor_id=stranger.pk, actor=make_administrator(official.authority), at=AT
            )

        assert actor_of(Account.objects.get(pk=official.account_id), "web", on=DAY).duties
        assert not AccessToken.objects.exists()
        assert not PartyEvent.objects.exists()

    def test_is_hidden_from_who_is_no_administrator(self) -> None:
        official = make_official(make_authority(), DutyKind.CLERK)

        with pytest.raises(NotFound):
            end_service(official_id=official.pk, successor_id=None, actor=make_agent(make_organisation()), at=AT)

        assert Official.objects.get(pk=official.pk).active_to is None
