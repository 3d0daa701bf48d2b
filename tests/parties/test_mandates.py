"""Giving mandates and taking them back."""

import datetime as dt

import pytest

from tests.parties.factories import (
    AT,
    DAY,
    make_account,
    make_agent,
    make_mandate,
    make_organisation,
    make_person,
)
from tongban.kernel.errors import NotFound
from tongban.parties.actions import (
    MandateOver,
    MandateUnclear,
    accept_mandate,
    give_mandate,
    revoke_mandate,
)
from tongban.parties.models import Mandate, Organisation, PartyEvent, Person
from tongban.parties.queries import (
    acting_for,
    actor_of,
    mandates_of,
)
from tongban.parties.rules.actor import Actor

pytestmark = pytest.mark.django_db
TASK = "11370800MB285591843370117002011"
USCC = "11520100TB00000088"


def give(actor: Actor, agent: Person, firm: Organisation | None, *, accepted: bool = True, **more: object) -> int:
    asked: dict[str, object] = {
        "agent_name": agent.name,
        "agent_id_number": agent.id_number,
        "scope": "all",
        "starts_on": DAY,
        "ends_on": None,
        "organisation_id": firm.pk if firm else None,
    } | more
    mandate_id = give_mandate(actor=actor, at=AT, **asked)  # type: ignore[arg-type]
    if accepted:
        accept_mandate(mandate_id=mandate_id, actor=Actor(name=agent.name, person_id=agent.pk), at=AT)
    return mandate_id


class TestGiveMandate:
    def test_lets_the_legal_representative_send_an_agent(self) -> None:
        head, agent = make_person("方法人"), make_person("新代理")
        firm = make_organisation(legal_representative_person=head)
        giver = actor_of(make_account(person=head), "web", on=DAY)

        give(giver, agent, firm, scope=[TASK])

        actor = actor_of(make_account(person=agent), "web", on=DAY)
        assert actor.organisations == {firm.pk: frozenset({TASK})}
        assert [event.kind for event in PartyEvent.objects.order_by("pk")] == ["give_mandate", "accept_mandate"]

    def test_lets_who_may_do_everything_send_another(self) -> None:
        firm, agent = make_organisation(), make_person("新代理")

        give(make_agent(firm), agent, firm)

        assert Mandate.objects.filter(agent=agent, organisation=firm, scope="all").count() == 1

    def test_ends_what_an_agent_passed_on_with_the_agent_s_own_mandate(self) -> None:
        head, agent, other = make_person("方法人"), make_person("新代理"), make_person("又代理")
        firm = make_organisation(legal_representative_person=head)
        giver = actor_of(make_account(person=head), "web", on=DAY)
        own = give(giver, agent, firm)
        passed_on = give(actor_of(make_account(person=agent), "web", on=DAY), other, firm)
        account = make_account(person=other)
        assert actor_of(account, "web", on=DAY).organisations == {firm.pk: None}
        assert acting_for(firm.pk, TASK, on=DAY) == {head.pk, agent.pk, other.pk}

        revoke_mandate(mandate_id=own, actor=giver, at=AT)

        assert actor_of(account, "web", on=DAY).organisations == {}
        assert acting_for(firm.pk, TASK, on=DAY) == {head.pk}
        assert Mandate.objects.get(pk=passed_on).revoked_at is None
        assert [(one.in_force, one.under_ended) for one in mandates_of(actor_of(account, "web", on=DAY))] == [
            (False, True)
        ]

    def test_ends_what_an_agent_passed_on_on_the_last_day_of_the_agent_s_own_mandate(self) -> None:
        firm, other = make_organisation(), make_person("又代理")
        give(make_agent(firm, ends_on=DAY), other, firm)
        account = make_account(person=other)

        assert actor_of(account, "web", on=DAY).organisations == {firm.pk: None}
        assert actor_of(account, "web", on=DAY + dt.timedelta(days=1)).organisations == {}

    def test_passes_on_by_the_mandate_that_lasts_longest(self) -> None:
        firm = make_organisation()
        agent, other = make_agent(firm, ends_on=DAY), make_person("又代理")
        lasting = make_mandate(Person.objects.get(pk=agent.person_id), organisation=firm)

        given = give(agent, other, firm)

        assert Mandate.objects.get(pk=given).under_id == lasting.pk

    def test_refuses_to_pass_on_what_was_passed_on(self) -> None:
        firm, other = make_organisation(), make_person("又代理")
        give(make_agent(firm), other, firm)
        before = Mandate.objects.count()

        with pytest.raises(MandateUnclear) as refused:
            give(actor_of(make_account(person=other), "web", on=DAY), make_person("再代理"), firm)

        assert refused.value.errors.keys() == {"principal"}
        assert Mandate.objects.count() == before

    def test_lets_a_person_send_an_agent(self) -> None:
        mother, daughter = make_person("尚母亲"), make_person("尚女儿")
        giver = actor_of(make_account(person=mother), "web", on=DAY)

        give(giver, daughter, None)

        assert actor_of(make_account(person=daughter), "web", on=DAY).principals == {mother.pk: None}

    @pytest.mark.parametrize("scope", [[TASK], None])
    def test_hides_the_organisation_from_others_and_changes_nothing(self, scope: list[str] | None) -> None:
        firm, agent = make_organisation(), make_person("新代理")
        stranger = make_agent(firm if scope else make_organisation(), scope=scope or "all")
        before = Mandate.objects.count()

        with pytest.raises(NotFound):
            give(stranger, agent, firm)

        assert Mandate.objects.count() == before
        assert not PartyEvent.objects.exists()

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"agent_name": "别人"}, "agent_id_number"),
            ({"agent_id_number": "990199199001010014"}, "agent_id_number"),
            ({"scope": []}, "scope"),
            ({"scope": "some"}, "scope"),
            ({"starts_on": DAY - dt.timedelta(days=1)}, "starts_on"),
            ({"ends_on": DAY - dt.timedelta(days=1)}, "ends_on"),
        ],
    )
    def test_refuses_what_is_unclear_and_changes_nothing(self, wrong: dict[str, object], field: str) -> None:
        firm, agent = make_organisation(), make_person("新代理", id_number="990199198505050023")
        actor = make_agent(firm)

        with pytest.raises(MandateUnclear) as refused:
            give(actor, agent, firm, **wrong)

        assert set(refused.value.errors) == {field}
        assert Mandate.objects.count() == 1


class TestRevokeMandate:
    def test_works_at_once(self) -> None:
        firm, agent = make_organisation(), make_person("新代理")
        mandate = make_mandate(agent, organisation=firm)

        revoke_mandate(mandate_id=mandate.pk, actor=make_agent(firm), at=AT)

        assert actor_of(make_account(person=agent), "web", on=DAY).organisations == {}

    def test_lets_the_agent_lay_it_down(self) -> None:
        firm = make_organisation()
        agent = make_agent(firm, scope=[TASK])
        mandate = Mandate.objects.get()

        revoke_mandate(mandate_id=mandate.pk, actor=agent, at=AT)

        assert Mandate.objects.get().revoked_at == AT
        assert [one.in_force for one in mandates_of(agent)] == [False]

    def test_hides_the_mandate_from_a_stranger(self) -> None:
        mandate = make_mandate(make_person(), organisation=make_organisation())

        with pytest.raises(NotFound):
            revoke_mandate(mandate_id=mandate.pk, actor=make_agent(make_organisation()), at=AT)

        mandate.refresh_from_db()
        assert mandate.revoked_at is None

    def test_is_refused_the_second_time(self) -> None:
        firm = make_organisation()
        actor = make_agent(firm)
        mandate = make_mandate(make_person("新代理"), organisation=firm)
        revoke_mandate(mandate_id=mandate.pk, actor=actor, at=AT)

        with pytest.raises(MandateOver):
            revoke_mandate(mandate_id=mandate.pk, actor=actor, at=AT + dt.timedelta(hours=1))

        mandate.refresh_from_db()
        assert mandate.revoked_at == AT
