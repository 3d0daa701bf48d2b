"""Officials read somebody's licence for a case that they handle, or for their own register; nobody browses."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from tests.cases.factory import case
from tests.city import MONDAY, actor
from tests.clock import FrozenClock
from tests.licences.factory import authority_id, firm, human, licence
from tongban.cases import actions
from tongban.kernel.errors import NotFound
from tongban.licences.actions.copies.consult import PurposeMissing, consult, find_licences
from tongban.licences.models import LicenceUse
from tongban.licences.queries import licence as licence_page
from tongban.licences.queries.uses import uses_of_licence
from tongban.parties.rules.actor import Actor, DutyKind, Held

ASKED = "business-licence"


@pytest.fixture(autouse=True)
def a_day_of_validity(monkeypatch: pytest.MonkeyPatch) -> None:
    FrozenClock(monkeypatch, MONDAY)


def held_elsewhere() -> Actor:
    """Return an issuer of another authority."""
    clerk = actor("joint_reviewer")
    other = next(iter(clerk.duties)).authority_id
    assert other != authority_id()
    return dataclasses.replace(clerk, duties=frozenset({Held(DutyKind.ISSUER, other)}))


class TestForACase:
    def test_is_for_who_handles_it_and_noted(self) -> None:
        number, issued = case("accepted"), licence(type_code=ASKED)

        page = consult(identifier=issued.identifier, case_number=number, actor=actor("lead_reviewer"), at=MONDAY)

        assert page.number == issued.number
        assert LicenceUse.objects.get().case_number == number
        assert [use.case_number for use in uses_of_licence(actor("applicant"), issued.identifier).results] == [number]

    @pytest.mark.parametrize("role", ["supervisor", "government_head", "administrator", "joint_reviewer", "stranger"])
    def test_is_not_for_who_only_watches_over_it(self, role: str) -> None:
        number, issued = case("accepted"), licence(type_code=ASKED)
        watching = actor(role)
        if role == "administrator":
            watching = dataclasses.replace(
                watching, duties=frozenset({Held(DutyKind.ADMINISTRATOR, authority_id(), region_code="520100")})
            )

        for said in ({"case_number": number}, {"case_number": number, "purpose": "看看"}):
            with pytest.raises(NotFound):
                consult(identifier=issued.identifier, **said, actor=watching, at=MONDAY)

        assert not LicenceUse.objects.exists()
        with pytest.raises(NotFound):
            licence_page(watching, issued.identifier)

    def test_opens_only_what_its_item_asks_for_of_who_applies(self) -> None:
        number = case("accepted")
        said: dict[str, Any] = {"case_number": number, "actor": actor("lead_reviewer"), "at": MONDAY}

        for issued in (licence(), licence(type_code=ASKED, holder=human())):
            with pytest.raises(NotFound):
                consult(identifier=issued.identifier, **said)
        assert not LicenceUse.objects.exists()

    def test_is_over_with_the_case(self) -> None:
        number, issued = case("accepted"), licence(type_code=ASKED)
        actions.withdraw(number=number, reason="不再需要", actor=actor("applicant"), at=MONDAY)

        with pytest.raises(NotFound):
            consult(identifier=issued.identifier, case_number=number, actor=actor("lead_reviewer"), at=MONDAY)
        assert not LicenceUse.objects.exists()


class TestFind:
    def find(self, about: str, who: Actor, at: dt.datetime = MONDAY) -> list[str]:
        return find_licences(about=about, purpose="办理变更", actor=who, at=at)

    def test_is_the_issuers_for_their_own_register_and_the_holder_sees_it(self) -> None:
        issued = licence()

        assert self.find(issued.number, actor("issuer")) == [issued.identifier]
        assert self.find(firm().code, actor("issuer")) == [issued.identifier]
        assert [use.purpose for use in uses_of_licence(actor("applicant"), issued.identifier).results] == [
            "办理变更"
        ] * 2
        assert self.find(issued.number, held_elsewhere()) == []
        assert self.find(firm().code[:17], actor("issuer")) == []
        with pytest.raises(PurposeMissing):
            find_licences(about=issued.number, purpose=" ", actor=actor("issuer"), at=MONDAY)

    def test_lists_nobodys_licences_to_who_decides(self) -> None:
        issued = licence()

        assert self.find(firm().code, actor("decider")) == []
        assert self.find(issued.number, actor("decider")) == []
        assert not LicenceUse.objects.exists()
        assert self.find(issued.identifier.lower(), actor("decider")) == [issued.identifier]
        assert LicenceUse.objects.get().purpose == "办理变更"
