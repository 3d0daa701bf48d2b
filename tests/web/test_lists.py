"""The published lists on pages and as files."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.catalogue.published_lists.listed import a_bare_service, a_power
from tests.catalogue.revisions.flow import LATER_ON, standing
from tests.city import DAY, MONDAY
from tests.clock import FrozenClock
from tests.web.pages import check, text_of
from tongban.catalogue.actions import import_items, take_effect
from tongban.catalogue.rules.published_lists import BY_KEY, LISTS

pytestmark = pytest.mark.usefixtures("city", "db")

ROAD = "挖掘城市道路许可"
TODAY = MONDAY + 7 * DAY
# Session, city and its divisions, authorities; then one for the list.
AROUND_A_LIST = 4


@pytest.fixture(autouse=True)
def the_clock(monkeypatch: pytest.MonkeyPatch) -> FrozenClock:
    """It is a week after the city was loaded."""
    return FrozenClock(monkeypatch, TODAY)


@pytest.fixture(scope="module")
def changed(city: None, django_db_blocker: Any) -> Iterator[None]:
    """A power and a service that came on Wednesday, of which the service changed on Friday; there for all tests."""
    power = a_power(number=901, authority="chengguan", catalog_code="520217901000")
    with django_db_blocker.unblock(), transaction.atomic():
        import_items([power, _service(visits=1)], at=MONDAY + 2 * DAY)
        import_items([_service(visits=0)], at=MONDAY + 4 * DAY)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        yield
        transaction.set_rollback(True)


def _service(**said: Any) -> dict[str, Any]:
    steps = [{"code": "review", "name": "审查", "authority": "chengguan", "days": 3, "lead": True, "kind": "review"}]
    return a_bare_service(901, "=示例便民服务", authority="chengguan", steps=steps, **said)


def downloaded(client: Client, address: str, query: dict[str, str] | None = None) -> bytes:
    answer = client.get(address, query or {})
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


@pytest.mark.usefixtures("changed")
class TestLists:
    def test_are_all_shown_with_what_asks_for_them(self, client: Client) -> None:
        text = check(client.get("/lists/"))

        for each in LISTS:
            assert each.name in text
            assert f'href="/lists/{each.key}/"' in text
        assert "国办发〔2018〕47号" in text

    @pytest.mark.parametrize("key", sorted(BY_KEY))
    def test_show_each_with_its_rows_and_where_to_read_more(self, client: Client, key: str) -> None:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            text = check(client.get(f"/lists/{key}/"))

        assert BY_KEY[key].name in text
        assert len(asked) <= AROUND_A_LIST, [each["sql"][:80] for each in asked.captured_queries]
        if "没有符合条件的内容" not in text:
            assert "/items/" in text

    def test_lead_to_the_guide_or_to_the_power(self, client: Client) -> None:
        text = check(client.get("/lists/powers/", {"q": "擅自挖掘"}))

        assert "/powers/" in text
        assert "/items/" not in text.partition("<main")[2]

    def test_of_a_day_show_what_was_there(self, client: Client) -> None:
        assert "=示例便民服务" not in check(client.get("/lists/one-visit/", {"on": "2026-03-03", "q": "示例便民"}))
        text = check(client.get("/lists/one-visit/", {"on": "2026-03-04", "q": "示例便民"}))

        assert "=示例便民服务" in text
        assert "截至 2026年3月4日，共 1 条" in text
        assert "on=2026-03-04" in text

    @pytest.mark.parametrize(
        ("path", "query", "said"),
        [
            ("/lists/powers/", {"on": "2026-02-30"}, "年-月-日"),
            ("/lists/powers/", {"on": "昨天"}, "年-月-日"),
            ("/lists/powers/", {"on": "2027-01-01"}, "还没有到这一天"),
            ("/lists/", {"on": "9999-12-31"}, "还没有到这一天"),
            ("/lists/powers.csv", {"on": "2027-01-01"}, "还没有到这一天"),
            ("/lists/powers/compare", {"from": "2026-03-05", "to": "2026-03-04"}, "晚于截止日期"),
            ("/lists/powers/compare", {"from": "x"}, "年-月-日"),
            ("/lists/powers/", {"part": "nothing"}, "没有这一部分"),
        ],
    )
    def test_answer_a_wrong_day_in_words(self, client: Client, path: str, query: dict[str, str], said: str) -> None:
        assert said in check(client.get(path, query), 422)

    @pytest.mark.parametrize("day", ["0001-01-01", "1900-01-01"])
    def test_of_a_day_long_ago_are_empty(self, client: Client, day: str) -> None:
        assert "没有符合条件的内容" in check(client.get("/lists/powers/", {"on": day}))
        check(client.get("/lists/powers/compare", {"from": day}))

    @pytest.mark.parametrize(
        "path",
        ["/lists/none/", "/lists/none/compare", "/lists/none/history", "/lists/none.csv", "/lists/powers.pdf"],
    )
    def test_that_are_none_are_not_found(self, client: Client, path: str) -> None:
        check(client.get(path), 404)

    def test_speak_english(self, client: Client) -> None:
        text = check(client.get("/lists/proofs/", headers={"Accept-Language": "en"}))

        assert "Proofs kept and cancelled" in text
        assert "Authority" in text
        road = check(client.get("/lists/powers/", {"q": "挖掘城市道路许可"}, headers={"Accept-Language": "en"}))
        assert "Permit to excavate a city road" in road


@pytest.mark.usefixtures("changed")
class TestComparison:
    def test_shows_what_differs_with_the_cells(self, client: Client) -> None:
        text = check(client.get("/lists/one-visit/compare", {"from": "2026-03-04", "to": "2026-03-06"}))

        assert "变更 1" in text
        assert "<del>1</del>" in text
        assert "<ins>0</ins>" in text

    def test_asks_for_a_day_first(self, client: Client) -> None:
        assert "请选择起始日期" in check(client.get("/lists/one-visit/compare"))

    def test_says_when_nothing_differs(self, client: Client) -> None:
        query = {"from": "2026-03-06", "to": "2026-03-07"}

        assert "完全一样" in check(client.get("/lists/one-visit/compare", query))

    def test_is_reached_from_each_day_of_the_history(self, client: Client) -> None:
        text = check(client.get("/lists/one-visit/history"))

        assert "compare?from=2026-03-05&amp;to=2026-03-06" in text
        assert "2026年3月4日" in text


@pytest.mark.usefixtures("changed")
class TestRevisions:
    def test_are_on_the_lists_from_the_day_on_which_they_take_effect(
        self, client: Client, the_clock: FrozenClock
    ) -> None:
        def on(day: dt.date) -> bool:
            found = check(client.get("/lists/powers/", {"q": ROAD, "on": day.isoformat()}))
            return "没有符合条件的内容" not in found

        standing("cancelled", at=MONDAY + DAY, effective_on=LATER_ON, cases_go_on=True)
        assert on(TODAY.date())

        the_clock.move_to(LATER_ON)
        take_effect(at=the_clock.moment)

        assert on(LATER_ON - DAY)
        assert not on(LATER_ON)
        day = (LATER_ON - DAY).isoformat()
        assert "退出 1" in check(client.get("/lists/powers/compare", {"from": day, "to": LATER_ON.isoformat()}))


@pytest.mark.usefixtures("changed")
class TestFiles:
    QUERY = {"q": "示例", "authority": "chengguan"}

    def test_hold_the_same_rows_in_every_format(self, client: Client) -> None:
        lines = list(csv.reader(io.StringIO(downloaded(client, "/lists/powers.csv", self.QUERY).decode("utf-8-sig"))))
        book = openpyxl.load_workbook(io.BytesIO(downloaded(client, "/lists/powers.xlsx", self.QUERY)))
        told = json.loads(downloaded(client, "/lists/powers.json", self.QUERY))

        sheet = [["" if cell is None else str(cell) for cell in row] for row in book.active.iter_rows(values_only=True)]
        assert lines == sheet
        assert lines[0] == [column["label"] for column in told["columns"]]
        assert [row["code"] for row in told["rows"]] == [line[4] for line in lines[1:]]
        assert f"共 {len(told['rows'])} 条" in check(client.get("/lists/powers/", self.QUERY))

    def test_hold_no_formula(self, client: Client) -> None:
        book = openpyxl.load_workbook(io.BytesIO(downloaded(client, "/lists/one-visit.xlsx", {"q": "示例便民"})))

        cell = book.active["A2"]
        assert (cell.value, cell.data_type) == ("'=示例便民服务", "s")
        assert "'=示例便民服务" in downloaded(client, "/lists/one-visit.csv", {"q": "示例便民"}).decode()

    def test_say_of_codes_what_they_mean(self, client: Client) -> None:
        told = json.loads(downloaded(client, "/lists/powers.json", {"q": "擅自挖掘"}))

        kind = next(column for column in told["columns"] if column["key"] == "type")
        assert told["rows"][0]["type"] == "02"
        assert kind["codes"]["02"] == "行政处罚"
        assert "行政处罚" in downloaded(client, "/lists/powers.csv", {"q": "擅自挖掘"}).decode()

    def test_are_named_after_the_list_and_the_day(self, client: Client) -> None:
        answer = client.get("/lists/powers.xlsx", {"on": "2026-03-04"})

        assert answer.headers["Content-Disposition"] == 'attachment; filename="powers-2026-03-04.xlsx"'
        assert b"".join(answer.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]

    def test_of_a_day_hold_what_was_there(self, client: Client) -> None:
        told = json.loads(downloaded(client, "/lists/one-visit.json", {"on": "2026-03-04", "q": "示例便民"}))

        assert (told["on"], told["rows"][0]["visits"]) == ("2026-03-04", 1)


@pytest.mark.usefixtures("changed")
class TestDirectory:
    def test_is_found_by_type_department_and_words(self, client: Client) -> None:
        text = check(client.get("/directory/", {"type": "02", "line": "17", "q": "擅自挖掘"}))

        assert "/directory/520217901000/" in text
        assert "/directory/522030901000/" not in text
        assert "17 住房城乡建设" in text

    def test_counts_its_queries(self, client: Client) -> None:
        with CaptureQueriesContext(connection) as asked:
            check(client.get("/directory/"))

        assert len(asked) <= 4

    @pytest.mark.parametrize(
        "query", [{"line": "x"}, {"type": "99"}, {"q": "\\"}, {"q": "不存在的事项名称"}, {"line": "[1"}]
    )
    def test_says_when_nothing_is_there(self, client: Client, query: dict[str, str]) -> None:
        assert "没有找到符合条件的事项" in check(client.get("/directory/", query))

    def test_shows_who_carries_an_entry_out_and_what_its_code_says(self, client: Client) -> None:
        with CaptureQueriesContext(connection) as asked:
            text = check(client.get("/directory/520217901000/"))

        assert "市级" in text
        assert "住房城乡建设" in text
        assert "/powers/" in text
        assert len(asked) <= 5

    def test_shows_the_codes_of_business_items(self, client: Client) -> None:
        items = [{"code": "01", "name": "新办"}, {"code": "02", "name": "变更"}]
        import_items([_service(visits=0, business_items=items)], at=MONDAY + 5 * DAY)

        text = check(client.get("/directory/522030901000/"))

        assert "2 个业务办理项" in text
        assert "52203090100001" in text

    @pytest.mark.parametrize("code", ["000000000000", "12", "abc"])
    def test_has_no_entry_of_another_code(self, client: Client, code: str) -> None:
        check(client.get(f"/directory/{code}/"), 404)

    @pytest.mark.parametrize(
        ("code", "said"),
        [
            ("370117002011", "住房城乡建设"),
            ("11370800MB285591843370117002011", "实施主体统一社会信用代码"),
            ("11370800MB28559184337011700201101", "办理项序号"),
            ("511a0138000000-511602000000-000-115113010833722043-1-00", "地方基本编码"),
            ("XK00012001", "地方编码（贵州）"),
            ("11370800MB285591853370117002011", "逐位核对"),
            ("<b>", "逐位核对"),
        ],
    )
    def test_takes_codes_apart(self, client: Client, code: str, said: str) -> None:
        assert said in check(client.get("/directory/codes", {"code": code}))


@pytest.mark.usefixtures("changed")
class TestPower:
    def test_tells_the_conduct_the_measures_the_procedure_and_the_ground(self, client: Client) -> None:
        text = check(client.get(self.path(client)))

        for words in ("未经批准挖掘城市道路", "责令限期改正", "调查取证", "《城市道路管理条例》第四十二条", "依职权"):
            assert words in text
        assert "在线申请" not in text

    def test_says_when_it_is_not_used(self, client: Client) -> None:
        path = self.path(client)
        power = a_power(number=901, authority="chengguan", catalog_code="520217901000")
        import_items([{**power, "standing": "suspended", "standing_reason": "机构调整"}], at=MONDAY + 5 * DAY)

        text = check(client.get(path))

        assert "机构调整" in text
        assert "暂停" in text

    @pytest.mark.parametrize("code", ["none", "x" * 60])
    def test_of_another_code_is_not_found(self, client: Client, code: str) -> None:
        check(client.get(f"/powers/{code}/"), 404)

    def test_is_no_item_that_people_apply_for(self, client: Client) -> None:
        code = self.path(client).split("/")[2]

        check(client.get(f"/items/{code}/"), 404)

    @staticmethod
    def path(client: Client) -> str:
        rows = text_of(client.get("/lists/powers/", {"q": "擅自挖掘城市道路的处罚（901）"}))
        return "/powers/" + rows.partition('href="/powers/')[2].partition('"')[0]
