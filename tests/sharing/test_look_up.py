"""Looking into the registers tells the least, for a purpose and a case, and leaves a trace."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.parties.factories import AT, DAY, make_agent, make_authority, make_official, make_organisation, make_person
from tests.sharing.registers import CASE, open_case, record, register
from tongban.kernel.errors import NotFound
from tongban.parties.queries import actor_of
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.sharing.access import BeyondCase, CaseMissing
from tongban.sharing.actions import PurposeMissing, look_up
from tongban.sharing.models import LookUp
from tongban.sharing.queries import things_of
from tongban.sharing.rules.known import Found, Known, Missing

pytestmark = pytest.mark.django_db


def ask(actor: Actor, code: str, *elements: str, objects: dict[str, str] | None = None, **more: str) -> Found:
    asked = {"purpose": "预填申请表", "case_number": CASE} | more
    return look_up(subject_code=code, elements=elements, actor=actor, at=AT, objects=objects, **asked)


def clerk() -> Actor:
    return actor_of(make_official(make_authority(), DutyKind.CLERK).account, "window", on=DAY)


class TestWhatIsKnown:
    def test_is_told_with_its_source_row_and_level_and_logged(self) -> None:
        firm, of = make_organisation(), register()
        agent = make_agent(firm)
        row = record(of, firm.uscc, {"org.name": firm.name, "org.address": "示例路 3 号"})

        found = ask(agent, firm.uscc, "org.address", "org.phone")

        known = Known("示例路 3 号", of.name, "legal-persons", f"legal-persons/{row.pk}", DAY, 1)
        assert (found.known, found.missing) == ({"org.address": known}, {"org.phone": Missing("no_register", "", AT)})
        log = LookUp.objects.get()
        assert (log.subject_code, log.purpose, log.case_number) == (firm.uscc, "预填申请表", CASE)
        assert (log.asked, log.elements) == (["org.address", "org.phone"], ["org.address"])
        assert (log.outcome, log.rows, len(log.params_hash)) == ("answered", [f"legal-persons/{row.pk}"], 64)

    def test_is_told_in_the_units_and_shapes_of_forms(self) -> None:
        firm = make_organisation()
        of = register(levels={"org.registered_capital": 1, "org.registered_on": 1, "org.uscc": 1})
        record(of, firm.uscc, {"org.registered_capital": 39_888_100, "org.registered_on": DAY})

        known = ask(make_agent(firm), firm.uscc, "org.registered_capital", "org.registered_on", "org.uscc").known

        assert {key: one.value for key, one in known.items()} == {
            "org.registered_capital": 3988.81,
            "org.registered_on": DAY.isoformat(),
            "org.uscc": firm.uscc,
        }

    def test_is_opened_where_it_is_held_sealed(self) -> None:
        mother = make_person(assurance=2)
        of = register("population", {"person.id_number": 3, "household.number": 3, "child.id": 3}, kind="population")
        record(of, mother.id_number, {"household.number": "H-20", "child.id": mother.id_number})
        me = Actor(name=mother.name, person_id=mother.pk)

        known = ask(me, mother.id_number, "person.id_number", "household.number", "child.id").known

        assert {key: one.value for key, one in known.items()} == {
            "person.id_number": mother.id_number,
            "household.number": "H-20",
            "child.id": mother.id_number,
        }
        assert LookUp.objects.filter(subject_code=mother.id_number).count() == 1

    def test_comes_from_the_newest_row_of_several_registers(self) -> None:
        firm = make_organisation()
        record(register("old"), firm.uscc, {"org.address": "旧址"}, as_of=DAY - dt.timedelta(days=9))
        record(register("a-new"), firm.uscc, {"org.address": "新址"})

        assert ask(make_agent(firm), firm.uscc, "org.address").known["org.address"].value == "新址"

    def test_says_that_it_is_stale_when_the_register_is_late(self) -> None:
        firm = make_organisation()
        of = register(update_days=30)
        record(of, firm.uscc, {"org.address": "旧址"}, as_of=AT.date() - dt.timedelta(days=31))

        assert ask(make_agent(firm), firm.uscc, "org.address").known["org.address"].stale

    def test_of_several_things_is_told_of_the_one_that_is_meant(self) -> None:
        owner, of = make_person(assurance=2), register("land", {"property.address": 3}, kind="land_space")
        for unit, where in (("U1", "示例路 1 号"), ("U2", "示例路 2 号")):
            record(of, owner.id_number, {"property.address": where}, thing=unit, name=where)
        me = Actor(name=owner.name, person_id=owner.pk)

        guessed = ask(me, owner.id_number, "property.address")
        meant = ask(me, owner.id_number, "property.address", objects={"property": "U2"})

        assert guessed.missing["property.address"] == Missing("several", of.name, AT)
        assert meant.known["property.address"].value == "示例路 2 号"
        assert things_of(owner.id_number, "property") == [("U1", "示例路 1 号"), ("U2", "示例路 2 号")]

    def test_takes_as_many_queries_for_many_elements_as_for_one(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        firm = make_organisation()
        agent = make_agent(firm)
        many = [f"org.field_{n}" for n in range(40)]
        for n in range(4):
            of = register(f"r{n}", dict.fromkeys(many, 1), kind="department")
            record(of, firm.uscc, dict.fromkeys(many, "1"))

        for elements in (many[:1], many):
            with django_assert_num_queries(5):
                assert len(ask(agent, firm.uscc, *elements).known) == len(elements)


class TestWhatIsMissing:
    @pytest.mark.parametrize(
        ("made", "reason"),
        [
            ({"levels": {"org.phone": 1}}, "no_register"),
            ({"connected": False}, "not_connected"),
            ({"levels": {"org.address": 4}}, "needs_case"),
        ],
    )
    def test_says_why(self, made: dict[str, object], reason: str) -> None:
        firm = make_organisation()
        of = register(**made)  # type: ignore[arg-type]
        record(of, firm.uscc, {"org.address": "示例路 3 号"})

        missing = ask(make_agent(firm), firm.uscc, "org.address", case_number="").missing["org.address"]

        assert missing == Missing(reason, "" if reason == "no_register" else of.name, AT)  # type: ignore[arg-type]

    def test_tells_no_record_from_no_value_and_logs_that_nothing_was_found(self) -> None:
        firm, of = make_organisation(), register()
        agent = make_agent(firm)

        assert ask(agent, firm.uscc, "org.address").missing["org.address"].reason == "no_record"
        record(of, firm.uscc, {"org.name": firm.name})
        assert ask(agent, firm.uscc, "org.address").missing["org.address"].reason == "no_value"

        assert set(LookUp.objects.values_list("outcome", flat=True)) == {"nothing"}


class TestWhoMay:
    @pytest.mark.parametrize("purpose", ["", "  "])
    def test_nobody_without_a_purpose(self, purpose: str) -> None:
        firm = make_organisation()

        with pytest.raises(PurposeMissing):
            ask(make_agent(firm), firm.uscc, "org.name", purpose=purpose)

        assert not LookUp.objects.exists()

    def test_not_who_opened_an_account_with_a_number_that_nobody_confirmed(self) -> None:
        claimed = make_person(assurance=1)
        record(register("p", {"person.address": 3}, kind="population"), claimed.id_number, {"person.address": "示例"})

        with pytest.raises(NotFound):
            ask(Actor(name=claimed.name, person_id=claimed.pk), claimed.id_number, "person.address")

        assert LookUp.objects.get().outcome == "refused"

    def test_not_a_stranger_and_the_subject_reads_that_they_tried(self) -> None:
        firm, of = make_organisation(), register()
        record(of, firm.uscc, {"org.name": firm.name})

        with pytest.raises(NotFound):
            ask(make_agent(make_organisation()), firm.uscc, "org.name")

        log = LookUp.objects.get()
        assert (log.subject_code, log.outcome, log.elements, log.rows) == (firm.uscc, "refused", [], [])

    def test_officials_for_an_open_case_only(self, monkeypatch: pytest.MonkeyPatch) -> None:
        firm, of = make_organisation(), register()
        record(of, firm.uscc, {"org.name": firm.name})
        official = clerk()
        open_case(monkeypatch, [firm.uscc])

        for number in ("", "990100-20260601-0002"):
            with pytest.raises(CaseMissing):
                ask(official, firm.uscc, "org.name", case_number=number)

        assert set(ask(official, firm.uscc, "org.name").known) == {"org.name"}
        assert list(LookUp.objects.order_by("pk").values_list("outcome", flat=True)) == ["refused"] * 2 + ["answered"]
        assert LookUp.objects.latest("pk").organisation_name != ""

    def test_agents_of_some_items_for_their_open_case_and_what_it_needs_only(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        firm, of = make_organisation(), register(levels={"org.name": 1, "org.phone": 4})
        record(of, firm.uscc, {"org.name": firm.name, "org.phone": "0851-99030199"})
        few = make_agent(firm, scope=["T1"])
        open_case(monkeypatch, [firm.uscc], ["org.name"])

        with pytest.raises(CaseMissing):
            ask(few, firm.uscc, "org.name", case_number="whatever")
        with pytest.raises(BeyondCase):
            ask(few, firm.uscc, "org.name", "org.phone")
        with pytest.raises(NotFound):
            ask(few, firm.uscc, "org.name", case_number="")

        assert set(LookUp.objects.values_list("outcome", flat=True)) == {"refused"}
        assert set(ask(few, firm.uscc, "org.name").known) == {"org.name"}

    def test_officials_of_whom_the_case_is_about_only(self, monkeypatch: pytest.MonkeyPatch) -> None:
        firm, other, of = make_organisation(), make_organisation(), register()
        record(of, other.uscc, {"org.name": other.name})
        open_case(monkeypatch, [firm.uscc])

        with pytest.raises(BeyondCase):
            ask(clerk(), other.uscc, "org.name")

        assert LookUp.objects.get(subject_code=other.uscc).outcome == "refused"

    def test_officials_what_the_item_asks_for_only(self, monkeypatch: pytest.MonkeyPatch) -> None:
        firm, of = make_organisation(), register()
        record(of, firm.uscc, {"org.name": firm.name, "org.address": "示例路 3 号"})
        open_case(monkeypatch, [firm.uscc], ["org.name"])

        with pytest.raises(BeyondCase, match=r"org\.address"):
            ask(clerk(), firm.uscc, "org.name", "org.address")

        assert LookUp.objects.get().asked == ["org.address", "org.name"]

    def test_who_watches_a_case_sees_values_masked(self, monkeypatch: pytest.MonkeyPatch) -> None:
        person = make_person(assurance=2)
        levels = {"person.phone": 3, "person.id_number": 4, "person.sex": 2}
        record(
            register("p", levels, kind="population"),
            person.id_number,
            {"person.phone": "19900000103", "person.sex": "女"},
        )
        open_case(monkeypatch, [person.id_number], list(levels), handles=False)

        known = ask(clerk(), person.id_number, *levels).known

        assert known["person.phone"].value == "199****0103"
        assert known["person.id_number"].value == f"{person.id_number[:3]}{'*' * 11}{person.id_number[-4:]}"
        assert (known["person.sex"].value, known["person.sex"].masked) == ("女", True)
        assert LookUp.objects.get().masked


class TestTrace:
    def test_cannot_be_undone(self) -> None:
        firm = make_organisation()
        ask(make_agent(firm), firm.uscc, "org.name")

        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            LookUp.objects.all().delete()
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            LookUp.objects.update(purpose="别的")
