"""What one keeps of the inbox: filters under a name, and the list as a table."""

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client

from tests.cases.factory import case
from tests.city import actor
from tests.web.pages import check
from tongban.cases.actions.save_view import save_view
from tongban.cases.models import SavedView
from tongban.cases.queries.saved_views import saved_views
from tongban.kernel.errors import BadInput
from tongban.matters.models import Matter

Browser = Callable[[str], Client]


class TestFilters:
    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"item": "城市道路"}, 1),
            ({"item": "食品"}, 0),
            ({"due_from": "2026-03-09", "due_to": "2026-03-09"}, 1),
            ({"due_from": "2026-03-10"}, 0),
            ({"due_to": "2026-03-08"}, 0),
            ({"due_to": "never", "owner": "x"}, 1),
        ],
    )
    def test_narrow_the_list_and_every_count(self, browser_of: Browser, asked: dict[str, str], found: int) -> None:
        case("submitted")

        page = browser_of("clerk").get("/office/", {"task": "all", **asked})

        check(page)
        assert page.context["inbox"].count == found
        assert {task.code: task.count for task in page.context["tasks"]}["receive"] == found

    def test_narrow_to_an_authority(self, browser_of: Browser) -> None:
        number = case("submitted")
        owner = Matter.objects.get(number=number).owner_id
        watcher = browser_of("supervisor")

        for asked, found in ((owner, 1), (owner + 1, 0)):
            assert watcher.get("/office/", {"owner": asked}).context["inbox"].count == found


class TestSavedViews:
    def test_are_kept_shown_and_deleted(self, browser_of: Browser) -> None:
        clerk = browser_of("clerk")

        check(clerk.post("/office/views/", {"name": " 快到期 的 ", "task": "receive", "lamp": "yellow"}, follow=True))

        kept = SavedView.objects.get()
        assert (kept.name, kept.query) == ("快到期 的", {"task": "receive", "lamp": "yellow"})
        assert "?task=receive&amp;lamp=yellow" in clerk.get("/office/").content.decode()
        clerk.post(f"/office/views/{kept.pk}/delete", {"task": "all"})
        assert not SavedView.objects.exists()

    def test_replace_one_of_the_same_name(self) -> None:
        account = actor("clerk").account_id or 0

        for lamp in ("red", "grey"):
            save_view(account_id=account, name="我的", query={"lamp": lamp})

        assert [(view.name, view.query) for view in saved_views(account)] == [("我的", {"lamp": "grey"})]

    @pytest.mark.parametrize("name", ["", "  ", "长" * 41])
    def test_need_a_name(self, browser_of: Browser, name: str) -> None:
        page = browser_of("clerk").post("/office/views/", {"name": name}, follow=True)

        assert "最多 40 个字" in page.content.decode()
        assert not SavedView.objects.exists()

    def test_are_no_more_than_twenty(self) -> None:
        account = actor("clerk").account_id or 0
        for place in range(20):
            save_view(account_id=account, name=str(place), query={})

        with pytest.raises(BadInput) as refused:
            save_view(account_id=account, name="20", query={})

        assert set(refused.value.errors) == {"name"}
        assert SavedView.objects.count() == 20

    def test_are_ones_own(self, browser_of: Browser) -> None:
        save_view(account_id=actor("clerk").account_id or 0, name="我的", query={})
        others = SavedView.objects.get()

        answer = browser_of("lead_reviewer").post(f"/office/views/{others.pk}/delete")

        assert answer.status_code == 404
        assert SavedView.objects.exists()
        assert "我的</a>" not in browser_of("lead_reviewer").get("/office/").content.decode()


class TestExport:
    def test_is_the_list_under_its_filters(self, browser_of: Browser) -> None:
        number, _other = case("submitted"), case("accepted")

        answer = browser_of("clerk").get("/office/inbox.csv", {"task": "receive"})

        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert [row[0] for row in rows] == ["编号", number]
        assert rows[1][1:6] == [
            "挖掘城市道路许可",
            "贵阳筑光引电电力工程有限公司（示例）",
            "已提交",
            "正常办理",
            "2026-03-09",
        ]

    def test_names_items_in_the_readers_language(self, browser_of: Browser) -> None:
        case("submitted")

        answer = browser_of("clerk").get("/office/inbox.csv", {"task": "receive", "lang": "en"})

        heads, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
        assert (heads[1], row[1]) == ("Item", "Permit to excavate a city road")

    def test_lets_no_spreadsheet_work_out_what_somebody_typed(self, browser_of: Browser) -> None:
        number = case("submitted")
        Matter.objects.filter(number=number).update(applicant_name="=cmd|' /C calc'!A0")

        text = browser_of("clerk").get("/office/inbox.csv", {"task": "all"}).content.decode()

        assert "'=cmd" in text

    def test_masks_what_the_list_masks(self, browser_of: Browser) -> None:
        number = case("submitted")
        Matter.objects.filter(number=number).update(
            applicant_organisation=None, applicant_person=actor("applicant").person_id, applicant_name="何与合"
        )

        assert "何与合" not in browser_of("supervisor").get("/office/inbox.csv", {"task": "all"}).content.decode()
