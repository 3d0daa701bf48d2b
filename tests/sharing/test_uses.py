"""Who used my data: complete, readable, and nobody else's."""

import datetime as dt

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.parties.factories import AT, make_agent, make_organisation, make_person
from tests.sharing.registers import record, register
from tongban.kernel.errors import NotFound
from tongban.parties.rules.actor import Actor
from tongban.sharing.access import CaseMissing
from tongban.sharing.actions import look_up
from tongban.sharing.queries import uses_of_my_data

pytestmark = pytest.mark.django_db


def ask(actor: Actor, code: str, at: dt.datetime = AT, case: str = "") -> None:
    look_up(subject_code=code, elements=["org.name"], actor=actor, purpose="预填申请表", case_number=case, at=at)


class TestUsesOfMyData:
    def test_tells_who_what_for_and_which_fields_of_which_register(self) -> None:
        firm, of = make_organisation(), register()
        record(of, firm.uscc, {"org.name": firm.name})
        agent = make_agent(firm)
        ask(agent, firm.uscc)

        (use,) = uses_of_my_data(agent).results

        assert (use.subject_name, use.actor_name, use.purpose) == (firm.name, agent.name, "预填申请表")
        assert (use.fields, use.registers, use.outcome) == (("org.name",), (of.name,), "answered")

    def test_tells_what_was_refused_and_what_was_asked_for(self) -> None:
        firm = make_organisation()
        with pytest.raises(NotFound):
            ask(make_agent(make_organisation()), firm.uscc)

        (use,) = uses_of_my_data(make_agent(firm)).results

        assert (use.outcome, use.elements, use.reason) == ("refused", ("org.name",), "没有这个办事主体。")

    def test_shows_an_agent_of_few_items_nothing_of_the_organisation(self) -> None:
        firm = make_organisation()
        few = make_agent(firm, scope=["T1"])
        with pytest.raises(CaseMissing):
            ask(few, firm.uscc, case="C-1")

        assert uses_of_my_data(few).count == 0
        assert uses_of_my_data(make_agent(firm)).count == 1

    def test_shows_nothing_to_who_only_claims_a_number(self) -> None:
        claimed = make_person(assurance=1)
        stranger = Actor(name=claimed.name, account_id=None, person_id=claimed.pk)
        with pytest.raises(NotFound):
            ask(stranger, claimed.id_number)

        assert uses_of_my_data(stranger).count == 0

    def test_narrows_to_a_year(self) -> None:
        firm = make_organisation()
        agent = make_agent(firm)
        ask(agent, firm.uscc)
        ask(agent, firm.uscc, AT.replace(year=AT.year - 1))

        found = uses_of_my_data(agent, year=AT.year - 1)

        assert (found.count, found.years) == (1, (AT.year, AT.year - 1))
        assert uses_of_my_data(agent).count == 2

    def test_turns_pages_in_few_questions(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        firm = make_organisation()
        agent = make_agent(firm)
        for _ in range(25):
            ask(agent, firm.uscc)

        with django_assert_num_queries(7):
            second = uses_of_my_data(agent, page=2)

        assert (second.count, second.pages, len(second.results)) == (25, 2, 5)
        assert uses_of_my_data(agent, page=99).page == 2
