"""The window takes an application in: the item, who stands there, the papers; then it scans and types the rest."""

import re
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cases.factory import answers, at_the_window, case, road_code
from tests.city import MONDAY, actor, picture
from tests.web.office.test_step import key_of
from tests.web.pages import check
from tongban.cases.models import Case
from tongban.matters.models import Matter
from tongban.parties.models import Organisation, Person

Browser = Callable[[str], Client]


def address() -> str:
    return f"/office/register/?item={road_code()}"


def said(desk: Client, **more: Any) -> dict[str, Any]:
    company = Organisation.objects.get(name__startswith="贵阳筑光引电")
    agent = Person.objects.get(pk=actor("applicant").person_id)
    return {
        "once": key_of(desk.get(address())),
        "who-code": company.uscc,
        "who-agent": agent.id_number,
        "who-agent_name": agent.name,
        "who-channel": "window",
        "copies-plan": "2",
        **more,
    }


class TestRegister:
    def test_begins_with_what_the_person_wants(self, browser_of: Browser) -> None:
        desk = browser_of("clerk")

        text = check(desk.get("/office/register/?q=挖马路"))

        assert f"?item={road_code()}" in text
        assert "没有找到" in check(desk.get("/office/register/?q=qqqqqqqq"))
        assert 'href="/office/window/"' in check(desk.get("/office/"))

    def test_takes_it_in_and_leads_to_what_is_to_be_scanned(self, browser_of: Browser) -> None:
        desk = browser_of("clerk")

        answer = desk.post(address(), said(desk))

        matter = Matter.objects.get(kind="case")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/office/cases/{matter.number}/hand-in/")
        assert (matter.state, matter.agent_id) == ("received", actor("applicant").person_id)
        text = check(desk.get(f"/office/cases/{matter.number}/"))
        assert "收件回执" in text
        assert "窗口收件" in text
        assert "窗口补录" in text

    def test_names_what_is_wrong_at_its_field_and_takes_nothing_in(self, browser_of: Browser) -> None:
        desk = browser_of("clerk")
        wrong = {"who-code": "nobody", "who-agent": "", "copies-plan": "many", "start_on": "2026-02-30"}

        first = check(desk.post(address(), said(desk, **wrong)), 422)
        second = check(desk.post(address(), said(desk, **{**wrong, "copies-plan": "1"})), 422)
        third = check(desk.post(address(), said(desk, start_on="2026-02-30")), 422)

        assert 'href="#copies-plan"' in first
        assert 'href="#who-code"' in second
        assert 'href="#start_on"' in third
        assert not Matter.objects.filter(kind="case").exists()

    def test_is_for_clerks(self, browser_of: Browser) -> None:
        for role in ("decider", "supervisor", "applicant"):
            assert browser_of(role).get("/office/register/").status_code in (403, 404), role


class TestHandIn:
    def test_scans_and_types_what_was_handed_in(self, browser_of: Browser) -> None:
        desk, number = browser_of("clerk"), at_the_window(answers={})
        page = f"/office/cases/{number}/hand-in/"
        check(desk.get(page))

        scanned = SimpleUploadedFile("图.png", picture(), content_type="image/png")
        assert desk.post(page, {"material": "plan", "file": scanned}).status_code == 302
        assert "图.png" in check(desk.get(page))
        typed = {key: value for key, value in answers(MONDAY.date()).items() if value is not False}
        kept = {**Case.objects.get(matter__number=number).answers, **typed, "young_road": "false"}
        incomplete = check(desk.post(page, {"road_name": "示例东路"}), 422)
        whole = desk.post(page, kept)

        assert 'href="#project_name"' in incomplete
        assert (whole.status_code, whole.headers["Location"]) == (302, f"/office/cases/{number}/")
        removing = re.search(rf"/office/cases/{number}/hand-in/\d+/remove", desk.get(page).content.decode())
        assert removing
        assert desk.post(removing[0]).status_code == 302
        assert "图.png" not in check(desk.get(page))

    def test_asks_for_a_file(self, browser_of: Browser) -> None:
        desk, number = browser_of("clerk"), at_the_window()

        assert "请先选择文件" in check(desk.post(f"/office/cases/{number}/hand-in/", {"material": "plan"}), 422)

    def test_is_over_once_the_case_is_accepted(self, browser_of: Browser) -> None:
        number = case("accepted")

        check(browser_of("clerk").get(f"/office/cases/{number}/hand-in/"), 409)
        assert "hand-in" not in check(browser_of("clerk").get(f"/office/cases/{number}/"))
