"""Whom an outside provider lets in: the account of that person, and of nobody else."""

import pytest

from tests.parties.factories import AT, id_number, make_account, make_person
from tongban.parties.actions import OutsideSignInRefused, sign_in_from_outside
from tongban.parties.models import Account, PartyEvent, Person
from tongban.parties.rules.sign_in import OutsideIdentity, outside_identity

pytestmark = pytest.mark.django_db
NAMES = {"number": "id_number", "kind": "id_kind", "name": "name", "level": "real_name_level"}


def identity(number: str = "", **more: object) -> OutsideIdentity:
    told = {"sub": "s-1", "id_number": number or id_number(), "name": "麦欣苒", "real_name_level": 2}
    return outside_identity({**told, **more}, NAMES)


def come(who: OutsideIdentity, linked: int | None = None) -> Account:
    return sign_in_from_outside(provider="province", identity=who, linked_account_id=linked, at=AT)


class TestSignInFromOutside:
    def test_finds_the_account_of_the_person_and_raises_the_level(self) -> None:
        known = make_account("mai", person=make_person("麦欣苒", assurance=2))
        assert known.person is not None

        assert come(identity(known.person.id_number, real_name_level="3")) == known

        known.person.refresh_from_db()
        assert known.person.assurance == 3
        event = PartyEvent.objects.get()
        assert (event.kind, event.facts["provider"], event.facts["level"]) == ("sign_in_from_outside", "province", 3)
        assert known.person.id_number not in str(event.facts)

    def test_never_lowers_the_level_and_makes_no_second_person(self) -> None:
        known = make_account("mai", person=make_person("麦欣苒", assurance=3))
        assert known.person is not None
        number = known.person.id_number

        come(identity(f" {number[:6]} {number[6:]} "))

        known.person.refresh_from_db()
        assert (known.person.assurance, Person.objects.count(), Account.objects.count()) == (3, 1, 1)

    def test_opens_an_account_without_a_password_for_who_has_none(self) -> None:
        passport = identity("E12345678", id_kind="414")

        account = come(passport)

        assert account.person is not None
        assert not account.has_usable_password()
        assert (account.person.id_kind, account.person.code, account.person.assurance) == ("414", "414-E12345678", 2)
        assert come(passport, linked=account.pk) == account

    @pytest.mark.parametrize(
        ("more", "told"),
        [
            ({"real_name_level": 1}, "实名认证"),
            ({"real_name_level": None}, "实名认证"),
            ({"id_number": "11010519491231002"}, "没有给出"),
            ({"id_number": None}, "没有给出"),
            ({"id_kind": "000"}, "没有给出"),
            ({"name": ""}, "没有给出"),
            ({"sub": None}, "没有给出"),
        ],
    )
    def test_refuses_who_is_not_confirmed_there(self, more: dict[str, object], told: str) -> None:
        with pytest.raises(OutsideSignInRefused, match=told):
            come(identity(**more))

        assert not Person.objects.exists()
        assert not PartyEvent.objects.exists()

    def test_refuses_another_name_for_the_number(self) -> None:
        known = make_account("mai", person=make_person("别的名", assurance=2))
        assert known.person is not None

        with pytest.raises(OutsideSignInRefused, match="姓名"):
            come(identity(known.person.id_number))

        assert not PartyEvent.objects.exists()

    def test_refuses_another_person_than_came_with_the_subject_before(self) -> None:
        first = make_account("first", person=make_person("麦欣苒", assurance=2))
        second = make_account("second", person=make_person("麦欣苒", assurance=2))
        assert second.person is not None

        for number in (second.person.id_number, id_number()):
            with pytest.raises(OutsideSignInRefused, match="不是同一个人"):
                come(identity(number), linked=first.pk)

        assert Person.objects.count() == 2
        assert not PartyEvent.objects.exists()

    def test_hands_over_no_account_whose_holder_was_only_told(self) -> None:
        claimed = make_account("impostor", person=make_person("麦欣苒", assurance=1))
        assert claimed.person is not None

        with pytest.raises(OutsideSignInRefused, match="窗口"):
            come(identity(claimed.person.id_number))

        claimed.person.refresh_from_db()
        assert claimed.person.assurance == 1

    def test_refuses_an_account_that_is_closed(self) -> None:
        closed = make_account("mai", person=make_person("麦欣苒", assurance=2), is_active=False)
        assert closed.person is not None

        with pytest.raises(OutsideSignInRefused, match="已停用"):
            come(identity(closed.person.id_number))
