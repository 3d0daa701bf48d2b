"""Items in files on the office's pages: looked over, previewed, drafted; given out under the list's filter."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from tests.city import MONDAY
from tongban.catalogue.actions.exchange.queue_exchange import queue_exchange
from tongban.catalogue.models import ExchangeRow, Rejection, Revision, Version
from tongban.catalogue.rules.drafts import as_in_file
from tongban.web.once import new_key

PAGE = "/office/catalogue/files/"
NAME = "砍伐城市树木审批"

Browser = Callable[[str], Client]


def content(**changes: Any) -> dict[str, Any]:
    return {**as_in_file(Version.objects.get(name=NAME, state="published").content), **changes}


def uploaded(browser: Client, *items: dict[str, Any], name: str = "items.json") -> Any:
    data = json.dumps(list(items), ensure_ascii=False).encode()
    return browser.post(PAGE, {"file": SimpleUploadedFile(name, data)})


def applied(browser: Client, looked_over: Any) -> Any:
    context = looked_over.context
    return browser.post(
        PAGE + "apply", {"file": context["file"], "name": context["name"], "reason": "按新规调整", "once": new_key()}
    )


class TestUpload:
    def test_shows_what_would_change_and_changes_nothing(self, browser_of: Browser) -> None:
        answer = uploaded(browser_of("steward"), content(promised_days=6))

        assert answer.status_code == 200
        text = answer.content.decode()
        assert "变更 1 项" in text
        assert "承诺办结时限" in text
        assert not Revision.objects.filter(source="file").exists()

    def test_names_the_authority_in_english(self, browser_of: Browser) -> None:
        browser = browser_of("steward")
        browser.cookies["language"] = "en"

        text = uploaded(browser, content(promised_days=6)).content.decode()

        assert "<span>Guiyang Urban Management and Law Enforcement Bureau</span>" in text

    def test_names_each_problem_by_row_and_field_and_hands_them_out(self, browser_of: Browser) -> None:
        browser = browser_of("steward")

        answer = uploaded(browser, content(promised_days="六"), content(type="99"))

        assert answer.status_code == 422
        assert [(each.row, each.field) for each in answer.context["found"].problems][:2] == [
            (1, "promised_days"),
            (2, "type"),
        ]
        table = browser.get(f"{PAGE}problems.csv?{answer.context['query']}")
        assert "items.json,1,promised_days" in b"".join(table.streaming_content).decode()

    def test_drafts_a_revision_once(self, browser_of: Browser) -> None:
        browser = browser_of("steward")
        looked_over = uploaded(browser, content(promised_days=6))

        answer = applied(browser, looked_over)

        revision = Revision.objects.get(source="file")
        assert answer.url == f"/office/catalogue/revisions/{revision.matter.number}/"
        draft = revision.versions.get()
        assert (draft.state, draft.content["promised_days"]) == ("draft", 6)
        assert Version.objects.get(name=NAME, state="published").promised_days == 7
        assert applied(browser, looked_over).url == PAGE
        assert Revision.objects.filter(source="file").count() == 1

    def test_leaves_what_is_under_way_as_its_editor_has_it_and_says_so(self, browser_of: Browser) -> None:
        browser = browser_of("steward")
        applied(browser, uploaded(browser, content(promised_days=6)))

        looked_over = uploaded(browser, content(promised_days=5))

        assert looked_over.status_code == 200
        assert "另有 1 项正在变更单中修改" in looked_over.content.decode()
        answer = browser.post(
            PAGE + "apply",
            {key: looked_over.context[key] for key in ("file", "name")} | {"once": new_key()},
            follow=True,
        )
        assert "0 项与现行内容相同，1 项正在变更单中修改" in answer.content.decode()
        assert Revision.objects.get(source="file").versions.get().content["promised_days"] == 6

    def test_is_refused_for_items_of_other_authorities(self, browser_of: Browser) -> None:
        browser = browser_of("steward")
        other = Version.objects.filter(state="published", type="01").exclude(content__authority="chengguan").first()
        assert other is not None
        looked_over = uploaded(browser, as_in_file(other.content) | {"quantity_limit": "一户一件"})

        answer = applied(browser, looked_over)

        assert answer.status_code == 403
        assert not Revision.objects.filter(source="file").exists()

    @pytest.mark.parametrize("name", ["items.exe", "items"])
    def test_takes_no_other_files(self, browser_of: Browser, name: str) -> None:
        answer = uploaded(browser_of("steward"), content(), name=name)

        assert answer.status_code == 422
        assert "不能识别这种文件" in answer.content.decode()

    def test_is_for_editors(self, browser_of: Browser) -> None:
        assert uploaded(browser_of("item_reviewer"), content()).status_code == 403
        assert browser_of("clerk").get(PAGE).status_code == 403


class TestExport:
    def test_gives_out_what_the_list_shows_under_the_same_filter(self, browser_of: Browser) -> None:
        browser = browser_of("steward")

        answer = browser.get(PAGE + "items.xlsx", {"q": "树木"})

        book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        names = [row[3].value for row in book["事项"].iter_rows(min_row=2)]
        listed = browser.get("/office/catalogue/items/", {"q": "树木"}).context["found"]
        assert names == [NAME]
        assert listed.count == 1

    @pytest.mark.parametrize("form", ["zip", "json", "jsonld"])
    def test_in_each_form(self, browser_of: Browser, form: str) -> None:
        answer = browser_of("publisher").get(f"{PAGE}items.{form}", {"authority": "chengguan"})

        assert answer.status_code == 200
        assert b"".join(answer.streaming_content)

    def test_knows_no_other_form(self, browser_of: Browser) -> None:
        assert browser_of("publisher").get(PAGE + "items.doc").status_code == 404


class TestExchangePage:
    def test_shows_what_waits_and_settles_what_came_back(self, browser_of: Browser) -> None:
        queue_exchange(at=MONDAY)
        row = ExchangeRow.objects.latest("pk")
        found = Rejection.objects.create(row=row, kind="E02", remark="依据为空", refused_at=MONDAY, received_at=MONDAY)
        browser = browser_of("publisher")

        page = browser.get("/office/catalogue/exchange/").content.decode()
        assert "依据为空" in page
        sent = {"note": "已补", "again": "1", "once": new_key()}
        done = browser.post(f"/office/catalogue/exchange/{found.pk}/", sent, follow=True)

        assert "已有更新的在待报，不再重发" in done.content.decode()
        found.refresh_from_db()
        assert found.note == "已补"
        assert "依据为空" not in browser.get("/office/catalogue/exchange/").content.decode()

    def test_is_for_publishers(self, browser_of: Browser) -> None:
        assert browser_of("steward").get("/office/catalogue/exchange/").status_code == 403
