"""A clerk who has seen the identity card confirms who somebody is."""

import pytest

from tests.parties.factories import (
    AT,
    DAY,
    id_number,
    make_account,
    make_agent,
    make_authority,
    make_official,
    make_organisation,
    make_person,
)
from tongban.kernel.errors import NotFound
from tongban.parties.actions import VerificationUnclear, verify_person
from tongban.parties.models import Account, PartyEvent, Person
from tongban.parties.queries import actor_of
from tongban.parties.rules.actor import Actor, DutyKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Actor:
    return actor_of(make_official(make_authority(), DutyKind.CLERK).account, "window", on=DAY)


def verify(actor: Actor, **more: str) -> int:
    asked = {
        "id_number": id_number(),
        "name": "来访人",
        "phone": "19900000902",
        "username": "visitor",
        "email": "visitor@example.com",
    } | more
    return verify_person(actor=actor, at=AT, **asked)


class TestVerifyPerson:
    def test_opens_an_account_for_who_was_known_without_one(self, clerk: Actor) -> None:
        known = make_person(assurance=2)

        assert verify(clerk, id_number=known.id_number, name=known.name) == known.pk

        account = Account.objects.get(username="visitor")
        assert account.person == known
        assert not account.has_usable_password()
        assert PartyEvent.objects.get().facts["opened_account_id"] == account.pk

    def test_raises_the_assurance_of_who_registered_by_the_web(self, clerk: Actor) -> None:
        known = make_person("写错名", assurance=1)
        account = make_account(person=known)

        verify(clerk, id_number=known.id_number, name="写对名", username=account.username)

        known.refresh_from_db()
        assert (known.assurance, known.name, known.account) == (2, "写对名", account)
        assert not Account.objects.filter(username="visitor").exists()

    def test_refuses_another_name_for_who_is_verified_and_changes_nothing(self, clerk: Actor) -> None:
        known = make_person(assurance=2)

        with pytest.raises(VerificationUnclear) as refused:
            verify(clerk, id_number=known.id_number, name="别的人")

        assert set(refused.value.errors) == {"name"}
        known.refresh_from_db()
        assert known.name == "尚代理"
        assert not Account.objects.filter(username="visitor").exists()

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"id_number": "990199199001010011"}, "id_number"),
            ({"phone": "1"}, "phone"),
            ({"name": "?"}, "name"),
            ({"email": ""}, "email"),
            ({"username": "有 空格"}, "username"),
        ],
    )
    def test_refuses_what_is_wrong_and_leaves_no_trace(self, clerk: Actor, wrong: dict[str, str], field: str) -> None:
        with pytest.raises(VerificationUnclear) as refused:
            verify(clerk, **wrong)

        assert set(refused.value.errors) == {field}
        assert not Person.objects.exists()
        assert not PartyEvent.objects.exists()

    def test_is_hidden_from_who_is_no_clerk(self) -> None:
        with pytest.raises(NotFound):
            verify(make_agent(make_organisation()))

        assert not Account.objects.filter(username="visitor").exists()

    def test_closes_the_account_of_who_only_claimed_to_be_this_person(self, clerk: Actor) -> None:
        claimed = make_person(assurance=1)
        stranger = make_account("impostor", person=claimed)

        verify(clerk, id_number=claimed.id_number, name=claimed.name)

        stranger.refresh_from_db()
        assert (stranger.person_id, stranger.is_active) == (None, False)
        assert Account.objects.get(person=claimed).username == "visitor"

    def test_keeps_the_account_that_the_person_names(self, clerk: Actor) -> None:
        claimed = make_person(assurance=1)
        own = make_account("visitor", person=claimed)

        verify(clerk, id_number=claimed.id_number, name=claimed.name)

        own.refresh_from_db()
        assert (own.person_id, own.is_active) == (claimed.pk, True)
