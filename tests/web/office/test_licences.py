"""A licence on the desks of its authority: suspended, given back, replaced; revoked and cancelled through its case."""

import pytest

from tests.cases.factory import case
from tests.cases.licensed import licence_of
from tests.licences.factory import licence as issued
from tests.web.office.test_step import Browser, key_of
from tests.web.pages import check
from tongban.cases.models import Decision
from tongban.licences.models import Licence, LicenceUse


def send(browser: Browser, role: str, identifier: str, verb: str, **said: str):  # type: ignore[no-untyped-def]
    desk, address = browser(role), f"/office/licences/{identifier}/{verb}/"
    page = desk.get(address)
    check(page)
    return desk.post(address, {"once": key_of(page), **said})


class TestLicence:
    def test_shows_each_duty_its_moves(self, browser_of: Browser) -> None:
        identifier = licence_of(case("delivered"))

        decider = check(browser_of("decider").get(f"/office/licences/{identifier}/"))
        issuer = check(browser_of("issuer").get(f"/office/licences/{identifier}/"))

        assert f"/office/licences/{identifier}/suspend/" in decider
        assert "/supersede/" not in decider
        assert f"/office/licences/{identifier}/supersede/" in issuer

    def test_does_not_exist_for_other_authorities(self, browser_of: Browser) -> None:
        identifier = licence_of(case("delivered"))

        check(browser_of("joint_reviewer").get(f"/office/licences/{identifier}/"), 404)
        check(browser_of("joint_reviewer").get(f"/office/licences/{identifier}/suspend/"), 404)


class TestChange:
    def test_suspends_and_gives_back(self, browser_of: Browser) -> None:
        identifier = licence_of(case("delivered"))

        assert send(browser_of, "decider", identifier, "suspend", reason="未按方案施工").status_code == 302
        assert Licence.objects.exclude(matter=None).get().state == "suspended"
        assert send(browser_of, "decider", identifier, "reinstate", reason="已整改").status_code == 302

        assert Licence.objects.exclude(matter=None).get().state == "valid"

    def test_replaces_the_certificate_and_the_decision_follows(self, browser_of: Browser) -> None:
        number = case("delivered")
        old = licence_of(number)

        send(browser_of, "issuer", old, "supersede", reason="印制错误")

        new = Decision.objects.get(matter__number=number).licence_identifier
        assert new != old
        assert Licence.objects.get(identifier=new).face == Licence.objects.get(identifier=old).face
        assert Licence.objects.get(identifier=old).state == "superseded"

    @pytest.mark.parametrize("verb", ["revoke", "cancel"])
    def test_leads_to_the_case_that_it_came_of(self, browser_of: Browser, verb: str) -> None:
        number = case("delivered")
        identifier, desk = licence_of(number), browser_of("decider")

        asked = desk.get(f"/office/licences/{identifier}/{verb}/")
        forced = desk.post(f"/office/licences/{identifier}/{verb}/", {"once": "x" * 20, "reason": "x"})

        assert asked.headers["Location"] == f"/office/cases/{number}/{verb}/"
        assert forced.status_code == 409
        assert Licence.objects.exclude(matter=None).get().state == "valid"

    @pytest.mark.parametrize("verb", ["revoke", "cancel"])
    def test_is_done_here_without_a_case(self, browser_of: Browser, verb: str) -> None:
        identifier = issued().identifier
        unread = browser_of("decider").get(f"/office/licences/{identifier}/{verb}/")
        assert unread.headers["Location"] == f"/office/licences/{identifier}/"
        assert not LicenceUse.objects.exists()

        browser_of("decider").post(f"/office/licences/{identifier}/", {"purpose": "查处"})
        assert send(browser_of, "decider", identifier, verb, reason="以欺骗手段取得").status_code == 302

        assert Licence.objects.get(identifier=identifier).state in ("revoked", "cancelled")

    def test_asks_for_a_reason(self, browser_of: Browser) -> None:
        identifier = licence_of(case("delivered"))

        answer = send(browser_of, "decider", identifier, "suspend", reason=" ")

        assert 'id="reason-error"' in check(answer, 422)
        assert Licence.objects.exclude(matter=None).get().state == "valid"

    def test_is_refused_to_the_wrong_duty(self, browser_of: Browser) -> None:
        identifier = licence_of(case("delivered"))

        unseen = browser_of("issuer").post(f"/office/licences/{identifier}/suspend/", {"once": "x" * 20, "reason": "x"})
        assert unseen.status_code == 403
        assert not LicenceUse.objects.exists()  # who is shown nothing has not read it
        answer = send(browser_of, "issuer", identifier, "suspend", reason="x")

        assert answer.status_code == 403
        assert Licence.objects.exclude(matter=None).get().state == "valid"
