"""The case page: what it is, what is owed, what is next; and its files."""

import hashlib
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cases.factory import case, pdf
from tests.city import DAY, MONDAY, actor
from tests.web.pages import check
from tongban.cases import actions
from tongban.cases.actions.archive_case import archive_case
from tongban.cases.queries import case_page
from tongban.kernel.outbox import forward
from tongban.matters.models import Matter
from tongban.web.office.forms import FORMS

Browser = Callable[[str], Client]


class TestCasePage:
    def test_shows_what_is_owed_and_one_main_next_thing(self, browser_of: Browser) -> None:
        number = case("submitted")

        text = check(browser_of("clerk").get(f"/office/cases/{number}/"))

        assert "最晚告知是否受理" in text
        assert "3月9日（周一）" in text
        assert text.count("btn-primary") == 1
        for verb in ("accept", "return_for_correction", "propose_refusal"):
            assert f"/office/cases/{number}/{verb}/" in text

    @pytest.mark.parametrize(
        ("stage", "role", "verbs"),
        [
            ("submitted", "lead_reviewer", {"refuse_acceptance"}),
            ("accepted", "lead_reviewer", {"open_reviews"}),
            ("reviewing", "lead_reviewer", {"give_opinion", "suspend"}),
            ("reviewing", "joint_reviewer", {"give_opinion", "suspend"}),
            ("submitted", "supervisor", set()),
            ("reviewing", "decider", {"terminate"}),
            ("reviewed", "decider", {"decide", "terminate"}),
            ("granted", "issuer", {"issue"}),
        ],
    )
    def test_prints_the_buttons_from_the_moves(
        self, browser_of: Browser, stage: str, role: str, verbs: set[str]
    ) -> None:
        number = case(stage)

        page = browser_of(role).get(f"/office/cases/{number}/")

        check(page)
        shown = page.context["case"]
        ready = {button.verb for button in page.context["ready"]}
        assert ready == {move.verb for move in shown.moves if move.verb in FORMS and not shown.waits[move.verb]}
        assert verbs <= ready if verbs else not ready

    def test_says_what_a_decision_waits_for(self, browser_of: Browser) -> None:
        number = case("reviewing")

        text = check(browser_of("decider").get(f"/office/cases/{number}/"))

        assert "还有审查意见未提出：" in text

    def test_shows_the_reviews_by_authority(self, browser_of: Browser) -> None:
        number = case("reviewing")

        page = browser_of("joint_reviewer").get(f"/office/cases/{number}/")

        text = check(page)
        assert [len(stage) for stage in page.context["board"]] == [2]
        assert "贵阳市公安局交通管理局" in text
        assert "等您的意见" in text

    def test_shows_a_replaced_file_beside_the_new_one(self, browser_of: Browser) -> None:
        number = case("correcting")
        applicant, later = actor("applicant"), MONDAY + DAY
        line = next(m for m in case_page(applicant, number, later).materials if m.asked)
        actions.detach(number=number, material_id=line.files[0].pk, actor=applicant, at=later)
        actions.attach(number=number, material_code="plan", name="新图.pdf", data=pdf(), actor=applicant, at=later)
        actions.correct(number=number, actor=applicant, at=later)

        text = check(browser_of("clerk").get(f"/office/cases/{number}/"))

        assert "新图.pdf" in text
        assert "补正前的版本（1）" in text
        assert f"/office/cases/{number}/materials/{line.files[0].pk}" in text

    def test_says_that_a_pause_stops_the_clock(self, browser_of: Browser) -> None:
        number = case("reviewing")
        lead = actor("lead_reviewer")
        actions.suspend(number=number, kind="expert_review", days=5, reason="净距不足", actor=lead, at=MONDAY)

        text = check(browser_of("lead_reviewer").get(f"/office/cases/{number}/"))

        assert "暂停中" in text
        assert "正在进行，暂停计时" in text
        assert f"/office/cases/{number}/resume/" in text

    def test_costs_the_same_queries_however_much_happened(self, browser_of: Browser) -> None:
        fresh, old = case("submitted"), case("reviewed")
        clerk = browser_of("clerk")
        clerk.get(f"/office/cases/{fresh}/")

        with CaptureQueriesContext(connection) as few:
            clerk.get(f"/office/cases/{fresh}/")
        with CaptureQueriesContext(connection) as many:
            clerk.get(f"/office/cases/{old}/")

        assert len(many) == len(few) <= 14

    @pytest.mark.parametrize("language", ["en", "zh-hant"])
    def test_is_shown_in_other_languages(self, browser_of: Browser, language: str) -> None:
        number = case("reviewed")

        check(browser_of("decider").get(f"/office/cases/{number}/", {"lang": language}))

    @pytest.mark.parametrize("path", ["", "accept/", "documents/X", "materials/1"])
    def test_does_not_exist_for_officials_of_other_authorities(self, browser_of: Browser, path: str) -> None:
        number = case("submitted")

        check(browser_of("pan.xueji").get(f"/office/cases/{number}/{path}"), 404)

    def test_a_draft_does_not_exist_for_officials(self, browser_of: Browser) -> None:
        check(browser_of("clerk").get(f"/office/cases/{case('draft')}/"), 404)


class TestFiles:
    def test_are_opened_in_the_browser_but_caged(self, browser_of: Browser) -> None:
        number = case("submitted")
        file = case_page(actor("clerk"), number, MONDAY).materials[1].files[0]

        answer = browser_of("clerk").get(f"/office/cases/{number}/materials/{file.pk}")

        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("inline;")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"

    def test_a_document_is_handed_out_as_it_was_made(self, browser_of: Browser) -> None:
        number = case("accepted")
        document = case_page(actor("clerk"), number, MONDAY).documents[-1]

        answer = browser_of("clerk").get(f"/office/cases/{number}/documents/{document.key}")

        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")

    def test_of_a_closed_case_lie_in_its_package(self, browser_of: Browser) -> None:
        number = case("delivered")
        clerk, path = browser_of("clerk"), f"/office/cases/{number}/archive"
        check(clerk.get(path), 404)
        actions.close(number=number, actor=actor("clerk"), at=MONDAY)
        while forward(lambda jobs: None):
            pass
        made = archive_case(matter_id=Matter.objects.get(number=number).pk, at=MONDAY)

        text, answer = check(clerk.get(f"/office/cases/{number}/")), clerk.get(path)

        assert path in text
        assert made in text
        assert hashlib.sha256(answer.content).hexdigest() == made
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert path not in check(browser_of("supervisor").get(f"/office/cases/{number}/"))
        check(browser_of("supervisor").get(path), 404)

    def test_of_another_case_do_not_exist(self, browser_of: Browser) -> None:
        mine, other = case("submitted"), case("submitted")
        file = case_page(actor("clerk"), other, MONDAY).materials[1].files[0]

        check(browser_of("clerk").get(f"/office/cases/{mine}/materials/{file.pk}"), 404)


class TestNumber:
    @pytest.mark.parametrize("odd", ["%00", "%2e%2e", "'--", "5201002026", "长" * 300, "%F0%9F%98%80"])
    def test_that_is_none_is_not_found(self, browser_of: Browser, odd: str) -> None:
        check(browser_of("clerk").get(f"/office/cases/{odd}/"), 404)
