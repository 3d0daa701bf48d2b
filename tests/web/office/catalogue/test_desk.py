"""The desk and the list of items: what waits for whom, in how many queries, and beginning a change."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.office.catalogue.drafting import DESK, ITEMS, ROAD, begun, begun_here, code_of, draft_of, page_of, send
from tests.web.pages import check
from tongban.catalogue.models import Implementation, Version

Browser = Callable[[str], Client]


def of_chengguan() -> list[str]:
    """Return the names of some items of the steward's authority."""
    found = Implementation.objects.filter(authority__key="chengguan", current__isnull=False)
    return list(found.order_by("task_code").values_list("current__name", flat=True))


class TestDesk:
    def test_shows_to_each_what_waits_for_them(self, browser_of: Browser) -> None:
        number = begun()

        assert number in check(browser_of("steward").get(DESK))
        assert number not in check(browser_of("item_reviewer").get(DESK))
        assert number in check(browser_of("item_reviewer").get(f"{DESK}?tab=open"))
        assert number in check(browser_of("publisher").get(f"{DESK}?tab=all"))
        assert "没有等您办理的变更" in check(browser_of("publisher").get(DESK))

        other = next(name for name in of_chengguan() if name != ROAD)
        send(browser_of("steward"), f"{page_of(begun(name=other))}abandon/", reason="不改了")
        assert other not in check(browser_of("steward").get(DESK))
        assert other in check(browser_of("steward").get(f"{DESK}?tab=mine"))

    def test_costs_as_many_queries_for_many_as_for_one(self, browser_of: Browser) -> None:
        steward = browser_of("steward")
        first, *others = of_chengguan()
        begun(name=first)
        steward.get(DESK)
        with CaptureQueriesContext(connection) as one:
            steward.get(DESK)
        for name in others[:4]:
            begun(name=name)
        with CaptureQueriesContext(connection) as many:
            text = check(steward.get(DESK))

        assert text.count("row-title") >= 4
        assert len(many) == len(one)

    def test_can_be_narrowed_to_an_authority(self, browser_of: Browser) -> None:
        number, publisher = begun(), browser_of("publisher")

        assert number in check(publisher.get(DESK, {"tab": "all", "authority": "chengguan"}))
        assert number not in check(publisher.get(DESK, {"tab": "all", "authority": "gongan"}))
        assert 'id="authority"' not in check(browser_of("steward").get(DESK))

    def test_is_for_those_who_keep_the_catalogue(self, browser_of: Browser) -> None:
        assert browser_of("clerk").get(DESK).status_code == 403
        assert "事项编制" not in check(browser_of("clerk").get("/office/window/"))


class TestItems:
    def test_are_those_of_the_authority_with_their_standing(self, browser_of: Browser) -> None:
        text = check(browser_of("steward").get(ITEMS, {"q": "挖掘"}))

        assert ROAD in text
        assert "在用" in text
        assert "共 0 个事项" in check(browser_of("steward").get(ITEMS, {"q": "娱乐场所"}))
        assert "娱乐场所经营许可" in check(browser_of("publisher").get(ITEMS, {"q": "娱乐场所"}))

    def test_cost_as_many_queries_for_many_as_for_one(self, browser_of: Browser) -> None:
        steward = browser_of("bian.xiulan")
        steward.get(ITEMS)
        with CaptureQueriesContext(connection) as one:
            steward.get(ITEMS, {"q": "挖掘城市道路"})
        with CaptureQueriesContext(connection) as many:
            steward.get(ITEMS)

        assert len(many) == len(one)

    def test_can_be_narrowed_by_authority_and_standing(self, browser_of: Browser) -> None:
        publisher = browser_of("publisher")

        assert "共 0 个事项" in check(publisher.get(ITEMS, {"standing": "cancelled"}))
        count = Implementation.objects.filter(authority__key="chengguan").count()
        assert f"共 {count} 个事项" in check(publisher.get(ITEMS, {"authority": "chengguan"}))

    def test_lead_to_the_change_that_is_open(self, browser_of: Browser) -> None:
        number = begun()

        text = check(browser_of("steward").get(ITEMS, {"q": ROAD}))

        assert page_of(number) in text
        assert f"{code_of()}/begin/" not in text


class TestBeginning:
    def test_a_change_makes_a_draft_of_what_is_in_force(self, browser_of: Browser) -> None:
        answer = send(browser_of("steward"), f"{ITEMS}{code_of()}/begin/", reason="压缩承诺时限")

        [number] = begun_here()
        assert answer.headers["Location"] == page_of(number)
        assert draft_of(number).content["promised_days"] == 9

    @pytest.mark.parametrize("page", ["{0}/begin/", "standing/?code={0}"])
    def test_names_the_authority_in_english(self, browser_of: Browser, page: str) -> None:
        text = check(browser_of("steward").get(ITEMS + page.format(code_of()), headers={"Accept-Language": "en"}))

        assert ">Guiyang Urban Management and Law Enforcement Bureau</span>" in text

    def test_a_change_twice_is_refused_with_the_number_of_the_first(self, browser_of: Browser) -> None:
        number = begun()

        answer = send(browser_of("steward"), f"{ITEMS}{code_of()}/begin/", reason="再改一次")

        assert number in check(answer, 409)
        assert "再改一次" in answer.content.decode()
        assert begun_here() == [number]

    def test_a_change_wants_a_reason(self, browser_of: Browser) -> None:
        text = check(send(browser_of("steward"), f"{ITEMS}{code_of()}/begin/", reason=" "), 422)

        assert 'id="reason-error"' in text
        assert begun_here() == []

    def test_of_an_item_of_another_authority_is_not_found(self, browser_of: Browser) -> None:
        other = Implementation.objects.exclude(authority__key="chengguan").first()
        assert other is not None

        assert browser_of("steward").get(f"{ITEMS}{other.task_code}/begin/").status_code == 404
        assert browser_of("publisher").get(f"{ITEMS}{other.task_code}/begin/").status_code == 403

    def test_a_new_item_asks_what_its_code_is_made_of(self, browser_of: Browser) -> None:
        steward = browser_of("steward")
        form = {"name": "临时占用桥下空间", "type": "01", "catalog_code": "520117990000", "level": "3"}

        answer = send(steward, f"{ITEMS}new/", **form, authority="chengguan", reason="地方性法规新设")

        [number] = begun_here()
        assert answer.headers["Location"] == page_of(number)
        text = check(steward.get(f"{page_of(number)}drafts/{draft_of(number).pk}/"))
        assert "送审前要改好的" in text
        assert "尚未发布" in check(steward.get(ITEMS, {"q": "桥下"}))

    def test_a_new_item_says_at_the_field_what_is_wrong(self, browser_of: Browser) -> None:
        form = {"name": "临时占用桥下空间", "type": "20", "catalog_code": "520117990000", "level": "3"}

        text = check(send(browser_of("steward"), f"{ITEMS}new/", **form, authority="chengguan", reason="新设"), 422)

        assert 'id="catalog_code-error"' in text
        assert 'value="临时占用桥下空间"' in text
        assert begun_here() == []

    def test_a_new_item_of_own_accord_has_sections_of_its_own(self, browser_of: Browser) -> None:
        steward = browser_of("steward")
        form = {"name": "对擅自挖掘道路的处罚", "type": "02", "catalog_code": "520217990000", "level": "3"}
        send(steward, f"{ITEMS}new/", **form, authority="chengguan", reason="新设")
        [number] = begun_here()
        base = f"{page_of(number)}drafts/{draft_of(number).pk}/edit/"

        assert steward.get(f"{base}materials").status_code == 404
        answer = send(steward, f"{base}conduct", conduct="擅自挖掘城市道路", measures="警告\n罚款")

        assert answer.status_code == 302
        assert draft_of(number).content["measures"] == ["警告", "罚款"]

    def test_a_suspension_of_several_items_at_once(self, browser_of: Browser) -> None:
        steward = browser_of("steward")
        codes = [code_of(name) for name in of_chengguan()[:2]]

        answer = send(
            steward,
            f"{ITEMS}standing/?code={codes[0]}&code={codes[1]}&standing=suspended",
            why="系统升级",
            effective_on="2026-03-09",
        )

        [number] = begun_here()
        assert answer.headers["Location"] == page_of(number)
        drafts = Version.objects.filter(revision__matter__number=number)
        assert {(each.standing, each.content["standing_reason"]) for each in drafts} == {("suspended", "系统升级")}
        assert "2026年3月9日" in check(steward.get(page_of(number))) or "3月9日" in check(steward.get(page_of(number)))

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"why": ""}, "why"),
            ({"why": "升级", "effective_on": "2026-02-01"}, "effective_on"),
            ({"effective_on": "soon"}, "effective_on"),
        ],
    )
    def test_a_suspension_says_at_the_field_what_is_wrong(
        self, browser_of: Browser, typed: dict[str, str], field: str
    ) -> None:
        url = f"{ITEMS}standing/?code={code_of()}&standing=suspended"

        text = check(send(browser_of("steward"), url, **{"why": "升级", **typed}), 422)

        assert f'id="{field}-error"' in text
        assert begun_here() == []

    def test_a_suspension_of_nothing_leads_back(self, browser_of: Browser) -> None:
        assert browser_of("steward").get(f"{ITEMS}standing/").headers["Location"] == ITEMS
