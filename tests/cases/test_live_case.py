"""What the registers may be asked for by a case: of whom it is about, for those who apply or handle it."""

import datetime as dt

import pytest

from tests.cases.factory import case, road_code
from tests.city import MONDAY, actor, company
from tests.parties.factories import make_account, make_mandate, make_person, uscc
from tongban.cases import actions
from tongban.cases.models import Case
from tongban.cases.queries.live_case import live_case
from tongban.catalogue.queries import implementation
from tongban.catalogue.rules.forms import elements_of
from tongban.parties.models import Organisation
from tongban.parties.queries import actor_of
from tongban.parties.rules.actor import Actor
from tongban.sharing.access import BeyondCase, CaseMissing
from tongban.sharing.actions import look_up


@pytest.fixture
def few() -> Actor:
    """Return who may act for the story's company in the road permit, and in nothing else."""
    agent = make_person(assurance=2)
    firm = Organisation.objects.get(pk=company(actor("applicant")))
    make_mandate(agent, organisation=firm, scope=[road_code()])
    return actor_of(make_account(person=agent), "web", on=MONDAY.date())


def ask(by: Actor, *elements: str, number: str, at: dt.datetime = MONDAY) -> set[str]:
    code = Organisation.objects.get(pk=company(actor("applicant"))).uscc
    found = look_up(subject_code=code, elements=elements, actor=by, purpose="预填", case_number=number, at=at)
    return set(found.known)


class TestAgentOfOneItem:
    def test_is_spared_typing_what_is_known_and_may_ask_that_again(self, few: Actor) -> None:
        number = actions.draft(task_code=road_code(), actor=few, at=MONDAY, organisation_id=company(few))

        assert Case.objects.get(matter__number=number).sources["applicant_address"]["kind"] == "register"
        assert ask(few, "org.address", number=number) == {"org.address"}

    def test_asks_nothing_more_and_nothing_for_a_case_that_is_not_there(self, few: Actor) -> None:
        number = actions.draft(task_code=road_code(), actor=few, at=MONDAY, organisation_id=company(few))

        with pytest.raises(BeyondCase):
            ask(few, "org.bank_account", number=number)
        with pytest.raises(CaseMissing):
            ask(few, "org.address", number="123")


class TestWhomItIsAbout:
    def answered(self, element: str, code: str) -> str:
        number = case("submitted")
        one = Case.objects.get(matter__number=number)
        keys = elements_of(implementation(road_code()).form)
        (key, *_more) = [key for key, asked in keys.items() if asked == element]
        Case.objects.filter(pk=one.pk).update(answers=one.answers | {key: code})
        return number

    def test_is_who_is_named_where_the_form_asks_for_an_identifier(self) -> None:
        other = uscc()

        number = self.answered("org.uscc", other)

        seen = live_case(number, actor("clerk"), None)
        own = live_case(number, actor("applicant"), None)
        assert seen is not None
        assert own is not None
        assert other in seen.subjects
        assert other not in own.subjects

    def test_is_nobody_whose_number_stands_in_another_answer(self) -> None:
        other = uscc()

        seen = live_case(self.answered("project.road_name", other), actor("clerk"), None)

        assert seen is not None
        assert other not in seen.subjects
