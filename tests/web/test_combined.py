"""Several things applied for in one go, through the pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cases.test_combined import begun, codes, complete
from tests.city import MONDAY, STORY, actor, company
from tests.web.pages import check
from tongban.cases.models import Case, CombinedApplication
from tongban.cases.queries.combined import combined_page

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
        assert check(applicant.get(answer.headers["Location"])).count("还没填完") == 2

    def test_tells_who_is_to_be_chosen(self, applicant: Client) -> None:
        answer = applicant.post("/combined/", {"item": codes(), "applicant": "999999", "once": "a-key-of-the-form"})

        assert answer.status_code == 422
        assert "请选择为谁申请" in answer.content.decode()
        assert not CombinedApplication.objects.exists()


class TestShared:
    def test_is_asked_once_and_no_more_on_the_pages_of_each(self, applicant: Client) -> None:
        number = begun()
        page = combined_page(actor("applicant"), number, MONDAY)
        shared = check(applicant.get(f"/combined/{number}/shared"))

        for question in page.shared:
            assert f'name="{question.shared.control}"' in shared
        for line in page.lines:
            first = applicant.get(f"/applications/{line.number}/1/").content.decode()
            for question in page.shared:
                assert f'name="{question.shared.keys[line.number]}"' not in first

    def test_keeps_the_answer_for_all(self, applicant: Client) -> None:
        number = begun()
        page = combined_page(actor("applicant"), number, MONDAY)
        given = {each.shared.control: each.value or "" for each in page.shared} | {"org-legal_representative": "何雨禾"}

        answer = applicant.post(f"/combined/{number}/shared", given)

        assert answer.status_code == 302
        assert {case.answers["legal_representative"] for case in Case.objects.filter(combined__number=number)} == {
            "何雨禾"
        }

    def test_tells_what_is_missing_at_its_question(self, applicant: Client) -> None:
        answer = applicant.post(f"/combined/{begun()}/shared", {"org-name": ""})

        assert answer.status_code == 422
        assert 'href="#org-name"' in answer.content.decode()


class TestHandIn:
    def test_leads_to_what_is_missing(self, applicant: Client) -> None:
        number = begun()

        answer = applicant.post(f"/combined/{number}/", {"truth": "yes", "once": "a-key-of-the-form"})

        assert answer.status_code == 422
        assert "建设项目环境影响报告表审批：" in answer.content.decode()

    def test_hands_in_all_of_them(self, applicant: Client) -> None:
        number = begun()
        for line in combined_page(actor("applicant"), number, MONDAY).lines:
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
