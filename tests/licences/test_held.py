import dataclasses

import pytest

from tests.cases.factory import case, road_code
from tests.city import DAY, MONDAY, actor, company
from tests.clock import FrozenClock
from tests.licences.factory import firm, human, licence
from tongban.kernel import files
from tongban.kernel.errors import NotFound
from tongban.licences.actions import suspend
from tongban.licences.actions.copies.consult import consult
from tongban.licences.queries import licence as licence_page
from tongban.licences.queries import licence_file, my_licences, of_holder
from tongban.matters.models import Matter
from tongban.parties.queries import person
from tongban.parties.rules.actor import SYSTEM, Actor


@pytest.fixture(autouse=True)
def a_day_of_validity(monkeypatch: pytest.MonkeyPatch) -> None:
    FrozenClock(monkeypatch, MONDAY)


DUTIES = ("decider", "issuer")


class TestLicence:
    def test_shows_the_holders_agent_all_of_it_in_two_queries(self, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
        issued = licence()
        suspend(identifier=issued.identifier, reason="检查", actor=actor("decider"), at=MONDAY)
        agent = actor("applicant")

        with django_assert_num_queries(2):
            page = licence_page(agent, issued.identifier)

        assert (page.state, page.label, page.label_en) == ("suspended", "暂扣", "Suspended")
        assert (page.holder_name, page.number, page.sha256) == (firm().name, issued.number, issued.sha256)
        assert [(each.state, each.reason) for each in page.history] == [("valid", ""), ("suspended", "检查")]
        assert {line.key: line.value for line in page.face}["surfaces"] == "人行道、车行道"
        assert page.moves == ()

    def test_offers_each_duty_the_moves_that_are_open_to_it(self) -> None:
        identifier = licence().identifier

        offered = {
            role: {
                move.verb for move in consult(identifier=identifier, purpose="检查", actor=actor(role), at=MONDAY).moves
            }
            for role in DUTIES
        }

        assert offered == {
            "decider": {"suspend", "revoke", "forfeit", "withdraw", "cancel"},
            "issuer": {"renew", "change", "supersede", "correct", "transfer_out", "merge"},
        }

    @pytest.mark.parametrize("role", ["issuer", "decider", "clerk", "lead_reviewer"])
    def test_is_not_open_to_officials_who_only_want_to_see(self, role: str) -> None:
        identifier = licence().identifier

        with pytest.raises(NotFound):
            licence_page(actor(role), identifier)
        with pytest.raises(NotFound):
            licence_file(actor(role), identifier)

    @pytest.mark.parametrize("role", ["stranger", "joint_reviewer"])
    def test_does_not_exist_for_a_stranger(self, role: str) -> None:
        issued = licence()

        with pytest.raises(NotFound):
            licence_page(actor(role), issued.identifier)
        with pytest.raises(NotFound):
            licence_file(actor(role), issued.identifier)
        assert of_holder(actor(role)).rows == []
        assert my_licences(actor(role)) == []

    def test_does_not_exist_for_who_is_nobody(self) -> None:
        issued = licence(holder=human())

        with pytest.raises(NotFound):
            licence_page(Actor(name="访客"), issued.identifier)
        assert licence_page(SYSTEM, issued.identifier).state == "valid"

    def test_exists_for_the_person_who_holds_it(self) -> None:
        issued = licence(holder=human())

        assert licence_page(actor("stranger"), issued.identifier).holder_name == human().name
        with pytest.raises(NotFound):
            licence_page(actor("applicant"), issued.identifier)

    def test_exists_for_an_agent_of_the_person_while_the_mandate_lasts(self) -> None:
        issued = licence(holder=human())
        agent = dataclasses.replace(actor("applicant"), principals={human().id: None})

        assert licence_page(agent, issued.identifier).number == issued.number
        with pytest.raises(NotFound):
            licence_page(dataclasses.replace(agent, principals={}), issued.identifier)

    def test_exists_for_an_agent_of_some_items_only_when_it_came_of_one(self) -> None:
        other = licence()
        number = case("submitted")
        agent = dataclasses.replace(
            actor("applicant"), organisations={company(actor("applicant")): frozenset({road_code()})}
        )
        own = licence(matter_id=Matter.objects.get(number=number).pk)

        assert [row.identifier for row in my_licences(agent)] == [own.identifier]
        assert licence_page(agent, own.identifier).case_number == number
        with pytest.raises(NotFound):
            licence_page(agent, other.identifier)


class TestLicenceFile:
    def test_is_the_file_as_it_was_issued(self) -> None:
        issued = licence()

        file = licence_file(actor("applicant"), issued.identifier)

        assert file.data == files.read(issued.sha256)
        assert file.media_type == "application/pdf"
        assert file.name == f"挖掘城市道路许可证-{issued.number}.pdf"


class TestOfHolder:
    def test_lists_the_newest_first_in_two_queries(self, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
        first = licence(valid_until=MONDAY.date())
        second = licence(at=MONDAY + DAY)
        licence(holder=human())
        agent = actor("applicant")

        with django_assert_num_queries(2):
            page = of_holder(agent, 1)

        assert [row.identifier for row in page.rows] == [second.identifier, first.identifier]
        assert (page.count, page.page, page.pages) == (2, 1, 1)
        assert [row.state for row in page.rows] == ["not_yet_valid", "valid"]

    def test_turns_no_page_beyond_the_last(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tongban.licences.queries.held.PAGE_SIZE", 1)
        first, second = licence(), licence()
        agent = actor("applicant")

        assert [row.identifier for row in of_holder(agent, 2).rows] == [first.identifier]
        assert [row.identifier for row in of_holder(agent, 99).rows] == [first.identifier]
        assert [row.identifier for row in of_holder(agent, -1).rows] == [second.identifier]
        assert of_holder(agent, 1).pages == 2

    def test_says_when_a_licence_has_expired(self, monkeypatch: pytest.MonkeyPatch) -> None:
        licence(valid_until=MONDAY.date())
        FrozenClock(monkeypatch, MONDAY + DAY)

        assert [row.label for row in my_licences(actor("applicant"))] == ["已过期"]
        assert person(actor("stranger").person_id or 0).id == human().id
