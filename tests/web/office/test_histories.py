"""What other systems did: read by supervisors and by the authority it belongs to, handed out as it came."""

import io
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.city import MONDAY, actor
from tests.matters.test_event_logs import TWO, written
from tests.matters.test_histories import many
from tests.web.pages import check
from tongban.matters.actions.import_log import import_log
from tongban.matters.queries.logs import histories
from tongban.matters.rules.event_log import Trace
from tongban.matters.rules.xes import read_xes
from tongban.parties.models import Authority

Browser = Callable[[str], Client]
LIST, ONE, FILE = "/office/histories/", "/office/histories/permits-A-1/", "/office/histories/permits.xes"


def bring_in(log: list[Trace], source: str) -> None:
    """Bring a log in as the past of the authority for which the story's decider decides."""
    (seat,) = actor("decider").authorities()
    owner = Authority.objects.get(pk=seat)
    import_log(log, source=source, authority_id=owner.pk, region_code=owner.region_id, at=MONDAY)


@pytest.fixture(autouse=True)
def brought_in() -> None:
    bring_in(list(read_xes(io.BytesIO(TWO))), "permits")


class TestHistories:
    @pytest.mark.parametrize("role", ["supervisor", "decider"])
    def test_are_listed_with_the_figures_of_their_source(self, browser_of: Browser, role: str) -> None:
        text = check(browser_of(role).get(LIST))

        assert "A-1" in text
        assert "58.4" in text
        assert "Confirmation of receipt" in text
        assert (f'href="{FILE}"' in text) is (role == "supervisor")

    def test_are_narrowed_by_what_the_form_says(self, browser_of: Browser) -> None:
        late = check(browser_of("supervisor").get(LIST, {"lamp": "red", "state": "closed", "q": "a-"}))
        none = check(browser_of("supervisor").get(LIST, {"source": "permits", "q": "B"}))

        assert (ONE in late, "permits-A-2" in late) == (True, False)
        assert "没有符合条件的历史办件" in none

    def test_are_one_page_with_what_happened(self, browser_of: Browser) -> None:
        text = check(browser_of("decider").get(ONE))

        assert "已超期" in text
        assert "2010年11月29日" in text
        assert "2010-12-01 17:00" in text
        assert "距上一活动 57.1 日" in text

    def test_speak_english(self, browser_of: Browser) -> None:
        assert "Most frequent activities" in check(browser_of("supervisor").get(f"{LIST}?lang=en"))
        assert "57.1 days after the one before" in check(browser_of("supervisor").get(f"{ONE}?lang=en"))

    def test_do_not_exist_for_another_authority(self, browser_of: Browser) -> None:
        other = browser_of("joint_reviewer")

        text = check(other.get(LIST))

        assert "A-1" not in text
        assert "permits" not in text
        assert other.get(ONE).status_code == 404

    @pytest.mark.parametrize("path", [LIST, ONE, FILE])
    def test_are_not_for_applicants(self, browser_of: Browser, path: str) -> None:
        assert browser_of("applicant").get(path).status_code == 403

    def test_are_handed_out_to_supervisors_as_they_came(self, browser_of: Browser) -> None:
        answer = browser_of("supervisor").get(FILE)

        assert b"".join(answer.streaming_content) == written(list(histories("permits")))  # type: ignore[attr-defined]
        assert 'filename="permits.xes"' in answer.headers["Content-Disposition"]
        assert browser_of("supervisor").get("/office/histories/other.xes").status_code == 404
        assert browser_of("decider").get(FILE).status_code == 403

    def test_ask_no_more_queries_when_there_are_more(self, browser_of: Browser) -> None:
        desk = browser_of("supervisor")
        desk.get(f"{LIST}?source=permits")
        with CaptureQueriesContext(connection) as before:
            desk.get(f"{LIST}?source=permits")
        bring_in(many(15), "more")

        with CaptureQueriesContext(connection) as after:
            desk.get(f"{LIST}?source=permits")

        assert len(after) == len(before)
