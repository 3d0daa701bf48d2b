"""Several things applied for in one go, through the pages."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.cases.test_combined import answer_for, begun, codes, complete
from tests.city import STORY, actor, company
from tests.web.pages import check
from tongban.cases.models import Case, CombinedApplication
from tongban.cases.queries.combined import combined_page
from tongban.catalogue.rules.form_properties import whole_property

pytestmark = pytest.mark.usefixtures("city", "db")
SignIn = Callable[[str], Client]


@pytest.fixture
def applicant(as_user: SignIn) -> Client:
    return as_user(STORY["people"]["applicant"])


@pytest.fixture
def stranger(as_user: SignIn) -> Client:
    return as_user(STORY["people"]["stranger"])


class TestChoose:
    def test_finds_another_item_and_keeps_those_chosen(self, applicant: Client) -> None:
        first, second = codes()

        page = check(applicant.get("/combined/", {"item": first, "q": "固定资产投资项目节能审查"}))

        assert f"/combined/?item={first}&amp;item={second}" in page

    def test_begins_them_for_the_company(self, applicant: Client) -> None:
        chosen = {"item": codes(), "applicant": str(company(actor("applicant"))), "once": "a-key-of-the-form"}

        answer = applicant.post("/combined/", chosen)

        combined = CombinedApplication.objects.get()
        assert answer.headers["Location"] == f"/combined/{combined.number}/"
        # The two items, and what both of them ask of the project.
        assert check(applicant.get(answer.headers["Location"])).count("还没填完") == 3

    def test_tells_who_is_to_be_chosen(self, applicant: Client) -> None:
        answer = applicant.post("/combined/", {"item": codes(), "applicant": "999999", "once": "a-key-of-the-form"})

        assert answer.status_code == 422
        assert "请选择为谁申请" in answer.content.decode()
        assert not CombinedApplication.objects.exists()


class TestShared:
    def test_is_asked_once_and_no_more_on_the_pages_of_each(self, applicant: Client) -> None:
        number = begun()
        page = combined_page(actor("applicant"), number)
        shared = check(applicant.get(f"/combined/{number}/shared"))

        for question in page.shared:
            assert f'name="{question.shared.control}"' in shared
        for line in page.lines:
            first = applicant.get(f"/applications/{line.number}/1/").content.decode()
            for question in page.shared:
                assert f'name="{question.shared.keys[line.number]}"' not in first

    def test_keeps_the_answer_for_all(self, applicant: Client) -> None:
        number = begun()

        answer = applicant.post(f"/combined/{number}/shared", {**given(number), "org-legal_representative": "何雨禾"})

        assert answer.status_code == 302
        assert {case.answers["legal_representative"] for case in Case.objects.filter(combined__number=number)} == {
            "何雨禾"
        }

    def test_shows_both_sides_of_what_another_device_typed_meanwhile(self, applicant: Client) -> None:
        number = begun()
        stale = {**given(number), "shown": shown(applicant.get(f"/combined/{number}/shared"))}
        applicant.post(f"/combined/{number}/shared", {**stale, "org-legal_representative": "先改的一边"})

        mine = {**stale, "org-legal_representative": "后改的一边"}
        answer = applicant.post(f"/combined/{number}/shared", mine)

        told = answer.content.decode()
        assert answer.status_code == 409
        assert "<strong>先改的一边</strong>" in told
        assert "<strong>后改的一边</strong>" in told
        assert representatives(number) == {"先改的一边"}

        again = {**mine, "shown": shown(answer), "conflict": "org-legal_representative"}
        again["mine-org-legal_representative"] = '"后改的一边"'
        undecided = applicant.post(f"/combined/{number}/shared", again)
        assert (undecided.status_code, representatives(number)) == (409, {"先改的一边"})
        chosen = applicant.post(f"/combined/{number}/shared", {**again, "keep-org-legal_representative": "mine"})
        assert (chosen.status_code, representatives(number)) == (302, {"后改的一边"})

    def test_keeps_the_other_side_when_that_is_chosen(self, applicant: Client) -> None:
        number = begun()
        stale = {"shown": "org-legal_representative:0", "org-legal_representative": "一边"}
        answer = applicant.post(f"/combined/{number}/shared", stale)
        before = representatives(number)

        chosen = {"conflict": "org-legal_representative", "mine-org-legal_representative": '"一边"'}
        chosen |= {"keep-org-legal_representative": "theirs", "shown": shown(answer)}
        applicant.post(f"/combined/{number}/shared", chosen)

        assert answer.status_code == 409
        assert representatives(number) == before

    def test_tells_what_is_missing_at_its_question(self, applicant: Client) -> None:
        answer = applicant.post(f"/combined/{begun()}/shared", {"org-name": ""})

        assert answer.status_code == 422
        assert 'href="#org-name"' in answer.content.decode()


def given(number: str) -> dict[str, Any]:
    """Return what the page of the shared questions posts when nothing that was filled in is changed."""
    page = combined_page(actor("applicant"), number)
    forms = {line.number: line.item.form for line in page.lines}
    first = {each.shared.control: (each.value, *next(iter(each.shared.keys.items()))) for each in page.shared}
    return {
        control: value or answer_for(whole_property(forms[number], key))
        for control, (value, number, key) in first.items()
    }


def shown(answer: Any) -> str:
    """Return the marks of what a page shows."""
    return re.search(r'name="shown" value="([^"]*)"', answer.content.decode())[1]  # type: ignore[index]


def representatives(number: str) -> set[str]:
    """Return what the drafts have for the question that both ask."""
    return {case.answers["legal_representative"] for case in Case.objects.filter(combined__number=number)}


class TestHandIn:
    def test_leads_to_what_is_missing(self, applicant: Client) -> None:
        number = begun()

        answer = applicant.post(f"/combined/{number}/", {"truth": "yes", "once": "a-key-of-the-form"})

        assert answer.status_code == 422
        assert "建设项目环境影响报告表审批：" in answer.content.decode()

    def test_hands_in_all_of_them(self, applicant: Client) -> None:
        number = begun()
        for line in combined_page(actor("applicant"), number).lines:
            complete(line.number, line.item.form)

        answer = applicant.post(f"/combined/{number}/", {"truth": "yes", "once": "a-key-of-the-form"})

        assert answer.status_code == 302
        assert set(Case.objects.filter(combined__number=number).values_list("matter__state", flat=True)) == {
            "submitted"
        }


@pytest.mark.parametrize("path", ["", "shared"])
def test_a_stranger_finds_nothing(stranger: Client, path: str) -> None:
    number = begun()

    assert stranger.get(f"/combined/{number}/{path}").status_code == 404
    assert stranger.post(f"/combined/{number}/{path}", {"truth": "yes", "once": "a-key-of-the-form"}).status_code == 404
