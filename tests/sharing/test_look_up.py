"""Looking into the registers leaves a trace that the subject can read."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.parties.factories import (
    AT,
    DAY,
    make_agent,
    make_authority,
    make_official,
    make_organisation,
    make_person,
)
from tongban.kernel.errors import NotFound
from tongban.parties.queries import actor_of
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.sharing.actions import PurposeMissing, look_up
from tongban.sharing.models import LookUp, RegisterRecord
from tongban.sharing.queries import uses_of_my_data
from tongban.sharing.rules.known import Known

pytestmark = pytest.mark.django_db
CASE = "990100-20260601-0001"


def record(code: str, values: dict[str, object], **more: object) -> RegisterRecord:
    more.setdefault("register", "legal-persons")
    return RegisterRecord.objects.create(
        register_name="法人基础信息库",
        provider=make_authority(),
        subject_kind="organisation",
        subject_code=code,
        values=values,
        **({"as_of": DAY} | more),
    )


def ask(actor: Actor, code: str, *elements: str, **more: str) -> dict[str, Known]:
    asked = {"purpose": "预填申请表", "case_number": CASE} | more
    return look_up(subject_code=code, elements=elements, actor=actor, at=AT, **asked)


class TestLookUp:
    def test_tells_what_is_known_with_its_source_and_logs_it(self) -> None:
        firm = make_organisation()
        agent = make_agent(firm)
        record(firm.uscc, {"org.name": firm.name, "org.address": "示例路 3 号"})

        known = ask(agent, firm.uscc, "org.address", "org.phone")

        assert known == {"org.address": Known("示例路 3 号", "法人基础信息库", "legal-persons", DAY)}
        (use,) = uses_of_my_data(agent).results
        assert (use.subject_name, use.purpose, use.case_number) == (firm.name, "预填申请表", CASE)
        assert use.elements == ("org.address",)

    def test_is_refused_to_who_opened_an_account_with_a_number_that_nobody_confirmed(self) -> None:
        claimed = make_person(assurance=1)
        record(claimed.id_number, {"person.address": "示例路 3 号"})
        stranger = Actor(name=claimed.name, account_id=1, person_id=claimed.pk)

        with pytest.raises(NotFound):
            ask(stranger, claimed.id_number, "person.address")

        assert not LookUp.objects.exists()
        assert uses_of_my_data(stranger).count == 0

    def test_logs_a_look_that_found_nothing(self) -> None:
        firm = make_organisation()

        assert ask(make_agent(firm), firm.uscc, "org.name") == {}

        assert LookUp.objects.get().elements == []

    def test_prefers_the_newest_record(self) -> None:
        firm = make_organisation()
        record(firm.uscc, {"org.address": "旧址"}, register="old", as_of=DAY - dt.timedelta(days=9))
        record(firm.uscc, {"org.address": "新址"}, register="a-new")

        assert ask(make_agent(firm), firm.uscc, "org.address")["org.address"].value == "新址"

    def test_keeps_sensitive_data_for_a_case(self) -> None:
        firm = make_organisation()
        agent = make_agent(firm)
        record(firm.uscc, {"org.bank_account": "6200"}, level=4)

        assert ask(agent, firm.uscc, "org.bank_account", case_number="") == {}
        assert set(ask(agent, firm.uscc, "org.bank_account")) == {"org.bank_account"}

    @pytest.mark.parametrize("purpose", ["", "  "])
    def test_is_refused_without_a_purpose_and_leaves_no_trace(self, purpose: str) -> None:
        firm = make_organisation()

        with pytest.raises(PurposeMissing):
            ask(make_agent(firm), firm.uscc, "org.name", purpose=purpose)

        assert not LookUp.objects.exists()

    def test_hides_the_subject_from_a_stranger(self) -> None:
        firm = make_organisation()
        record(firm.uscc, {"org.name": firm.name})

        with pytest.raises(NotFound):
            ask(make_agent(make_organisation()), firm.uscc, "org.name")

        assert not LookUp.objects.exists()

    def test_lets_an_official_look_for_a_case_only(self) -> None:
        firm = make_organisation()
        record(firm.uscc, {"org.name": firm.name})
        clerk = actor_of(make_official(make_authority(), DutyKind.CLERK).account, "window", on=DAY)

        with pytest.raises(NotFound):
            ask(clerk, firm.uscc, "org.name", case_number="")

        assert set(ask(clerk, firm.uscc, "org.name")) == {"org.name"}

    def test_cannot_be_undone(self) -> None:
        firm = make_organisation()
        ask(make_agent(firm), firm.uscc, "org.name")

        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            LookUp.objects.all().delete()
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            LookUp.objects.update(purpose="别的")


class TestUsesOfMyData:
    def test_shows_an_agent_of_few_items_nothing_of_the_organisation(self) -> None:
        firm = make_organisation()
        few = make_agent(firm, scope=["T1"])
        ask(few, firm.uscc, "org.name")

        assert uses_of_my_data(few).count == 0
        assert uses_of_my_data(make_agent(firm)).count == 1

    def test_turns_pages_in_few_questions(self, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
        firm = make_organisation()
        agent = make_agent(firm)
        for _ in range(25):
            ask(agent, firm.uscc, "org.name")

        with django_assert_max_num_queries(4):
            second = uses_of_my_data(agent, page=2)

        assert (second.count, second.pages, len(second.results)) == (25, 2, 5)
        assert uses_of_my_data(agent, page=99).page == 2
