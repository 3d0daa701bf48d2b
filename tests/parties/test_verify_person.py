"""A clerk who has seen the identity card confirms who somebody is."""

import pytest
from django.db import connection

from tests.parties.factories import (
    AT,
    DAY,
    id_number,
    make_account,
    make_agent,
    make_authority,
    make_mandate,
    make_official,
    make_organisation,
    make_person,
)
from tongban.kernel.errors import NotFound
from tongban.parties.actions import VerificationUnclear, verify_person
from tongban.parties.models import Account, Mandate, PartyEvent, Person
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


def announced() -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT topic, key FROM kernel_announcement ORDER BY id")
        return cursor.fetchall()  # type: ignore[no-any-return]


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

    def test_revokes_what_they_gave_and_took_and_says_so(self, clerk: Actor) -> None:
        claimed, other, firm = make_person(assurance=1), make_person("别的人"), make_organisation()
        stranger = make_account("impostor", person=claimed)
        made = [
            make_mandate(claimed, organisation=firm),
            make_mandate(other, principal=claimed),
            make_mandate(other, organisation=firm),
        ]
        Mandate.objects.filter(pk=made[2].pk).update(given_by=stranger)
        kept = make_mandate(make_person("无关的人"), organisation=firm)

        verify(clerk, id_number=claimed.id_number, name=claimed.name)

        over = Mandate.objects.exclude(revoked_at=None)
        assert {(one.pk, one.revoked_at, one.ended_by) for one in over} == {(one.pk, AT, "window") for one in made}
        assert Mandate.objects.get(revoked_at=None) == kept
        assert PartyEvent.objects.filter(kind="revoke_mandate").count() == 3
        told = [each for each in announced() if each[0] in ("mandate.revoke", "person.claim_ended")]
        assert sorted(told) == [*(("mandate.revoke", one.pk) for one in made), ("person.claim_ended", claimed.pk)]

    def test_keeps_the_account_that_the_person_names(self, clerk: Actor) -> None:
        claimed = make_person(assurance=1)
        own = make_account("visitor", person=claimed)

        verify(clerk, id_number=claimed.id_number, name=claimed.name)

        own.refresh_from_db()
        assert (own.person_id, own.is_active) == (claimed.pk, True)
