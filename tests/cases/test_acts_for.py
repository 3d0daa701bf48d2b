"""A person acts for a person: with a sign-in of her own, within what he allowed, and as long as he allows it."""

import dataclasses
import datetime as dt

import pytest

from tests.cases.factory import road_code
from tests.city import MONDAY, actor
from tongban.cases import actions
from tongban.cases.handlers import tell_the_applicant
from tongban.cases.models import Case
from tongban.cases.queries import case_page, my_cases
from tongban.cases.queries.by_mandate import done_with
from tongban.catalogue.queries import find
from tongban.kernel.errors import BadInput, NotFound
from tongban.licences.access import held
from tongban.licences.models import Licence
from tongban.matters.events import NotYours
from tongban.matters.models import JournalEntry, Matter
from tongban.notices.models import Message
from tongban.parties.actions import accept_mandate, give_mandate, revoke_mandate
from tongban.parties.models import Account, Mandate, Official
from tongban.parties.queries import actor_of, person
from tongban.parties.rules.actor import Actor

FATHER, DAUGHTER, HELPER = "long.shouye", "cen.yuelu", "lu.bangnong"


def pension() -> str:
    return next(row.code for row in find("企业职工基本养老金申领").results if row.name == "企业职工基本养老金申领")


def again(username: str) -> Actor:
    """Return who acts, read afresh."""
    return actor_of(Account.objects.get(username=username), "web", on=MONDAY.date())


def mandated(scope: object = "all", *, at: dt.datetime = MONDAY) -> int:
    """Let the father send his daughter, and the daughter accept."""
    daughter = person(actor(DAUGHTER).person_id or 0)
    given = give_mandate(
        agent_name=daughter.name,
        agent_id_number=daughter.code,
        scope=scope,  # type: ignore[arg-type]
        starts_on=MONDAY.date(),
        ends_on=None,
        actor=actor(FATHER),
        at=at,
    )
    accept_mandate(mandate_id=given, actor=actor(DAUGHTER), at=at)
    return given


def drafted() -> str:
    return actions.draft(task_code=pension(), actor=again(DAUGHTER), at=MONDAY, principal_id=actor(FATHER).person_id)


class TestDaughter:
    def test_applies_for_her_father_under_her_own_name(self) -> None:
        mandated()

        number = drafted()

        matter = Matter.objects.get(number=number)
        father, daughter = actor(FATHER), actor(DAUGHTER)
        assert (matter.applicant_person_id, matter.agent_id) == (father.person_id, daughter.person_id)
        answers = Case.objects.get(matter=matter).answers
        assert answers["person_name"] == father.name

    def test_is_said_in_the_journal_and_on_the_case(self) -> None:
        given, number = mandated(), drafted()

        entry = JournalEntry.objects.get(matter__number=number, verb="draft")
        assert entry.actor["for_person"] == actor(FATHER).person_id
        assert entry.actor["mandate"] == given
        assert actor(FATHER).name not in str(entry.actor) + str(entry.facts)
        line = case_page(actor(FATHER), number, MONDAY).timeline[0]
        assert (line.who, line.on_behalf_of) == (actor(DAUGHTER).name, actor(FATHER).name)

    def test_is_seen_and_read_by_her_father(self) -> None:
        given, number = mandated(), drafted()

        assert number in [row.number for row in my_cases(actor(FATHER), 1, MONDAY).rows]
        acts = [(act.who, act.what, act.case_number) for act in done_with(actor(FATHER), given)]
        assert any(who == actor(DAUGHTER).name and case == number for who, _what, case in acts)
        assert any("查询" in what and case == number for _who, what, case in acts)

    def test_notes_what_she_took_along(self) -> None:
        given, number = mandated(), drafted()

        actions.note_reading(number=number, what="document", actor=again(DAUGHTER), at=MONDAY)
        actions.note_reading(number=number, what="document", actor=actor(FATHER), at=MONDAY)

        downloads = [act.who for act in done_with(actor(FATHER), given) if act.what == "下载了文件"]
        assert downloads == [actor(DAUGHTER).name]

    def test_finds_nothing_once_he_took_it_back_while_he_keeps_all(self) -> None:
        given, number = mandated(), drafted()

        revoke_mandate(mandate_id=given, actor=actor(FATHER), at=MONDAY)

        daughter = again(DAUGHTER)
        with pytest.raises(NotFound):
            case_page(daughter, number, MONDAY)
        with pytest.raises(NotFound):
            actions.save_draft(number=number, answers={"person_phone": "19900000999"}, actor=daughter, at=MONDAY)
        with pytest.raises(NotYours):
            actions.draft(task_code=pension(), actor=daughter, at=MONDAY, principal_id=actor(FATHER).person_id)
        assert number not in [row.number for row in my_cases(daughter, 1, MONDAY).rows]
        assert done_with(daughter, given) == []
        assert case_page(actor(FATHER), number, MONDAY).number == number

    def test_finds_nothing_the_day_after_it_ended(self) -> None:
        given, number = mandated(), drafted()
        account = Account.objects.get(username=DAUGHTER)
        Mandate.objects.filter(pk=given).update(ends_on=MONDAY.date())

        assert case_page(actor_of(account, "web", on=MONDAY.date()), number, MONDAY).number == number
        with pytest.raises(NotFound):
            case_page(actor_of(account, "web", on=MONDAY.date() + dt.timedelta(days=1)), number, MONDAY)

    @pytest.mark.parametrize("scope", ["item", "authority"])
    def test_reaches_as_far_as_the_mandate(self, scope: str) -> None:
        mandated([pension() if scope == "item" else pension()[:18]])

        assert case_page(again(DAUGHTER), drafted(), MONDAY).is_mine

    def test_reaches_no_further_than_the_mandate(self) -> None:
        mandated()
        number = drafted()
        revoke_all(actor(FATHER))
        mandated([road_code()])

        daughter = again(DAUGHTER)
        with pytest.raises(NotFound):
            case_page(daughter, number, MONDAY)
        with pytest.raises(NotYours):
            drafted()
        assert number not in [row.number for row in my_cases(daughter, 1, MONDAY).rows]

    def test_needs_a_mandate_whoever_he_is(self) -> None:
        before = Matter.objects.count()

        for principal_id in (actor(FATHER).person_id, 10**9):
            with pytest.raises(NotYours):
                actions.draft(task_code=pension(), actor=actor("stranger"), at=MONDAY, principal_id=principal_id)

        assert Matter.objects.count() == before

    def test_and_her_father_both_hear_of_it(self) -> None:
        mandated()
        number = drafted()
        entry = JournalEntry.objects.get(matter__number=number)
        Message.objects.all().delete()

        tell_the_applicant("case.submit", entry.pk, {"matter": entry.matter_id, "number": number})

        told = set(Message.objects.values_list("recipient_person_id", flat=True))
        assert told == {actor(FATHER).person_id, actor(DAUGHTER).person_id}


class TestHelper:
    def test_applies_by_office_in_the_channel_of_helpers_and_handles_nothing(self) -> None:
        given = give_mandate(
            helper_id=actor(HELPER).official_id,
            scope=[pension()],
            starts_on=MONDAY.date(),
            ends_on=None,
            actor=actor(FATHER),
            at=MONDAY,
        )
        accept_mandate(mandate_id=given, actor=actor(HELPER), at=MONDAY)

        number = actions.draft(
            task_code=pension(), actor=again(HELPER), at=MONDAY, principal_id=actor(FATHER).person_id
        )

        case = Case.objects.select_related("matter").get(matter__number=number)
        assert (case.channel, case.helper_id, case.matter.agent_id) == ("agent", actor(HELPER).official_id, None)
        assert case.online
        assert case_page(again(HELPER), number, MONDAY).is_mine
        assert [row.number for row in my_cases(again(HELPER), 1, MONDAY).rows] == [number]

        revoke_mandate(mandate_id=given, actor=actor(FATHER), at=MONDAY)
        with pytest.raises(NotFound):
            case_page(again(HELPER), number, MONDAY)

    def test_sees_no_licence_of_the_authority_by_the_duty(self) -> None:
        helper = actor(HELPER)

        assert Official.objects.filter(pk=helper.official_id).exists()
        assert not Licence.objects.filter(held(helper)).exists()
        assert helper.authorities() == frozenset()

    def test_never_decides_what_they_applied_for_though_the_mandate_is_over(self) -> None:
        given = give_mandate(
            helper_id=actor(HELPER).official_id,
            scope="all",
            starts_on=MONDAY.date(),
            ends_on=None,
            actor=actor(FATHER),
            at=MONDAY,
        )
        accept_mandate(mandate_id=given, actor=actor(HELPER), at=MONDAY)
        number = actions.draft(
            task_code=pension(), actor=again(HELPER), at=MONDAY, principal_id=actor(FATHER).person_id
        )
        revoke_mandate(mandate_id=given, actor=actor(FATHER), at=MONDAY)
        Matter.objects.filter(number=number).update(state="submitted")
        owner = Matter.objects.get(number=number).owner_id
        receives = dataclasses.replace(next(iter(actor("clerk").duties)), authority_id=owner, task_codes=None)
        clerk = dataclasses.replace(again(HELPER), duties=frozenset({receives}))

        with pytest.raises((NotYours, BadInput, NotFound)):
            actions.accept(number=number, actor=clerk, at=MONDAY)

        assert Matter.objects.get(number=number).state == "submitted"


def revoke_all(principal: Actor) -> None:
    Mandate.objects.filter(principal_id=principal.person_id).update(revoked_at=MONDAY, ended_by="principal")
