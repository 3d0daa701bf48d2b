"""Enterprises as they are published: messy, and each oddity reported; and as many invented ones as a city has."""

import csv
import datetime as dt
import io
import os
import pathlib
from collections import Counter
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.parties.factories import AT, DAY, uscc
from tests.sharing.registers import register
from tongban.cli.city_scale.enterprises import enterprises
from tongban.kernel.rules.codes import uscc_valid
from tongban.parties.rules.actor import SYSTEM
from tongban.parties.rules.reports import ImportRefused, Report
from tongban.sharing.actions import EnterpriseReport, import_enterprises
from tongban.sharing.models import LegalPersonRecord
from tongban.sharing.rules.enterprises import COLUMNS, Reader

TEST_DATA = pathlib.Path(os.environ.get("TONGBAN_TEST_DATA", "../shared/data"))
REAL = TEST_DATA / "enterprises" / "guiyang_companies.csv"
FINE = {
    "企业名称": "青禾示例面包有限公司",
    "统一社会信用代码": "",
    "注册日期": "2004-03-01",
    "企业类型": "有限责任公司",
    "注册资金": "3,988.8100(万元)",
    "经营范围": "面包",
    "注册地址": "贵阳市南明区示例路 3 号",
}


def read(**row: str) -> tuple[object, list[tuple[str, str, bool]]]:
    reader = Reader(DAY)
    found = reader.read(1, {**FINE, "统一社会信用代码": uscc(), **row})
    return found, [(one.field, one.sort, one.kept) for one in reader.oddities]


def take(*rows: dict[str, str]) -> EnterpriseReport:
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS)
    table.writeheader()
    table.writerows([{**FINE, **row} for row in rows])
    return import_enterprises(data=out.getvalue().encode(), name="a.csv", actor=SYSTEM, at=AT)


class TestReader:
    @pytest.mark.parametrize(
        ("written", "yuan", "currency", "sort"),
        [
            ("100,000(万元)", "1000000000.00", "CNY", ""),
            ("3,988.8100(万元)", "39888100.00", "CNY", ""),
            ("500(万元人民币)", "5000000.00", "CNY", ""),
            ("30万人民币", "300000.00", "CNY", ""),
            ("30( 万人民币元)", "300000.00", "CNY", ""),
            ("50(万)", "500000.00", "CNY", "没有写明币种，按人民币元"),
            ("12.5(万美元)", None, "USD", "外币，按原文保留"),
            ("80(万香港元)", None, "HKD", "外币，按原文保留"),
            ("0(万元)", None, "CNY", "金额不可能，按原文保留"),
            ("若干", None, "", "读不出金额，按原文保留"),
            ("1(万卢布)", None, "", "读不出金额，按原文保留"),
            ("N/A", None, "", "没有"),
        ],
    )
    def test_reads_capital_in_yuan_or_keeps_it_as_it_was_written(
        self, written: str, yuan: str | None, currency: str, sort: str
    ) -> None:
        found, odd = read(注册资金=written)

        assert found.capital.yuan == (None if yuan is None else Decimal(yuan))  # type: ignore[attr-defined]
        assert found.capital.currency == currency  # type: ignore[attr-defined]
        assert found.capital.text == ("" if written == "N/A" else written)  # type: ignore[attr-defined]
        assert odd == ([("注册资金", sort, True)] if sort else [])

    @pytest.mark.parametrize(
        ("written", "day", "sort"),
        [
            ("2004/3/1", dt.date(2004, 3, 1), ""),
            ("2004年3月1日", dt.date(2004, 3, 1), ""),
            ("20040301", dt.date(2004, 3, 1), ""),
            ("2004-02-30", None, "不是日期"),
            ("昨天", None, "不是日期"),
            ("1900-01-01", None, "日期不可能"),
            ("2099-01-01", None, "日期不可能"),
            ("N/A", None, "没有"),
        ],
    )
    def test_reads_days_that_can_be(self, written: str, day: dt.date | None, sort: str) -> None:
        found, odd = read(注册日期=written)

        assert found.registered_on == day  # type: ignore[attr-defined]
        assert odd == ([("注册日期", sort, True)] if sort else [])

    def test_writes_wide_digits_as_others_are_and_leaves_chinese_brackets(self) -> None:
        found, odd = read(注册地址="贵阳市云岩区市东路３３号Ａ座（一层）－２室")

        assert found.address == "贵阳市云岩区市东路33号A座（一层）-2室"  # type: ignore[attr-defined]
        assert odd == [("注册地址", "全角字符已转为半角", True)]

    @pytest.mark.parametrize(
        ("row", "odd"),
        [
            ({"统一社会信用代码": "91520000214424968A"}, ("统一社会信用代码", "校验码或形式不对", False)),
            ({"统一社会信用代码": "N/A"}, ("统一社会信用代码", "没有", False)),
            ({"企业名称": "N/A"}, ("企业名称", "没有", False)),
        ],
    )
    def test_names_a_row_that_cannot_be_kept(self, row: dict[str, str], odd: tuple[str, str, bool]) -> None:
        assert read(**row) == (None, [odd])


@pytest.mark.django_db
class TestImportEnterprises:
    def test_keeps_what_can_be_kept_and_lists_the_rest(self) -> None:
        register()
        one, two = uscc(), uscc()

        done = take(
            {"统一社会信用代码": one}, {"统一社会信用代码": one}, {"统一社会信用代码": two, "注册资金": "N/A"}, {}
        )

        assert (done.rows, done.stored) == (4, Report(created=2))
        assert [(each.row, each.sort) for each in done.dropped] == [(2, "与第 1 行重复"), (4, "没有")]
        kept = LegalPersonRecord.objects.get(subject_code=one)
        assert (kept.capital_yuan, kept.registered_on, kept.region_code) == (
            Decimal(39_888_100),
            dt.date(2004, 3, 1),
            f"{one[2:8]}000000",
        )

    def test_refuses_a_table_of_another_form_and_stores_nothing(self) -> None:
        register()

        for data in (b"a,b\n1,2\n", "企业名称\n甲".encode("gbk"), b""):
            with pytest.raises(ImportRefused):
                import_enterprises(data=data, name="a.csv", actor=SYSTEM, at=AT)

        assert not LegalPersonRecord.objects.exists()

    @pytest.mark.skipif(not REAL.exists(), reason=f"the real enterprises are not there: {REAL} (TONGBAN_TEST_DATA)")
    def test_takes_the_real_enterprises_of_a_city_and_twice_changes_nothing(self) -> None:
        register()
        data = REAL.read_bytes()

        with CaptureQueriesContext(connection) as asked:
            first = import_enterprises(data=data, name=REAL.name, actor=SYSTEM, at=AT)
        again = import_enterprises(data=data, name=REAL.name, actor=SYSTEM, at=AT)

        assert (first.rows, first.stored, first.dropped) == (14_861, Report(created=14_861), [])
        assert again.stored == Report(unchanged=14_861)
        counts = {(column, sort): count for column, sort, count in first.sorts}
        assert counts["企业类型", "没有"] == 14_797
        assert counts["注册资金", "没有"] == 1_316
        assert counts["注册资金", "外币，按原文保留"] == 64
        assert LegalPersonRecord.objects.filter(capital_yuan__isnull=False).count() == 14_861 - 1_316 - 64 - sum(
            count for (column, sort), count in counts.items() if column == "注册资金" and "不可能" in sort
        )
        assert not LegalPersonRecord.objects.filter(address__regex="[０-９]").exists()
        # By the thousand and not one by one: that it takes seconds follows, on whatever machine.
        assert len(asked) < 30


class TestInventedEnterprises:
    def test_have_valid_codes_that_are_nobodys_and_are_the_same_for_the_same_seed(self) -> None:
        districts = [("520102000000", "南明区"), ("520103000000", "云岩区"), ("520111000000", "花溪区")]

        made = list(enterprises(districts, 3000))

        assert made == list(enterprises(districts, 3000))
        assert made != list(enterprises(districts, 3000, seed=2))
        codes = {one["subject"] for one in made}
        assert len(codes) == 3000
        assert all(uscc_valid(code) and code[2:8] == "529900" for code in codes)
        spread = Counter(one["values"]["org.region_code"] for one in made)
        assert len(spread) == 3
        assert min(spread.values()) > 300
        assert len({one["values"]["org.industry"] for one in made}) > 10
