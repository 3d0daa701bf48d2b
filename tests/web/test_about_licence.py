import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.cases.licensed import licensed
from tests.city import MONDAY, STORY
from tests.web.pages import check
from tongban.cases.models import Case
from tongban.kernel import clock

pytestmark = pytest.mark.usefixtures("city", "db")


@pytest.fixture(autouse=True)
def a_month_later(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(clock, "_OFFSET_FILE", str(tmp_path / "clock"))
    clock.set_offset(MONDAY + dt.timedelta(days=30) - dt.datetime.now(dt.UTC))


def send(browser: Client, identifier: str, purpose: str) -> HttpResponse:
    page = check(browser.get(f"/my/licences/{identifier}/"))
    form = page[page.index(f'name="purpose" value="{purpose}"') - 400 :]
    key = re.search(r'name="once" value="([^"]+)"', form)
    assert key
    return browser.post(f"/my/licences/{identifier}/apply", {"once": key[1], "purpose": purpose})


class TestTheLicencePage:
    def test_offers_its_holder_four_ways(self, as_user: Callable[[str], Client]) -> None:
        browser = as_user(STORY["people"]["applicant"])

        text = check(browser.get(f"/my/licences/{licensed()}/"))

        offered = re.findall(r'name="purpose" value="(\w+)"', text)
        assert offered == ["renewal", "change", "reissue", "surrender"]
        assert "不视为准予延续" not in text

    @pytest.mark.parametrize("purpose", ["renewal", "change", "reissue", "surrender"])
    def test_starts_a_filled_in_application(self, as_user: Callable[[str], Client], purpose: str) -> None:
        browser, identifier = as_user(STORY["people"]["applicant"]), licensed()

        answer = send(browser, identifier, purpose)

        case = Case.objects.get(about_licence=identifier)
        assert (answer.status_code, case.purpose) == (302, purpose)
        assert case.answers["project_name"] == STORY["answers"]["project_name"]
        check(browser.get(answer.headers["Location"]))

    def test_leads_to_the_application_that_runs(self, as_user: Callable[[str], Client]) -> None:
        browser, identifier = as_user(STORY["people"]["applicant"]), licensed()
        send(browser, identifier, "change")

        text = check(browser.get(f"/my/licences/{identifier}/"))

        number = Case.objects.get(about_licence=identifier).matter.number
        assert f"/my/cases/{number}/" in text
        assert 'name="purpose"' not in text

    def test_warns_of_a_late_renewal(self, as_user: Callable[[str], Client]) -> None:
        identifier = licensed(until=dt.date(2026, 4, 20))

        text = check(as_user(STORY["people"]["applicant"]).get(f"/my/licences/{identifier}/"))

        assert "不视为准予延续" in text

    def test_lets_nobody_else_apply(self, as_user: Callable[[str], Client]) -> None:
        identifier = licensed()

        answer = as_user(STORY["people"]["stranger"]).post(
            f"/my/licences/{identifier}/apply", {"once": "x" * 20, "purpose": "surrender"}
        )

        assert answer.status_code == 404
        assert not Case.objects.filter(about_licence=identifier).exists()

    def test_takes_no_new_application(self, as_user: Callable[[str], Client]) -> None:
        identifier = licensed()

        answer = as_user(STORY["people"]["applicant"]).post(
            f"/my/licences/{identifier}/apply", {"once": "x" * 20, "purpose": "new"}
        )

        assert answer.status_code == 422
        assert not Case.objects.filter(about_licence=identifier).exists()
