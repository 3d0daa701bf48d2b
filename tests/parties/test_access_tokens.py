"""Tokens: issued once, kept as a hash, dead at once when revoked."""

import datetime as dt

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.parties.factories import (
    AT,
    DAY,
    make_account,
    make_administrator,
    make_agent,
    make_authority,
    make_organisation,
    make_person,
)
from tongban.kernel.errors import NotFound
from tongban.parties.actions import (
    IssuedToken,
    TokenOver,
    TokenUnclear,
    issue_token,
    note_token_use,
    revoke_token,
)
from tongban.parties.models import AccessToken, Account, ClientSystem, PartyEvent
from tongban.parties.queries import actor_of_token, tokens_of
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.tokens import hash_of

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(days=30)


def issue(actor: Actor, **more: object) -> IssuedToken:
    asked: dict[str, object] = {"name": "我的程序", "scopes": ["read"], "expires_at": LATER} | more
    return issue_token(actor=actor, at=AT, **asked)  # type: ignore[arg-type]


class TestIssueToken:
    def test_tells_the_secret_once_and_keeps_its_hash(self) -> None:
        actor = make_agent(make_organisation())

        issued = issue(actor)

        kept = AccessToken.objects.get(pk=issued.id)
        assert issued.raw.startswith("tb_")
        assert kept.token_hash == hash_of(issued.raw)
        assert issued.raw not in repr(issued)
        assert issued.raw not in str(list(PartyEvent.objects.values()))
        assert [token.name for token in tokens_of(actor)] == ["我的程序"]

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"name": " "}, "name"),
            ({"scopes": []}, "scopes"),
            ({"scopes": ["everything"]}, "scopes"),
            ({"expires_at": AT}, "expires_at"),
            ({"expires_at": AT + dt.timedelta(days=400)}, "expires_at"),
        ],
    )
    def test_refuses_what_is_unclear_and_leaves_no_trace(self, wrong: dict[str, object], field: str) -> None:
        actor = make_agent(make_organisation())

        with pytest.raises(TokenUnclear) as refused:
            issue(actor, **wrong)

        assert set(refused.value.errors) == {field}
        assert not AccessToken.objects.exists()
        assert not PartyEvent.objects.exists()

    def test_issues_for_a_system_to_an_administrator_only(self) -> None:
        authority = make_authority()
        ClientSystem.objects.create(key="tax", name="税务系统", authority=authority)

        for stranger in (make_agent(make_organisation()), make_administrator()):
            with pytest.raises(NotFound):
                issue(stranger, client_system_key="tax")

        assert not AccessToken.objects.exists()
        issued = issue(make_administrator(authority), client_system_key="tax")
        actor = actor_of_token(issued.raw, "api", at=AT)
        assert actor is not None
        assert (actor.name, actor.account_id, actor.allows("act")) == ("税务系统", None, False)

    def test_is_refused_to_who_came_by_a_token(self) -> None:
        actor = actor_of_token(issue(make_agent(make_organisation())).raw, "api", at=AT)

        assert actor is not None
        with pytest.raises(TokenUnclear):
            issue(actor)
        assert AccessToken.objects.count() == 1


class TestActorOfToken:
    def test_acts_like_its_account_within_its_scopes(
        self, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        firm = make_organisation()
        agent = make_agent(firm)
        raw = issue(agent).raw

        with django_assert_max_num_queries(3):
            actor = actor_of_token(raw, "api", at=AT)

        assert actor is not None
        assert actor.organisations == {firm.pk: None}
        assert actor.person_id == agent.person_id
        assert actor.allows("read")
        assert not actor.allows("act")

    def test_acts_with_the_duties_of_its_official_in_one_query(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        administrator = make_administrator(make_authority())
        raw = issue(administrator).raw

        with django_assert_num_queries(1):
            actor = actor_of_token(raw, "api", at=AT)

        assert actor is not None
        assert (actor.name, actor.official_id, actor.duties) == (
            administrator.name,
            administrator.official_id,
            administrator.duties,
        )
        assert actor.duties

    @pytest.mark.parametrize("forged", ["", "tb_", "tb_" + "x" * 43, "Bearer tb_1", "tb_" + "中" * 43])
    def test_is_nobody_by_a_forged_token(self, forged: str) -> None:
        issue(make_agent(make_organisation()))

        assert actor_of_token(forged, "api", at=AT) is None

    def test_is_nobody_once_the_token_expired(self) -> None:
        raw = issue(make_agent(make_organisation())).raw

        assert actor_of_token(raw, "api", at=LATER - dt.timedelta(seconds=1)) is not None
        assert actor_of_token(raw, "api", at=LATER) is None

    def test_is_nobody_once_its_owner_ended(self) -> None:
        agent = make_agent(make_organisation())
        raw = issue(agent).raw

        Account.objects.filter(pk=agent.account_id).update(is_active=False)

        assert actor_of_token(raw, "api", at=AT) is None

    def test_is_nobody_once_its_system_was_switched_off(self) -> None:
        authority = make_authority()
        system = ClientSystem.objects.create(key="tax", name="税务系统", authority=authority)
        raw = issue(make_administrator(authority), client_system_key="tax").raw

        system.is_active = False
        system.save()

        assert actor_of_token(raw, "api", at=AT) is None


class TestRevokeToken:
    def test_works_at_once(self) -> None:
        agent = make_agent(make_organisation())
        issued = issue(agent)

        revoke_token(token_id=issued.id, actor=agent, at=AT)

        assert actor_of_token(issued.raw, "api", at=AT) is None

    def test_is_refused_the_second_time(self) -> None:
        agent = make_agent(make_organisation())
        issued = issue(agent)
        revoke_token(token_id=issued.id, actor=agent, at=AT)

        with pytest.raises(TokenOver):
            revoke_token(token_id=issued.id, actor=agent, at=LATER)

        assert AccessToken.objects.get().revoked_at == AT

    def test_hides_the_token_from_a_stranger(self) -> None:
        issued = issue(make_agent(make_organisation()))

        with pytest.raises(NotFound):
            revoke_token(token_id=issued.id, actor=make_agent(make_organisation()), at=AT)

        assert actor_of_token(issued.raw, "api", at=AT) is not None


class TestNoteTokenUse:
    def test_keeps_the_last_day(self) -> None:
        issued = issue(make_agent(make_organisation()))

        note_token_use(token_id=issued.id, on=DAY)
        note_token_use(token_id=issued.id, on=DAY - dt.timedelta(days=5))

        assert AccessToken.objects.get().last_used_on == DAY


def test_an_account_without_any_token_has_none() -> None:
    assert actor_of_token("tb_" + "a" * 43, "api", at=AT) is None
    assert make_account(person=make_person()).access_tokens.count() == 0
