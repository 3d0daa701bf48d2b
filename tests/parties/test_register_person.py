"""Opening an account by the web."""

import pytest

from tests.parties.factories import AT, DAY, PASSWORD, id_number, make_account, make_person
from tongban.parties.actions import RegistrationRefused, register_person
from tongban.parties.models import Account, PartyEvent, Person
from tongban.parties.queries import actor_of, person

pytestmark = pytest.mark.django_db


def register(**more: str) -> Account:
    asked = {
        "username": "新用户",
        "email": "new@example.com",
        "password": PASSWORD,
        "name": "新用户",
        "id_number": id_number(),
        "phone": "+86 199 0000 0999",
    } | more
    return register_person(at=AT, **asked)


class TestRegisterPerson:
    def test_opens_an_account_that_nobody_has_verified_yet(self) -> None:
        account = register()

        assert account.check_password(PASSWORD)
        assert account.person is not None
        assert (account.person.phone, account.person.assurance) == ("19900000999", 1)
        assert actor_of(account, "web", on=DAY).person_id == account.person_id
        assert PartyEvent.objects.get().subject == f"person:{account.person_id}"
        assert not account.is_staff

    def test_shows_others_a_masked_number(self) -> None:
        account = register()
        assert account.person_id is not None

        seen = person(account.person_id)

        assert "*" in seen.masked_code
        assert seen.masked_code != seen.code

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"id_number": "990199199001010011"}, "id_number"),
            ({"id_number": "990199199013010017"}, "id_number"),
            ({"id_number": ""}, "id_number"),
            ({"phone": "12345"}, "phone"),
            ({"name": "1"}, "name"),
            ({"email": "not-an-address"}, "email"),
            ({"password": "短"}, "password"),
            ({"username": "有 空格"}, "username"),
            ({"username": ""}, "username"),
        ],
    )
    def test_refuses_what_is_wrong_and_leaves_no_trace(self, wrong: dict[str, str], field: str) -> None:
        with pytest.raises(RegistrationRefused) as refused:
            register(**wrong)

        assert set(refused.value.errors) == {field}
        assert not Account.objects.exists()
        assert not Person.objects.exists()
        assert not PartyEvent.objects.exists()

    def test_sends_who_has_an_account_to_sign_in(self) -> None:
        known = make_person()
        make_account("old", person=known)

        with pytest.raises(RegistrationRefused) as refused:
            register(id_number=known.id_number.lower(), name=known.name)

        assert refused.value.errors == {"id_number": "该身份号码已有账号，请登录或找回账号。"}
        assert Account.objects.count() == 1

    def test_sends_who_is_known_without_an_account_to_a_window(self) -> None:
        known = make_person()

        with pytest.raises(RegistrationRefused) as refused:
            register(id_number=known.id_number, name=known.name)

        assert list(refused.value.errors) == ["id_number"]
        assert "窗口" in refused.value.errors["id_number"]
        assert known.name not in refused.value.errors["id_number"]
        assert not Account.objects.exists()

    def test_refuses_a_username_or_an_address_that_differs_by_case_only(self) -> None:
        make_account("Taken", email="taken@example.com")

        with pytest.raises(RegistrationRefused) as refused:
            register(username="tAKEN", email="Taken@Example.com")

        assert set(refused.value.errors) == {"username", "email"}
        assert Account.objects.count() == 1
