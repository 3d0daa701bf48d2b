import csv
import datetime as dt
import io
import zipfile
from typing import Any

import openpyxl
import pytest
from django.db import connection

from tests.city import MONDAY, actor
from tests.licences.factory import authority_id, firm, human, licence
from tests.parties.factories import make_person
from tongban.kernel import pdf
from tongban.kernel.errors import BadInput
from tongban.kernel.rules.codes import licence_identifier_valid
from tongban.licences.actions.stock import StockReport, import_stock, link_holders, make_sheet
from tongban.licences.models import Licence, LicenceStanding, StockImport
from tongban.licences.queries import licence_file, my_licences, verification
from tongban.licences.rules.stock_files import stock_of
from tongban.matters.events import NotYours
from tongban.parties.models import Authority, Organisation, Person
from tongban.parties.rules.reports import ImportRefused

HEADS = ["证照类型", "证照编号", "持证主体", "持证主体代码", "颁发机构", "颁发日期", "有效期截止日期", "挖掘道路"]


def row(number: str = "旧字001", **changed: str) -> dict[str, str]:
    """Return a row of the file, as the authority's own system has it."""
    told = {
        "证照类型": "挖掘城市道路许可证",
        "证照编号": number,
        "持证主体": firm().name,
        "持证主体代码": firm().code,
        "颁发机构": Authority.objects.get(pk=authority_id()).name,
        "颁发日期": "20240301",
        "有效期截止日期": "2030年3月1日",
        "挖掘道路": "示例路",
    }
    return told | changed


def table(*rows: dict[str, str], heads: list[str] | None = None) -> bytes:
    """Return the rows as CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, heads or list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def bring(data: bytes, name: str = "stock.csv", role: str = "issuer", **told: Any) -> StockReport:
    """Import the file."""
    return import_stock(file=stock_of(data, name), **({"level": "B", "actor": actor(role), "at": MONDAY} | told))


class TestImportStock:
    def test_enters_what_the_file_says(self) -> None:
        report = bring(table(row(), row("旧字002", 有效期截止日期="长期")))

        first, second = Licence.objects.order_by("number")
        assert (report.created, report.unchanged, StockImport.objects.get().created) == (2, 0, 2)
        assert (first.holder_organisation_id, first.trust_level, first.file_sha256) == (firm().id, "B", None)
        assert (first.issued_on, first.valid_until) == (dt.date(2024, 3, 1), dt.date(2030, 3, 1))
        assert first.face == [{"key": "road_name", "label": "挖掘道路", "label_en": "Road", "value": "示例路"}]
        assert second.valid_until is None
        assert all(licence_identifier_valid(each.identifier) for each in (first, second))
        assert [each.verb for each in first.standings.all()] == ["issue"]
        assert verification(first.identifier, dt.date(2025, 1, 1)).state_on == "valid"

    def test_twice_changes_nothing(self) -> None:
        bring(table(row()))
        before = list(Licence.objects.values())

        report = bring(table(row()))

        assert (report.created, report.unchanged) == (0, 1)
        assert list(Licence.objects.values()) == before
        assert StockImport.objects.count() == LicenceStanding.objects.count() == 1

    def test_previews_without_writing(self) -> None:
        report = bring(table(row()), preview=True)

        assert (report.created, report.by_type) == (1, {"挖掘城市道路许可证": 1})
        assert not Licence.objects.exists()
        assert not StockImport.objects.exists()

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"证照类型": "没有的证"}, "certificate_type_name"),
            ({"证照编号": ""}, "certificate_number"),
            ({"持证主体代码": "91520100MA6H0TB16X"}, "holder_code"),
            ({"持证主体代码": "52010219900101001X"}, "holder_code"),
            ({"颁发机构": "贵阳市气象局"}, "issuing_authority"),
            ({"颁发日期": "2024-02-30"}, "issue_date"),
            ({"有效期截止日期": "2024-02-01"}, "validity_end"),
            ({"证照状态": "乱写"}, "status"),
            ({"可信等级": "A"}, "trust_level"),
            ({"证照标识": "1.2.156.3005.2.X"}, "certificate_identifier"),
            ({"扫描件": "a.pdf"}, "file"),
        ],
    )
    def test_names_row_and_field_and_writes_nothing(self, changed: dict[str, str], field: str) -> None:
        good = row("旧字009", **dict.fromkeys(changed, ""))
        good |= {key: value for key, value in row("旧字009").items() if key in changed}

        with pytest.raises(ImportRefused) as refused:
            bring(table(good, row(**changed)))

        assert {(each.row, each.field) for each in refused.value.problems} == {(2, field)}
        assert firm().code not in str(refused.value)
        assert not Licence.objects.exists()

    def test_knows_only_columns_that_mean_something(self) -> None:
        with pytest.raises(ImportRefused) as refused:
            bring(table(row(随便="1")))

        assert [(each.row, each.field) for each in refused.value.problems] == [(0, "随便")]

    def test_refuses_what_the_register_has_otherwise(self) -> None:
        bring(table(row()))

        with pytest.raises(ImportRefused, match="内容不同"):
            bring(table(row(颁发日期="20240302")))

        assert Licence.objects.get().issued_on == dt.date(2024, 3, 1)

    def test_enters_what_is_over_as_expired_on_its_day(self) -> None:
        bring(table(row(有效期截止日期="2025-05-05")))

        found = Licence.objects.get()
        assert found.state == "expired"
        assert [str(each.from_at) for each in found.standings.all()][1] == "2025-05-05 16:00:00+00:00"
        assert verification(found.identifier, dt.date(2025, 5, 5)).state_on == "valid"
        assert verification(found.identifier, dt.date(2025, 5, 6)).state_on == "expired"

    def test_takes_the_state_and_the_identifier_of_the_other_system(self) -> None:
        made = licence().identifier
        parts = made.split(".")
        told = {"证照状态": "02", "证照标识": made, "证照编号": "另一号"}

        with pytest.raises(ImportRefused, match="已有这个标识"):
            bring(table(row(**told)))
        bring(table(row("旧字003", 证照状态="02")))

        assert Licence.objects.get(number="旧字003").state == "suspended"
        assert parts[5] == Licence.objects.get(number="旧字003").identifier.split(".")[5]

    @pytest.mark.parametrize("role", ["applicant", "clerk", "decider"])
    def test_is_the_issuers(self, role: str) -> None:
        with pytest.raises(NotYours):
            bring(table(row()), role=role)

        assert not Licence.objects.exists()

    def test_refuses_a_second_where_one_is_allowed(self) -> None:
        police = Authority.objects.get(key="gongan").name
        told = {"证照类型": "居住证", "持证主体": human().name, "持证主体代码": human().code, "颁发机构": police}
        heads = HEADS[:-1]
        one = {key: value for key, value in row(**told).items() if key in heads}

        from tongban.parties.rules.actor import SYSTEM

        with pytest.raises(ImportRefused, match="只能有一份"):
            bring(table(one, {**one, "证照编号": "另"}), actor=SYSTEM)
        bring(table(one), actor=SYSTEM)
        with pytest.raises(ImportRefused, match=Licence.objects.get().identifier.replace(".", r"\.")):
            bring(table({**one, "证照编号": "另"}), actor=SYSTEM)

    def test_takes_an_identity_number_that_looks_like_a_credit_code_for_what_it_is(self) -> None:
        bring(table(row(持证主体="某人", 持证主体代码="529900199007220226")))

        assert (Licence.objects.get().holder_kind, Licence.objects.get().holder_type) == ("person", "111")

    def test_reads_a_workbook_with_days_as_days(self) -> None:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        told = row()
        sheet.append(list(told))
        sheet.append([*list(told.values())[:5], dt.date(2024, 3, 1), *list(told.values())[6:]])
        out = io.BytesIO()
        book.save(out)

        report = bring(out.getvalue(), "stock.xlsx")

        assert report.created == 1
        assert Licence.objects.get().issued_on == dt.date(2024, 3, 1)

    def test_takes_scans_at_a_lower_trust(self) -> None:
        scan = pdf.render_source(f"{pdf.LOOK}\n扫描", {})
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as packed:
            packed.writestr("表.csv", table(row(扫描件="a.pdf")))
            packed.writestr("a.pdf", scan)

        bring(out.getvalue(), "stock.zip", level="D")

        found = Licence.objects.get()
        assert (found.trust_level, found.file_sha256, len(found.scan_sha256)) == ("D", None, 64)

    def test_refuses_a_scan_that_is_none(self) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as packed:
            packed.writestr("表.csv", table(row(扫描件="a.pdf")))
            packed.writestr("a.pdf", b"MZ not a paper")

        with pytest.raises(ImportRefused) as refused:
            bring(out.getvalue(), "stock.zip", level="D")

        assert [(each.row, each.field) for each in refused.value.problems] == [(1, "file")]
        assert not Licence.objects.exists()

    @pytest.mark.parametrize("name", ["a.txt", "a.xlsx", "a.zip"])
    def test_says_what_files_it_takes(self, name: str) -> None:
        with pytest.raises(BadInput):
            bring(b"nothing", name)

    @pytest.mark.parametrize("cell", ['"示例路', '"示例"路', "路" * 4_000_000])
    def test_names_the_row_that_cannot_be_read(self, cell: str) -> None:
        csv.field_size_limit(2**20)
        first, second = table(row(), row("旧字002", 挖掘道路="某路")).decode().splitlines()[1:]
        data = "\n".join([",".join(HEADS), first, second.replace("某路", cell)]).encode()

        with pytest.raises(ImportRefused) as refused:
            bring(data)

        assert [(each.file, each.row) for each in refused.value.problems] == [("stock.csv", 2)]
        assert not Licence.objects.exists()

    def test_is_all_at_once(self, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
        one = row()
        data = table(*({**one, "证照编号": f"旧字{number:05d}"} for number in range(300)))

        with django_assert_max_num_queries(16):
            bring(data)

        assert Licence.objects.count() == 300


class TestLinkHolders:
    def test_gives_the_licence_to_who_registers_later(self) -> None:
        told = {"持证主体": "示例新公司", "持证主体代码": "91110108MA01A2B3C5"}
        from stdnum.cn import uscc

        code = "91520100MA6NEW000"
        code += uscc.calc_check_digit(code)
        bring(table(row(**told | {"持证主体代码": code})))
        assert Licence.objects.get().holder_organisation_id is None
        new = Organisation.objects.create(uscc=code, name="示例新公司", kind="企业", legal_representative="某")

        assert (link_holders(at=MONDAY), link_holders(at=MONDAY)) == (1, 0)

        assert Licence.objects.get().holder_organisation_id == new.pk

    def test_waits_until_it_is_confirmed_who_somebody_is(self) -> None:
        registered = make_person("新来的", assurance=1)
        traveller = make_person("旅人", id_kind="414", id_number="E12345678", assurance=2)
        codes = (registered.code, traveller.code)
        Person.objects.filter(pk=traveller.pk).update(assurance=1)
        bring(table(*(row(f"旧字{code}", 持证主体="某", 持证主体代码=code) for code in codes)))
        assert (link_holders(at=MONDAY), Licence.objects.filter(holder_person=None).count()) == (0, 2)

        Person.objects.filter(pk__in=[registered.pk, traveller.pk]).update(assurance=2)

        assert (link_holders(at=MONDAY), link_holders(at=MONDAY)) == (2, 0)
        linked = dict(Licence.objects.values_list("holder_code", "holder_person_id"))
        assert linked == {registered.code: registered.pk, traveller.code: traveller.pk}

    def test_never_moves_a_licence_from_one_holder_to_another(self) -> None:
        bring(table(row()))

        with pytest.raises(Exception, match="what was issued stays"), connection.cursor() as cursor:
            cursor.execute("UPDATE licences_licence SET holder_organisation_id = NULL")


class TestMakeSheet:
    def test_is_made_when_first_asked_for_and_says_what_it_is(self) -> None:
        bring(table(row()))
        identifier = Licence.objects.get().identifier

        first = make_sheet(identifier=identifier, actor=actor("applicant"), at=MONDAY)
        second = make_sheet(identifier=identifier, actor=actor("applicant"), at=MONDAY)

        assert first == second == Licence.objects.get().file_sha256
        assert licence_file(actor("applicant"), identifier).data.startswith(b"%PDF")
        assert [each.identifier for each in my_licences(actor("applicant"))] == [identifier]
