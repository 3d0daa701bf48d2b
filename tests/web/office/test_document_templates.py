"""Administrators edit the templates of documents: a draft, how it would look, and the day from which it counts."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.pages import check
from tongban.cases.models import DocumentTemplate
from tongban.parties.models import Duty
from tongban.parties.rules.actor import DutyKind

Browser = Callable[[str], Client]
LIST = "/office/document-templates/"
PAGE = f"{LIST}acceptance_notice/"
GOOD = '#import "/base.typ": *\n#show: letter\n#addressee(data.addressee)\n#fields(data.fields)\n'
WRONG = '#import "/base.typ": *\n#show: letter\n\n#nope\n'


@pytest.fixture
def admin(browser_of: Browser) -> Client:
    duty = Duty.objects.filter(kind=DutyKind.ADMINISTRATOR.value).select_related("official__account").first()
    assert duty is not None
    return browser_of(str(duty.official.account.username))


class TestList:
    def test_names_every_kind_with_its_version(self, admin: Client) -> None:
        text = check(admin.get(LIST))

        assert text.count("系统自带") == text.count("第 1 版") == 29
        assert "听证笔录" in text
        assert "有草稿" not in text

    @pytest.mark.parametrize("role", ["clerk", "decider"])
    def test_is_for_administrators(self, browser_of: Browser, role: str) -> None:
        assert browser_of(role).get(LIST).status_code == 403
        assert browser_of(role).get(PAGE).status_code == 403
        assert browser_of(role).post(f"{PAGE}preview", {"source": GOOD}).status_code == 403
        assert browser_of(role).post(PAGE, {"source": GOOD}).status_code == 403


class TestEdit:
    def test_saves_a_draft(self, admin: Client) -> None:
        assert "#show: letter" in check(admin.get(PAGE))

        answer = admin.post(PAGE, {"source": GOOD.replace("\n", "\r\n"), "effective_from": "2026-03-02"})

        assert answer.headers["Location"] == PAGE
        assert DocumentTemplate.objects.get(kind="acceptance_notice", published_at=None).source == GOOD
        assert "有草稿" in check(admin.get(LIST))

    def test_publishes_from_a_day(self, admin: Client) -> None:
        answer = admin.post(PAGE, {"source": GOOD, "effective_from": "2026-03-05", "publish": "yes"})

        assert answer.status_code == 302
        text = check(admin.get(PAGE))
        assert "第 2 版已发布" in text
        row = DocumentTemplate.objects.get(kind="acceptance_notice", version=2)
        assert (str(row.effective_from), row.source) == ("2026-03-05", GOOD)

    @pytest.mark.parametrize(
        ("form", "told"),
        [
            ({"source": WRONG, "effective_from": "2026-03-05", "publish": "yes"}, "第 4 行"),
            ({"source": GOOD, "effective_from": "2026-03-01", "publish": "yes"}, "生效日期不能早于今天"),
            ({"source": GOOD, "effective_from": "soon", "publish": "yes"}, "请填写生效日期"),
            ({"source": " ", "effective_from": "2026-03-05"}, "请填写模板"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_written(
        self, admin: Client, form: dict[str, str], told: str
    ) -> None:
        text = check(admin.post(PAGE, form), 422)

        assert told in text
        assert form["source"].strip().split("\n")[-1] in text
        assert not DocumentTemplate.objects.filter(kind="acceptance_notice", version=2).exclude(published_at=None)

    def test_of_no_kind_is_not_found(self, admin: Client) -> None:
        assert admin.get(f"{LIST}letter/").status_code == 404


class TestPreview:
    @pytest.mark.parametrize("mock", [{}, {"mock": "yes"}])
    def test_shows_a_pdf_and_keeps_nothing(self, admin: Client, mock: dict[str, str]) -> None:
        answer = admin.post(f"{PAGE}preview", {"source": GOOD, **mock})

        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")
        assert not DocumentTemplate.objects.filter(published_at=None).exists()

    @pytest.mark.parametrize(
        ("source", "told"),
        [
            (WRONG, "第 4 行"),
            (GOOD + '#read("/../../settings/__init__.py")', "第 5 行"),
            (GOOD + '#include "@preview/x:1.0.0"', "第 5 行：模板中不能使用 include"),
            ("", "第 1 行"),
        ],
    )
    def test_names_the_line_that_is_wrong(self, admin: Client, source: str, told: str) -> None:
        assert told in check(admin.post(f"{PAGE}preview", {"source": source}), 422)
