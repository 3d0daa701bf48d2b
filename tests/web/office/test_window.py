"""One window: the number on the card leads to all that the visitor has with us, on one screen in one request."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cases.factory import case, road_code
from tests.city import actor
from tests.web.pages import check
from tongban.cases.ports import Appointment, use_appointments
from tongban.kernel.clock import now
from tongban.parties.models import Organisation, PartyEvent, Person

Browser = Callable[[str], Client]


def company() -> Organisation:
    return Organisation.objects.get(name__startswith="贵阳筑光引电")


@pytest.fixture
def appointed() -> Iterator[None]:
    class Diary:
        def of(self, party: object, on: object) -> list[Appointment]:
            return [Appointment(now(), "综合窗口 3 号", "占道预约")]

    use_appointments(Diary())
    yield
    use_appointments(None)


class TestWindow:
    def test_shows_open_cases_licences_and_appointments_of_the_card(self, browser_of: Browser, appointed: None) -> None:
        number = case("submitted")
        issued = case("issued")
        desk = browser_of("clerk")

        text = check(desk.post("/office/window/", {"card-code": company().uscc}))

        assert company().name in text
        assert number in text
        assert issued in text
        assert "挖掘城市道路许可证" in text
        assert "占道预约" in text

    def test_names_who_issued_a_licence_in_english(self, browser_of: Browser) -> None:
        case("issued")
        desk = browser_of("clerk")

        text = check(desk.post("/office/window/?lang=en", {"card-code": company().uscc}))

        issued = text.split("挖掘城市道路许可证")[1].split("</li>")[0]
        assert "Guiyang Urban Management and Law Enforcement Bureau" in issued

    def test_names_no_licence_number_and_puts_no_card_in_an_address(self, browser_of: Browser) -> None:
        case("issued")
        desk = browser_of("clerk")

        text = check(desk.post("/office/window/", {"card-code": company().uscc}))

        assert "1.2.156.3005.2" not in text
        assert company().uscc not in "".join(re.findall(r'href="([^"]+)"', text))

    def test_keeps_who_looked_up_whom(self, browser_of: Browser) -> None:
        desk = browser_of("clerk")

        desk.post("/office/window/", {"card-code": company().uscc})

        seen = PartyEvent.objects.get(kind="visit")
        assert seen.subject == f"organisation:{company().pk}"
        assert seen.actor_name == actor("clerk").name

    def test_asks_no_more_queries_when_there_is_more(self, browser_of: Browser) -> None:
        case("submitted")
        desk = browser_of("clerk")
        desk.post("/office/window/", {"card-code": company().uscc})
        with CaptureQueriesContext(connection) as before:
            desk.post("/office/window/", {"card-code": company().uscc})
        for _ in range(3):
            case("submitted")
        cache.clear()

        with CaptureQueriesContext(connection) as after:
            desk.post("/office/window/", {"card-code": company().uscc})

        assert len(after) <= len(before)

    def test_tells_what_is_wrong_with_a_number_and_what_to_do_for_a_stranger(self, browser_of: Browser) -> None:
        desk = browser_of("clerk")

        wrong = desk.post("/office/window/", {"card-code": "123"})
        stranger = desk.post("/office/window/", {"card-code": "11010119900307803X"})

        assert wrong.status_code == 422
        assert "核对 18 位号码" in wrong.content.decode()
        assert "系统中还没有" in stranger.content.decode() or stranger.status_code == 422

    def test_fills_the_card_into_the_application_and_forgets_it_with_the_next_visitor(
        self, browser_of: Browser
    ) -> None:
        desk = browser_of("clerk")
        desk.post("/office/window/", {"card-code": company().uscc})

        filled = check(desk.get(f"/office/register/?item={road_code()}"))
        desk.post("/office/window/leave")
        empty = check(desk.get(f"/office/register/?item={road_code()}"))

        assert f'value="{company().uscc}"' in filled
        assert company().uscc not in empty

    @pytest.mark.parametrize("role", ["lead_reviewer", "applicant"])
    def test_is_for_clerks_only_and_leaves_no_trace(self, browser_of: Browser, role: str) -> None:
        answer = browser_of(role).post("/office/window/", {"card-code": company().uscc})

        assert answer.status_code in (403, 404)
        assert not PartyEvent.objects.filter(kind="visit").exists()

    def test_knows_a_person_by_the_identity_number(self, browser_of: Browser) -> None:
        person = Person.objects.get(pk=actor("applicant").person_id)

        text = check(browser_of("clerk").post("/office/window/", {"card-code": person.id_number}))

        assert person.name in text
        assert person.id_number not in text.replace(f'value="{person.id_number}"', "")
