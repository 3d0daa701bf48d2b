"""Conditions and tables on the pages of an application: shown, hidden, added to and taken from, without script."""

import pathlib
import tomllib
from collections.abc import Callable

import pytest
from django.test import Client

from tests.catalogue.forms.test_conditions import GROUPS
from tests.city import STORY, actor
from tests.web.pages import check
from tongban.cases.actions import draft, save_draft
from tongban.cases.models import Case
from tongban.cases.queries import case_page
from tongban.catalogue.actions import import_items
from tongban.catalogue.models import Implementation
from tongban.catalogue.rules.item_files import Source
from tongban.kernel.clock import now

pytestmark = pytest.mark.usefixtures("city", "db")
ITEM = pathlib.Path(__file__).resolve().parents[2] / "demo" / "guiyang" / "items" / "library-card.toml"


@pytest.fixture
def number() -> str:
    content = tomllib.loads(ITEM.read_text(encoding="utf-8"))
    source: Source = [{**content, "form": GROUPS, "materials": [], "situations": []}]
    import_items(source, at=now())
    code = Implementation.objects.get(current__name=content["name"]).task_code
    return draft(task_code=code, actor=actor("applicant"), at=now())


@pytest.fixture
def applicant(as_user: Callable[[str], Client]) -> Client:
    return as_user(STORY["people"]["applicant"])


def answers(number: str) -> dict[str, object]:
    return dict(Case.objects.get(matter__number=number).answers)


class TestConditions:
    def test_what_is_not_asked_is_on_the_page_and_hidden(self, applicant: Client, number: str) -> None:
        text = check(applicant.get(f"/applications/{number}/1/"))

        hidden = text.split('name="capital"')[0].rsplit("<div data-when", 1)[1]
        assert " hidden>" in hidden

    def test_going_on_without_script_stops_where_something_new_is_asked(self, applicant: Client, number: str) -> None:
        page = f"/applications/{number}/1/"

        first = applicant.post(page, {"kind": "个体", "scopes": "冷食", "hot": "无", "go": "next"})
        second = applicant.post(page, {"kind": "个体", "scopes": "冷食", "hot": "无", "cold": "有", "go": "next"})

        assert (first.status_code, first.headers["Location"]) == (302, page)
        assert second.headers["Location"] != page

    def test_what_came_up_and_is_required_is_asked_for(self, applicant: Client, number: str) -> None:
        answer = applicant.post(f"/applications/{number}/1/", {"kind": "企业", "go": "next"})

        assert answer.status_code == 422
        assert "请填写“注册资本”。" in answer.content.decode()


class TestRows:
    def test_a_row_is_added_and_taken_away_by_buttons(self, applicant: Client, number: str) -> None:
        page = f"/applications/{number}/2/"
        save_draft(number=number, answers={"kind": "企业"}, actor=actor("applicant"), at=now())

        added = applicant.post(page, {"owners.1.name": "甲", "go": "add:owners"})
        text = check(applicant.get(added.headers["Location"]))
        applicant.post(page, {"owners.1.name": "甲", "owners.2.name": "乙", "go": "remove:owners:1"})

        assert added.headers["Location"].startswith(f"{page}?more=owners")
        assert 'name="owners.2.name"' in text
        assert "owners.3.name" not in text
        assert answers(number)["owners"] == [{"name": "乙"}]

    def test_what_is_wrong_in_a_row_is_told_at_its_field(self, applicant: Client, number: str) -> None:
        save_draft(number=number, answers={"kind": "企业"}, actor=actor("applicant"), at=now())

        answer = applicant.post(
            f"/applications/{number}/2/", {"owners.1.name": "甲", "owners.2.country": "外国", "go": "next"}
        )

        text = answer.content.decode()
        assert answer.status_code == 422
        assert 'href="#owners.2.name"' in text
        assert 'id="owners.2.name-error"' in text

    def test_the_review_shows_the_rows_and_not_what_is_not_asked(self, applicant: Client, number: str) -> None:
        given = {"kind": "个体", "capital": 5, "owners": [{"name": "甲"}]}
        save_draft(number=number, answers=given, actor=actor("applicant"), at=now())
        before = [
            answer.key for group in case_page(actor("applicant"), number, now()).groups for answer in group.answers
        ]
        save_draft(number=number, answers={"kind": "企业"}, actor=actor("applicant"), at=now())

        text = check(applicant.get(f"/applications/{number}/review"))

        assert "owners" not in before
        assert "capital" not in before
        assert '<td data-label="姓名" translate="no">甲</td>' in text
