"""The reviewer's desk on the case page: sources, opinions to reuse, who works on it."""

from collections.abc import Callable

from django.test import Client

from tests.cases.factory import case
from tests.cases.joint import opine
from tests.city import actor
from tests.web.pages import check

Browser = Callable[[str], Client]


class TestSources:
    def test_are_shown_side_by_side(self, browser_of: Browser) -> None:
        number, lead = case("reviewing"), browser_of("lead_reviewer")
        assert f"/office/cases/{number}/sources/" in check(lead.get(f"/office/cases/{number}/"))

        text = check(lead.post(f"/office/cases/{number}/sources/"))

        assert "统一社会信用代码" in text
        assert "一致" in text

    def test_are_not_for_who_only_watches(self, browser_of: Browser) -> None:
        number, supervisor = case("reviewing"), browser_of("supervisor")

        check(supervisor.post(f"/office/cases/{number}/sources/"), 403)
        assert f"/office/cases/{number}/sources/" not in check(supervisor.get(f"/office/cases/{number}/"))


class TestEarlierOpinions:
    def test_fill_the_form_at_a_click(self, browser_of: Browser) -> None:
        opine(case("reviewing"), "traffic", actor("joint_reviewer"), opinion="disagree", text="高峰不能施工")
        number, joint = case("reviewing"), browser_of("joint_reviewer")
        page = joint.get(f"/office/cases/{number}/give_opinion/")
        (earlier,) = page.context["form"].earlier

        text = check(joint.get(f"/office/cases/{number}/give_opinion/?step=traffic&reuse={earlier.id}"))

        assert "用这段文字" in check(page)
        assert "高峰不能施工</textarea>" in text


class TestWorking:
    def test_is_shown_to_those_who_handle_the_case(self, browser_of: Browser) -> None:
        number = case("reviewing")

        lead = browser_of("lead_reviewer")
        assert "谁在办" in check(lead.get(f"/office/cases/{number}/"))
        owed = (
            check(lead.get(f"/office/cases/{number}/", {"lang": "en"}))
            .split("Who is working on it")[1]
            .split("</section>")[0]
        )
        assert "<strong>Traffic Administration of the Guiyang Public Security Bureau</strong>" in owed
        assert "谁在办" not in check(browser_of("supervisor").get(f"/office/cases/{number}/"))
