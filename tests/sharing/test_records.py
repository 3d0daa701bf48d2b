"""Providers bring their registers up to date: whole files, rows, and what they hold of somebody."""

import csv
import io
import json
from typing import Any

import openpyxl
import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.parties.factories import AT, DAY, make_agent, make_authority, make_official, make_organisation
from tests.parties.factories import uscc as new_uscc
from tests.sharing.registers import record, register
from tongban.kernel.errors import BadInput, NotFound
from tongban.parties.models import Authority, ClientSystem
from tongban.parties.queries import actor_of
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.parties.rules.reports import ImportRefused, Report
from tongban.sharing.actions import HeldElsewhere, Verdict, find_records, import_file, put_records
from tongban.sharing.models import LegalPersonRecord, LookUp
from tongban.sharing.queries import uses_of_my_data
from tongban.sharing.queries.registers import kept_registers

pytestmark = pytest.mark.django_db
FIELDS = {"org.name": 1, "org.registered_capital": 1, "org.registered_on": 1, "org.fax": 2}
ONE, TWO = new_uscc(), new_uscc()


@pytest.fixture
def provider() -> Authority:
    register("firms", FIELDS, provider_id=(found := make_authority()).pk, update_days=30)
    return found


def keeper(of: Authority) -> Actor:
    return actor_of(make_official(of, DutyKind.DATA_STEWARD).account, "web", on=DAY)


def system(of: Authority) -> Actor:
    client = ClientSystem.objects.create(key="firms-system", name="登记系统", authority=of)
    return Actor(name=client.name, client_system_id=client.pk, source="api")


def take(actor: Actor, text: str | bytes, name: str = "firms.csv", *, preview: bool = False) -> Report:
    data = text if isinstance(text, bytes) else text.encode()
    return import_file(register="firms", data=data, name=name, actor=actor, at=AT, preview=preview)


TABLE = f"""subject,org.name,org.registered_capital,org.registered_on,org.fax,as_of
{ONE},青禾示例面包有限公司,"3,988.81",2016-04-18,0851-1,2026-05-01
{TWO},河西示例茶业有限公司,,,,
"""


class TestImportFile:
    def test_stores_each_value_in_its_column_and_twice_changes_nothing(self, provider: Authority) -> None:
        actor = keeper(provider)

        assert take(actor, TABLE) == Report(created=2)
        assert take(actor, TABLE) == Report(unchanged=2)

        one = LegalPersonRecord.objects.get(subject_code=ONE)
        assert (one.name, one.capital_yuan, str(one.registered_on)) == (
            "青禾示例面包有限公司",
            39_888_100,
            "2016-04-18",
        )
        assert (one.values, str(one.as_of)) == ({"org.fax": "0851-1"}, "2026-05-01")

    def test_changes_what_differs_and_leaves_what_is_newer(self, provider: Authority) -> None:
        actor = keeper(provider)
        take(actor, TABLE)

        later = take(actor, TABLE.replace("0851-1", "0851-2"))
        older = take(actor, TABLE.replace("0851-1", "0851-3").replace("2026-05-01", "2026-04-01"))

        assert (later, older) == (Report(changed=1, unchanged=1), Report(unchanged=2))
        assert LegalPersonRecord.objects.get(subject_code=ONE).values == {"org.fax": "0851-2"}

    def test_with_preview_counts_and_writes_nothing(self, provider: Authority) -> None:
        assert take(keeper(provider), TABLE, preview=True) == Report(created=2)
        assert not LegalPersonRecord.objects.exists()

    def test_reads_workbooks_and_json_alike(self, provider: Authority) -> None:
        actor, book, out = keeper(provider), openpyxl.Workbook(), io.BytesIO()
        book.active.append(["主体代码", "org.name", "org.registered_capital"])
        book.active.append([ONE, "青禾示例面包有限公司", 12.5])
        book.save(out)
        told = json.dumps(
            [{"subject": ONE, "values": {"org.name": "青禾示例面包有限公司", "org.registered_capital": 12.5}}]
        )

        assert take(actor, out.getvalue(), "firms.xlsx") == Report(created=1)
        assert take(actor, told, "firms.json") == Report(unchanged=1)

    @pytest.mark.parametrize(
        ("old", "new", "field"),
        [
            (ONE, ONE[:-1] + "I", "subject"),
            (TWO, ONE, "subject"),
            ("2016-04-18", "2016-04-31", "values.org.registered_on"),
            ("3,988.81", "很多", "values.org.registered_capital"),
            ("2026-05-01", "2027-05-01", "as_of"),
            ("org.fax", "org.secret", "org.secret"),
        ],
    )
    def test_names_row_and_field_of_what_is_wrong_and_stores_nothing(
        self, old: str, new: str, field: str, provider: Authority
    ) -> None:
        with pytest.raises(ImportRefused) as refused:
            take(keeper(provider), TABLE.replace(old, new))

        assert field in {problem.field for problem in refused.value.problems}
        assert not LegalPersonRecord.objects.exists()

    @pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"PK\x03\x04", b"{"])
    @pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.json", "a.exe", "a"])
    def test_refuses_what_is_no_such_file(self, content: bytes, name: str, provider: Authority) -> None:
        with pytest.raises(BadInput):
            take(keeper(provider), content, name)

    @pytest.mark.parametrize("cell", ['"open,2016', '"x" y', "x" * 4_000_000])
    def test_names_the_row_that_cannot_be_read(self, cell: str, provider: Authority) -> None:
        csv.field_size_limit(2**20)
        with pytest.raises(ImportRefused) as refused:
            take(keeper(provider), f"subject,org.name\n{ONE},a\n{TWO},{cell}\n")

        assert [(problem.file, problem.row) for problem in refused.value.problems] == [("firms.csv", 2)]
        assert not LegalPersonRecord.objects.exists()

    def test_is_refused_to_others_and_for_registers_held_elsewhere(self, provider: Authority) -> None:
        register("far", FIELDS, provider_id=provider.pk, connector="http")

        with pytest.raises(NotFound):
            take(keeper(make_authority()), TABLE)
        with pytest.raises(HeldElsewhere):
            import_file(register="far", data=TABLE.encode(), name="a.csv", actor=keeper(provider), at=AT)

        assert not LegalPersonRecord.objects.exists()

    def test_takes_as_many_queries_for_many_rows_as_for_few(
        self, provider: Authority, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        lines = "".join(f"{new_uscc()},企业{n}\n" for n in range(300))
        actor = keeper(provider)

        with django_assert_max_num_queries(14):
            assert take(actor, f"subject,org.name\n{lines}") == Report(created=300)


class TestPutRecords:
    def put(self, actor: Actor, *rows: dict[str, Any]) -> list[Verdict]:
        return put_records(register="firms", rows=rows, actor=actor, at=AT)

    def test_gives_a_verdict_for_each_row_and_keeps_what_is_right(self, provider: Authority) -> None:
        client = system(provider)
        right = {"row_guid": "g1", "subject": ONE, "values": {"org.name": "甲"}}
        wrong = {"row_guid": "g2", "subject": TWO, "values": {"org.registered_on": "昨天"}}

        first = self.put(client, right, wrong)
        again = self.put(client, right, {**wrong, "values": {"org.name": "乙"}})

        assert [(one.row_guid, one.outcome) for one in first] == [("g1", "created"), ("g2", "refused")]
        assert list(first[1].errors) == ["values.org.registered_on"]
        assert [one.outcome for one in again] == ["unchanged", "created"]

    def test_refuses_a_name_of_a_row_that_belongs_to_another(self, provider: Authority) -> None:
        client = system(provider)
        self.put(client, {"row_guid": "g1", "subject": ONE, "values": {"org.name": "甲"}})

        (verdict,) = self.put(client, {"row_guid": "g1", "subject": TWO, "values": {"org.name": "乙"}})

        assert (verdict.outcome, list(verdict.errors)) == ("refused", ["row_guid"])
        assert LegalPersonRecord.objects.count() == 1

    def test_takes_the_first_of_two_rows_of_one_name(self, provider: Authority) -> None:
        rows = [{"row_guid": "g1", "subject": code, "values": {"org.name": "甲"}} for code in (ONE, TWO)]

        assert [verdict.outcome for verdict in self.put(system(provider), *rows)] == ["created", "refused"]

    def test_is_refused_to_the_systems_of_others_and_for_too_many_rows(self, provider: Authority) -> None:
        row = {"subject": ONE, "values": {"org.name": "甲"}}

        with pytest.raises(NotFound):
            self.put(system(make_authority()), row)
        ClientSystem.objects.all().delete()
        with pytest.raises(BadInput):
            self.put(system(provider), *[row] * 1001)

        assert not LegalPersonRecord.objects.exists()


class TestFindRecords:
    def test_shows_the_provider_the_row_and_the_subject_who_looked(self, provider: Authority) -> None:
        firm, actor = make_organisation(), keeper(provider)
        take(actor, TABLE.replace(ONE, firm.uscc))

        (view,) = find_records(register="firms", subject_code=firm.uscc, purpose="核对更名", actor=actor, at=AT)

        assert [line.value for line in view.lines] == ["青禾示例面包有限公司", 3988.81, "2016-04-18", "0851-1"]
        (use,) = uses_of_my_data(make_agent(firm)).results
        assert (use.act, use.purpose, use.organisation_name) == ("search", "核对更名", provider.name)

    def test_is_refused_without_a_purpose_and_to_others(self, provider: Authority) -> None:
        for actor, purpose, refusal in (
            (keeper(provider), " ", BadInput),
            (keeper(make_authority()), "核对", NotFound),
            (make_agent(make_organisation()), "核对", NotFound),
        ):
            with pytest.raises(refusal):
                find_records(register="firms", subject_code=ONE, purpose=purpose, actor=actor, at=AT)

        assert not LookUp.objects.exists()


class TestKeptRegisters:
    def test_tells_how_much_and_how_fresh(
        self, provider: Authority, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        actor = keeper(provider)
        take(actor, TABLE.replace("2026-05-01", "2026-04-01"))
        for n in range(3):
            record(register(f"more-{n}", FIELDS, provider_id=provider.pk), ONE, {"org.name": "甲"})

        with django_assert_num_queries(4):
            found = kept_registers(actor, DAY)

        assert [(one.register.key, one.count, one.stale) for one in found] == [
            ("firms", 2, False),
            ("more-0", 1, False),
            ("more-1", 1, False),
            ("more-2", 1, False),
        ]
        assert kept_registers(keeper(make_authority()), DAY) == []
