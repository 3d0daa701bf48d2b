"""What is wrong in a register is put right, or found right, by its provider, within its days."""

import datetime as dt

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.matters.days import days
from tests.parties.factories import AT, DAY, make_agent, make_authority, make_official, make_organisation
from tests.sharing.registers import record, register
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.parties.models import Organisation
from tongban.parties.queries import actor_of
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.sharing.actions import correct_record, look_up, reject_report, report_wrong, take_up, withdraw_report
from tongban.sharing.models import DataCorrection, LegalPersonRecord, LookUp
from tongban.sharing.queries import uses_of_my_data
from tongban.sharing.queries.corrections import cases_that_used, correction_list, correction_page

__all__ = ["days"]

pytestmark = pytest.mark.django_db
CASE = "990100-20260601-0001"


@pytest.fixture(autouse=True)
def _calendar(days: None) -> None:
    """Every report has its clock."""


@pytest.fixture
def firm() -> Organisation:
    return make_organisation()


@pytest.fixture
def row(firm: Organisation) -> LegalPersonRecord:
    of = register(levels={"org.name": 1, "org.address": 3, "org.uscc": 1})
    made = record(of, firm.uscc, {"org.name": firm.name, "org.address": "旧址"}, as_of=DAY - dt.timedelta(days=90))
    assert isinstance(made, LegalPersonRecord)
    return made


def steward(of: LegalPersonRecord) -> Actor:
    provider = make_authority() if of is None else of.register.provider
    return actor_of(make_official(provider, DutyKind.DATA_STEWARD).account, "web", on=DAY)


def report(of: LegalPersonRecord, actor: Actor, given: object = "新址", element: str = "org.address") -> str:
    return report_wrong(
        register=of.register.key,
        row=f"{of.register.key}/{of.pk}",
        element=element,
        held="旧址",
        given=given,
        note="去年搬了",
        case_number=CASE,
        actor=actor,
        at=AT,
    )


class TestReportWrong:
    def test_opens_a_matter_of_the_provider_with_a_clock(self, firm: Organisation, row: LegalPersonRecord) -> None:
        agent = make_agent(firm)

        number = report(row, agent)

        (shown,) = correction_list(agent, 1, AT, own=True).rows
        assert (shown.number, shown.state, shown.owner) == (number, "reported", row.register.provider.short_name)
        assert (shown.held, shown.given, shown.remaining) == ("旧址", "新址", 10)
        assert [one.number for one in correction_list(steward(row), 1, AT).rows] == [number]

    def test_of_the_same_twice_is_one(self, firm: Organisation, row: LegalPersonRecord) -> None:
        agent = make_agent(firm)

        assert report(row, agent) == report(row, agent)
        assert DataCorrection.objects.count() == 1

    def test_is_refused_to_who_never_saw_the_row(self, row: LegalPersonRecord) -> None:
        with pytest.raises(NotFound):
            report(row, make_agent(make_organisation()))
        with pytest.raises(NotFound):
            report(row, actor_of(make_official(make_authority(), DutyKind.CLERK).account, "web", on=DAY))

        assert not DataCorrection.objects.exists()

    @pytest.mark.parametrize("given", ["", None, "旧址", "长" * 4001])
    def test_refuses_what_puts_nothing_right(self, given: object, firm: Organisation, row: LegalPersonRecord) -> None:
        with pytest.raises(BadInput):
            report(row, make_agent(firm), given)

        assert not DataCorrection.objects.exists()


class TestCorrectRecord:
    def test_writes_the_register_and_tells_the_subject_who_did(
        self, firm: Organisation, row: LegalPersonRecord
    ) -> None:
        agent, keeper = make_agent(firm), steward(row)
        number = report(row, agent)
        take_up(number=number, actor=keeper, at=AT)

        correct_record(number=number, value="新址 1 号", answer="已核对执照", actor=keeper, at=AT)

        row.refresh_from_db()
        assert (row.address, row.as_of, row.name) == ("新址 1 号", AT.date(), firm.name)
        shown = correction_page(agent, number, AT).row
        assert (shown.state, shown.corrected, shown.answer) == ("corrected", "新址 1 号", "已核对执照")
        (use,) = uses_of_my_data(agent).results
        assert (use.act, use.actor_name, use.organisation_name) == (
            "correction",
            keeper.name,
            row.register.provider.name,
        )

    def test_finds_the_cases_in_which_the_wrong_value_was_told(
        self, firm: Organisation, row: LegalPersonRecord
    ) -> None:
        agent = make_agent(firm)
        for number, element in (("A-1", "org.address"), ("A-2", "org.name"), ("A-3", "org.address")):
            look_up(subject_code=firm.uscc, elements=[element], actor=agent, purpose="预填", case_number=number, at=AT)

        matter = DataCorrection.objects.get(matter__number=report(row, agent)).pk

        assert cases_that_used(matter) == [CASE, "A-1", "A-3"]

    def test_is_refused_to_who_does_not_keep_the_register(self, firm: Organisation, row: LegalPersonRecord) -> None:
        agent = make_agent(firm)
        number = report(row, agent)
        elsewhere = actor_of(make_official(make_authority(), DutyKind.DATA_STEWARD).account, "web", on=DAY)

        with pytest.raises(NotYours):
            correct_record(number=number, value="新址", answer="", actor=agent, at=AT)
        with pytest.raises(NotFound):
            correct_record(number=number, value="新址", answer="", actor=elsewhere, at=AT)

        row.refresh_from_db()
        assert row.address == "旧址"

    @pytest.mark.parametrize(
        ("element", "value"), [("org.address", "长" * 301), ("org.address", ""), ("org.uscc", "1")]
    )
    def test_refuses_a_value_that_the_register_cannot_hold(
        self, element: str, value: str, firm: Organisation, row: LegalPersonRecord
    ) -> None:
        number = report(row, make_agent(firm), element=element)

        with pytest.raises(BadInput) as refused:
            correct_record(number=number, value=value, answer="", actor=steward(row), at=AT)

        assert set(refused.value.errors) == {"value"}
        row.refresh_from_db()
        assert (row.address, row.subject_code) == ("旧址", firm.uscc)
        assert not LookUp.objects.filter(act="correction").exists()


class TestOtherEnds:
    def test_a_record_found_right_stays_and_the_reason_is_told(
        self, firm: Organisation, row: LegalPersonRecord
    ) -> None:
        agent, keeper = make_agent(firm), steward(row)
        number = report(row, agent)

        with pytest.raises(BadInput):
            reject_report(number=number, answer=" ", actor=keeper, at=AT)
        reject_report(number=number, answer="与执照一致", actor=keeper, at=AT)

        row.refresh_from_db()
        assert row.address == "旧址"
        assert correction_page(agent, number, AT).row.state == "rejected"
        with pytest.raises(NotAllowedNow):
            correct_record(number=number, value="新址", answer="", actor=keeper, at=AT)

    def test_who_reported_takes_it_back(self, firm: Organisation, row: LegalPersonRecord) -> None:
        agent = make_agent(firm)
        number = report(row, agent)

        withdraw_report(number=number, actor=agent, at=AT)

        assert correction_list(steward(row), 1, AT).rows == []


class TestCorrectionList:
    def test_masks_the_data_for_a_supervisor_and_is_empty_for_strangers(
        self, firm: Organisation, row: LegalPersonRecord
    ) -> None:
        report(row, make_agent(firm))
        watcher = actor_of(make_official(make_authority(), DutyKind.SUPERVISOR).account, "web", on=DAY)

        (shown,) = correction_list(watcher, 1, AT).rows

        assert (shown.held, shown.given, shown.note) == ("***", "***", "")
        assert correction_list(make_agent(make_organisation()), 1, AT).rows == []

    def test_takes_as_many_queries_for_many_as_for_one(
        self, firm: Organisation, row: LegalPersonRecord, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        agent, keeper = make_agent(firm), steward(row)
        for n in range(12):
            report(row, agent, f"新址 {n} 号")
            if n in (0, 11):
                with django_assert_num_queries(3):
                    assert len(correction_list(keeper, 1, AT).rows) == n + 1
