"""Mandates count once both sides accepted them; helpers, paper, originals, and the end."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from tests.city import picture
from tests.parties.factories import (
    AT,
    DAY,
    make_account,
    make_authority,
    make_mandate,
    make_official,
    make_organisation,
    make_person,
)
from tongban.kernel.errors import NotFound
from tongban.parties.actions import (
    MandateOver,
    MandateUnclear,
    OriginalBack,
    accept_mandate,
    ask_mandate,
    decline_mandate,
    give_back,
    give_mandate,
    hand_over,
    record_mandate,
    revoke_mandate,
    sweep_mandates,
)
from tongban.parties.models import Mandate, Organisation, PartyEvent, Person
from tongban.parties.queries import (
    acting_for_person,
    actor_of,
    helpers,
    mandate,
    mandates_of,
    paper_of,
)
from tongban.parties.rules.actor import Actor, ActsFor, DutyKind

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


class TestBothSides:
    def test_counts_only_once_the_agent_accepts_with_their_own_sign_in(self) -> None:
        father, daughter = make_person("尚父亲"), make_person("尚女儿")
        account = make_account(person=daughter)

        offered = give(actor_of(make_account(person=father), "web", on=DAY), daughter, None, accepted=False)

        assert actor_of(account, "web", on=DAY).principals == {}
        assert acting_for_person(father.pk, TASK, on=DAY) == {father.pk}
        accept_mandate(mandate_id=offered, actor=actor_of(account, "web", on=DAY), at=AT)
        daughter_now = actor_of(account, "web", on=DAY)
        assert daughter_now.principals == {father.pk: None}
        assert daughter_now.acts_for("person", father.pk, TASK) == ActsFor("person", father.pk, offered)
        assert acting_for_person(father.pk, TASK, on=DAY) == {father.pk, daughter.pk}

    def test_is_asked_for_by_the_agent_and_counts_once_the_principal_accepts(self) -> None:
        father, daughter = make_person("尚父亲"), make_person("尚女儿")
        asker = actor_of(make_account(person=daughter), "web", on=DAY)
        wanted = ask_mandate(
            principal_name="尚父亲",
            principal_code=father.id_number,
            scope=[TASK],
            starts_on=DAY,
            ends_on=None,
            actor=asker,
            at=AT,
        )
        with pytest.raises(MandateOver):
            accept_mandate(mandate_id=wanted, actor=asker, at=AT)
        assert Mandate.objects.get().principal_accepted_at is None

        accept_mandate(mandate_id=wanted, actor=Actor(name="尚父亲", person_id=father.pk), at=AT)

        assert actor_of(daughter.account, "web", on=DAY).principals == {father.pk: frozenset({TASK})}
        assert Mandate.objects.get().proposed_by == "agent"

    def test_never_counts_when_it_was_declined(self) -> None:
        father, daughter = make_person("尚父亲"), make_person("尚女儿")
        giver = Actor(name="尚父亲", person_id=father.pk)
        agent = Actor(name="尚女儿", person_id=daughter.pk)
        offered = give(giver, daughter, None, accepted=False)

        decline_mandate(mandate_id=offered, actor=agent, at=AT)

        with pytest.raises(MandateOver):
            accept_mandate(mandate_id=offered, actor=agent, at=AT)
        assert acting_for_person(father.pk, TASK, on=DAY) == {father.pk}
        assert mandate(giver, offered).ended_by == "agent"

    def test_is_not_proposed_twice_while_the_first_waits(self) -> None:
        father, daughter = make_person("尚父亲"), make_person("尚女儿")
        giver = Actor(name="尚父亲", person_id=father.pk)
        give(giver, daughter, None, accepted=False)

        with pytest.raises(MandateUnclear) as refused:
            give(giver, daughter, None, accepted=False)

        assert refused.value.errors.keys() == {"agent"}
        assert Mandate.objects.count() == 1

    def test_is_nobody_else_s_to_accept_or_to_see(self) -> None:
        father, daughter = make_person("尚父亲"), make_person("尚女儿")
        offered = give(Actor(name="尚父亲", person_id=father.pk), daughter, None, accepted=False)
        stranger = Actor(name="路人", person_id=make_person("路人").pk)

        for act in (accept_mandate, decline_mandate, revoke_mandate):
            with pytest.raises(NotFound):
                act(mandate_id=offered, actor=stranger, at=AT)
        with pytest.raises(NotFound):
            mandate(stranger, offered)

        assert Mandate.objects.get().agent_accepted_at is None


class TestWhoIsNotConfirmed:
    def test_accepts_nothing_and_offers_nothing(self) -> None:
        father, told = make_person("尚父亲"), make_person("路人")
        impostor = Actor(name="路人", person_id=told.pk)
        offered = give(Actor(name="尚父亲", person_id=father.pk), told, None, accepted=False)
        Person.objects.filter(pk=told.pk).update(assurance=1)
        terms: dict[str, Any] = {"scope": "all", "starts_on": DAY, "ends_on": None, "actor": impostor, "at": AT}

        for act in (
            lambda: accept_mandate(mandate_id=offered, actor=impostor, at=AT),
            lambda: give_mandate(agent_name="尚父亲", agent_id_number=father.id_number, **terms),
            lambda: ask_mandate(principal_name="尚父亲", principal_code=father.id_number, **terms),
        ):
            with pytest.raises(MandateUnclear, match="核实"):
                act()

        assert [one.agent_accepted_at for one in Mandate.objects.all()] == [None]

    def test_is_not_named_as_the_other_side(self) -> None:
        told = make_person("路人", assurance=1)

        with pytest.raises(MandateUnclear, match="核实"):
            give(Actor(name="尚父亲", person_id=make_person("尚父亲").pk), told, None, accepted=False)

        assert not Mandate.objects.exists()


class TestHelperOfAnOrganisation:
    def test_answers_nothing_in_its_place_though_the_mandate_covers_all(self) -> None:
        firm, official = make_organisation(), make_official(make_authority(), DutyKind.HELPER)
        own = make_mandate(make_person(), organisation=firm)
        Mandate.objects.filter(pk=own.pk).update(kind="helper", agent=None, helper=official)
        asker = make_person("新代理")
        asked = Mandate.objects.create(
            kind="agent", organisation=firm, agent=asker, proposed_by="agent", agent_accepted_at=AT, starts_on=DAY
        )
        helps = actor_of(official.account, "web", on=DAY)
        assert helps.organisations == {firm.pk: None}

        for act in (accept_mandate, decline_mandate, revoke_mandate):
            with pytest.raises(NotFound):
                act(mandate_id=asked.pk, actor=helps, at=AT)
        with pytest.raises(NotFound):
            give(helps, asker, firm)

        assert [one.id for one in mandates_of(helps)] == [own.pk]
        asked.refresh_from_db()
        assert (asked.principal_accepted_at, asked.revoked_at, asked.declined_at) == (None, None, None)


class TestScope:
    def test_covers_all_items_of_an_authority_that_it_names(self) -> None:
        father, daughter = make_person("尚父亲"), make_person("尚女儿")
        make_mandate(daughter, principal=father, scope=[USCC])

        actor = actor_of(make_account(person=daughter), "web", on=DAY)

        assert actor.may_act_for("person", father.pk, f"{USCC}0000117002011")
        assert not actor.may_act_for("person", father.pk, TASK)
        assert mandates_of(actor)[0].authorities == (USCC,)

    def test_is_the_person_s_own_whatever_the_item(self) -> None:
        person = make_person()

        assert Actor(name="", person_id=person.pk).may_act_for("person", person.pk, TASK)


class TestHelper:
    def test_acts_by_office_and_only_for_who_asked(self) -> None:
        villager = make_person("尚村民")
        office = make_official(make_authority(), DutyKind.HELPER, name="帮办员")
        asked = give_mandate(
            helper_id=office.pk,
            scope=[TASK],
            starts_on=DAY,
            ends_on=None,
            actor=Actor(name="尚村民", person_id=villager.pk),
            at=AT,
        )
        accept_mandate(mandate_id=asked, actor=actor_of(office.account, "web", on=DAY), at=AT)

        helper = actor_of(office.account, "web", on=DAY)

        assert helper.acts_for("person", villager.pk, TASK) == ActsFor("person", villager.pk, asked, as_helper=True)
        assert helper.authorities() == frozenset()
        assert [one.name for one in helpers("帮办员", on=DAY)] == ["帮办员"]

    def test_holds_nothing_once_the_duty_ended(self) -> None:
        villager = make_person("尚村民")
        office = make_official(make_authority(), DutyKind.HELPER, ends_on=DAY)
        Mandate.objects.create(
            kind="helper",
            principal=villager,
            helper=office,
            scope="all",
            starts_on=DAY,
            principal_accepted_at=AT,
            agent_accepted_at=AT,
        )

        assert actor_of(office.account, "web", on=DAY).principals == {villager.pk: None}
        assert actor_of(office.account, "web", on=DAY + dt.timedelta(days=1)).principals == {}

    def test_is_not_any_official(self) -> None:
        villager, clerk = make_person("尚村民"), make_official(make_authority(), DutyKind.CLERK)

        with pytest.raises(MandateUnclear) as refused:
            give_mandate(
                helper_id=clerk.pk,
                scope="all",
                starts_on=DAY,
                ends_on=None,
                actor=Actor(name="尚村民", person_id=villager.pk),
                at=AT,
            )

        assert refused.value.errors.keys() == {"helper"}
        assert not Mandate.objects.exists()


class TestOnPaper:
    def record(self, clerk: Actor, father: Person, daughter: Person, **more: Any) -> int:
        said: dict[str, Any] = {
            "principal_name": father.name,
            "principal_code": father.id_number,
            "agent_name": daughter.name,
            "agent_id_number": daughter.id_number,
            "scope": "all",
            "starts_on": DAY,
            "ends_on": None,
            "paper": picture(),
            "paper_name": "授权委托书.png",
            "agent_signed": True,
        } | more
        return record_mandate(actor=clerk, at=AT, **said)

    def test_counts_at_once_and_names_who_recorded_it(self) -> None:
        father, daughter = make_person("尚父亲"), make_person("尚女儿")
        authority = make_authority()
        clerk = actor_of(make_official(authority, DutyKind.CLERK, name="钟收件").account, "window", on=DAY)

        recorded = self.record(clerk, father, daughter)

        seen = mandate(Actor(name="", person_id=father.pk), recorded)
        assert seen.in_force
        assert seen.recorded_by == f"{authority.name} 钟收件"
        assert paper_of(Actor(name="", person_id=father.pk), recorded)[0] == "授权委托书.png"
        assert PartyEvent.objects.get().facts["official_id"] == clerk.official_id

    def test_waits_for_an_agent_who_did_not_sign(self) -> None:
        father, daughter = make_person("尚父亲"), make_person("尚女儿")
        clerk = actor_of(make_official(make_authority(), DutyKind.CLERK).account, "window", on=DAY)

        recorded = self.record(clerk, father, daughter, agent_signed=False)

        assert mandate(Actor(name="", person_id=father.pk), recorded).waits_for == "agent"

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"paper": b"MZ"}, "paper"),
            ({"principal_name": "别人"}, "principal_code"),
            ({"ends_on": DAY - dt.timedelta(days=1)}, "ends_on"),
        ],
    )
    def test_is_refused_when_unclear(self, wrong: dict[str, Any], field: str) -> None:
        clerk = actor_of(make_official(make_authority(), DutyKind.CLERK).account, "window", on=DAY)

        with pytest.raises(MandateUnclear) as refused:
            self.record(clerk, make_person("尚父亲"), make_person("尚女儿"), **wrong)

        assert refused.value.errors.keys() == {field}
        assert not Mandate.objects.exists()

    def test_is_not_recorded_by_who_is_no_clerk_or_is_the_agent(self) -> None:
        father, daughter = make_person("尚父亲"), make_person("尚女儿")
        clerk = actor_of(make_official(make_authority(), DutyKind.CLERK).account, "window", on=DAY)

        with pytest.raises(NotFound):
            self.record(Actor(name="尚女儿", person_id=daughter.pk), father, daughter)
        with pytest.raises(MandateUnclear):
            self.record(dataclasses.replace(clerk, person_id=daughter.pk), father, daughter)

        assert not Mandate.objects.exists()


class TestOriginals:
    def test_are_given_back_when_the_principal_says_so(self) -> None:
        father, daughter = make_person("尚父亲"), make_person("尚女儿")
        held = make_mandate(daughter, principal=father)
        principal, agent = Actor(name="", person_id=father.pk), Actor(name="", person_id=daughter.pk)
        taken = hand_over(mandate_id=held.pk, name="户口簿", actor=agent, at=AT)

        with pytest.raises(NotFound):
            give_back(original_id=taken, actor=agent, at=AT)
        assert mandate(principal, held.pk).handed_over[0].given_back_at is None
        give_back(original_id=taken, actor=principal, at=AT)

        assert mandate(principal, held.pk).handed_over[0].given_back_at == AT
        with pytest.raises(OriginalBack):
            give_back(original_id=taken, actor=principal, at=AT)


class TestSweepMandates:
    def test_announces_once_what_ends_soon(self) -> None:
        firm = make_organisation()
        soon = make_mandate(make_person(), organisation=firm, ends_on=DAY + dt.timedelta(days=7))
        make_mandate(make_person(), organisation=firm, ends_on=DAY + dt.timedelta(days=8))

        assert [sweep_mandates(at=AT), sweep_mandates(at=AT)] == [1, 0]

        soon.refresh_from_db()
        assert soon.reminded_on == DAY
