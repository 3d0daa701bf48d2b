"""The office's menu: one row for everybody, with all that their duties lead to."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.translation import override

from tests.city import actor
from tests.web.pages import check
from tongban.web.office.menu import menu_of

pytestmark = pytest.mark.usefixtures("city", "db")


def _menu(role: str, path: str = "/office/", *, staff: bool = False) -> list[tuple[str, list[str]]]:
    with override("zh-hans"):
        return [(each.label, [link.label for link in each.links]) for each in menu_of(actor(role), path, staff=staff)]


class TestMenu:
    def test_folds_what_belongs_together_and_leaves_few_as_they_are(self) -> None:
        assert _menu("supervisor") == [
            ("", ["收件箱"]),
            ("核查与答复", ["承诺核查", "留言投诉", "部门协查", "校核纠错"]),
            ("监督", ["监察预警", "各部门时限", "事项质检", "职权统计", "减材料、减填写", "历史办件"]),
            ("", ["离岗代理", "办事网站"]),
        ]
        assert _menu("clerk") == [
            ("", ["收件箱", "综合窗口"]),
            ("证照与缴费", ["核实身份", "证照副本", "缴费核对"]),
            ("", ["留言投诉", "部门协查"]),
            ("", ["离岗代理", "办事网站"]),
        ]

    def test_offers_the_base_data_to_those_who_keep_them(self) -> None:
        assert [staff for staff in (False, True) if "基础数据" in str(_menu("administrator", staff=staff))] == [True]

    @pytest.mark.parametrize(
        ("role", "path", "current"),
        [
            ("clerk", "/office/", ["收件箱"]),
            ("clerk", "/office/cases/GY-1/accept/", ["收件箱"]),
            ("clerk", "/office/register/", ["综合窗口"]),
            ("supervisor", "/office/catalogue/gaps/", ["事项质检"]),
            ("supervisor", "/office/compare/x/", []),
        ],
    )
    def test_marks_where_one_stands(self, role: str, path: str, current: list[str]) -> None:
        with override("zh-hans"):
            groups = menu_of(actor(role), path, staff=False)

        assert [link.label for group in groups for link in group.links if link.current] == current

    def test_leads_each_role_only_to_pages_that_open(self, browser_of: Callable[[str], Client]) -> None:
        for role in ("supervisor", "issuer", "data_steward"):
            browser = browser_of(role)
            for group in menu_of(actor(role), "/office/", staff=False):
                for link in group.links:
                    assert browser.get(link.url).status_code == 200, (role, link.url)

    def test_folds_without_script(self, browser_of: Callable[[str], Client]) -> None:
        page = check(browser_of("supervisor").get("/office/alerts/"))

        assert '<details class="menu-group" name="office-menu"><summary class="current">监督</summary>' in page
