"""What is kept in a space: once, with its dates, for those who act for its owner in everything, and for nobody else."""

import datetime as dt
from typing import Any

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.city import picture
from tests.parties.factories import AT, DAY, make_account, make_agent, make_organisation, make_person
from tongban.kernel.errors import BadInput, NotFound
from tongban.parties.models import PartyEvent
from tongban.parties.queries import actor_of
from tongban.parties.rules.actor import Actor
from tongban.sharing import actions, queries
from tongban.sharing.models import KeptDocument

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Actor:
    return actor_of(make_account(person=make_person()), "web", on=DAY)


def add(actor: Actor, colour: str = "white", **more: Any) -> int:
    told: dict[str, Any] = {
        "kind": "person",
        "party_id": actor.person_id,
        "name": "租赁合同",
        "file_name": "合同.png",
        "data": picture(colour),
        "obtained_on": DAY,
        "valid_until": None,
        **more,
    }
    return actions.add_document(actor=actor, at=AT, **told)


class TestAdd:
    def test_keeps_the_file_with_its_dates(self, owner: Actor) -> None:
        kept = add(owner, valid_until=DAY + dt.timedelta(days=365))

        told = queries.my_document(owner, kept)
        assert (told.name, told.obtained_on, told.valid_until) == ("租赁合同", DAY, DAY + dt.timedelta(days=365))
        assert (told.source, told.pages, told.times_used) == ("uploaded", 1, 0)
        assert queries.my_document_file(owner, kept).data == picture()
        assert PartyEvent.objects.get(kind="keep_document").subject == f"kept_document:{kept}"

    def test_keeps_the_same_file_once_and_takes_the_newer_date(self, owner: Actor) -> None:
        first = add(owner)

        second = add(owner, name="又一次", valid_until=DAY)

        assert first == second
        assert KeptDocument.objects.get().valid_until == DAY

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"obtained_on": DAY + dt.timedelta(days=1)}, "obtained_on"),
            ({"valid_until": DAY - dt.timedelta(days=1)}, "valid_until"),
            ({"name": "长" * 201}, "name"),
            ({"data": b"%PDF-1.7 but not really", "file_name": "x.pdf"}, "file"),
            ({"data": picture(), "file_name": "x.exe"}, "file"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_nothing(self, owner: Actor, wrong: dict[str, Any], field: str) -> None:
        with pytest.raises(BadInput) as refused:
            add(owner, **wrong)

        assert list(refused.value.errors) == [field]
        assert not KeptDocument.objects.exists()

    def test_is_refused_for_a_space_that_is_none_of_the_actors(self, owner: Actor) -> None:
        with pytest.raises(NotFound):
            add(owner, party_id=make_person().pk)
        with pytest.raises(NotFound):
            add(owner, kind="organisation", party_id=make_organisation().pk)

        assert not KeptDocument.objects.exists()


class TestAnOrganisation:
    def test_is_served_by_who_may_do_everything_for_it(self) -> None:
        firm = make_organisation()
        agent = make_agent(firm)

        kept = add(agent, kind="organisation", party_id=firm.pk)

        assert [each.id for each in queries.my_documents(agent).results] == [kept]
        assert queries.my_documents(agent).results[0].owner_name == firm.name

    def test_shows_nothing_to_who_acts_for_single_items(self) -> None:
        firm = make_organisation()
        kept = add(make_agent(firm), kind="organisation", party_id=firm.pk)
        narrow = make_agent(firm, scope=["11520115000000000000000000000001"])

        assert queries.my_documents(narrow).results == ()
        with pytest.raises(NotFound):
            queries.my_document_file(narrow, kept)
        with pytest.raises(NotFound):
            actions.remove_document(document_id=kept, actor=narrow, at=AT)
        assert queries.my_documents(make_agent(firm)).count == 1


class TestAStranger:
    def test_finds_nothing(self, owner: Actor) -> None:
        kept = add(owner)
        stranger = actor_of(make_account(person=make_person()), "web", on=DAY)

        assert queries.my_documents(stranger).count == 0
        assert queries.my_documents(stranger, kind="person", party_id=owner.person_id or 0).count == 0
        for attempt in (
            lambda: queries.my_document(stranger, kept),
            lambda: actions.remove_document(document_id=kept, actor=stranger, at=AT),
            lambda: actions.change_document(
                document_id=kept, name="别人的", obtained_on=DAY, valid_until=None, actor=stranger, at=AT
            ),
        ):
            with pytest.raises(NotFound):
                attempt()
        assert queries.my_document(owner, kept).name == "租赁合同"


class TestKeptDocuments:
    def test_finds_by_standard_or_name_what_is_good_on_the_day(self, owner: Actor) -> None:
        by_name = add(owner)
        add(owner, "red", name="别的")
        add(owner, "blue", valid_until=DAY)

        found = queries.kept_documents(
            kind="person", party_id=owner.person_id or 0, name="租赁合同", on=DAY + dt.timedelta(days=1)
        )

        assert [each.id for each in found] == [by_name]

    def test_are_listed_in_few_queries_however_many_there_are(
        self, owner: Actor, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for colour in ("white", "red", "blue", "green", "black"):
            add(owner, colour, name=colour)

        with django_assert_num_queries(3):
            assert queries.my_documents(owner).count == 5


class TestRemove:
    def test_hides_it_leaves_an_event_and_lets_it_be_kept_again(self, owner: Actor) -> None:
        kept = add(owner)

        actions.remove_document(document_id=kept, actor=owner, at=AT)

        assert queries.my_documents(owner).count == 0
        assert PartyEvent.objects.get(kind="remove_document").subject == f"kept_document:{kept}"
        with pytest.raises(NotFound):
            actions.remove_document(document_id=kept, actor=owner, at=AT)
        assert add(owner) != kept


class TestUse:
    def test_is_counted(self, owner: Actor) -> None:
        kept = add(owner)

        actions.use_document(kind="person", party_id=owner.person_id or 0, document_id=kept, at=AT)

        assert queries.my_document(owner, kept).times_used == 1

    def test_is_refused_after_its_last_good_day(self, owner: Actor) -> None:
        kept = add(owner, valid_until=DAY)

        with pytest.raises(actions.DocumentLapsed, match="已过有效期"):
            actions.use_document(
                kind="person", party_id=owner.person_id or 0, document_id=kept, at=AT + dt.timedelta(days=2)
            )

        assert queries.my_document(owner, kept).times_used == 0
