"""At the window: who somebody is, by their identity card."""

from collections.abc import Callable

from django.test import Client

from tests.web.office.test_step import key_of
from tests.web.pages import check
from tongban.parties.models import Account, Person

Browser = Callable[[str], Client]
CARD = {
    "id_number": "529900199001010017",
    "name": "示例来人",
    "phone": "19900000903",
    "username": "laizhe",
    "email": "laizhe@example.com",
}
PATH = "/office/verify-person/"


class TestVerifyPerson:
    def test_confirms_who_came_and_opens_an_account(self, browser_of: Browser) -> None:
        clerk = browser_of("clerk")
        page = clerk.get(PATH)
        check(page)

        answer = clerk.post(PATH, {**CARD, "once": key_of(page)})

        assert answer.status_code == 302
        person = Person.objects.get(id_number=CARD["id_number"])
        assert (person.assurance, Account.objects.get(person=person).username) == (2, "laizhe")

    def test_names_the_field_that_does_not_fit_and_changes_nothing(self, browser_of: Browser) -> None:
        clerk = browser_of("clerk")
        before = (Person.objects.count(), Account.objects.count())

        answer = clerk.post(PATH, {**CARD, "id_number": "529900199001010014", "once": key_of(clerk.get(PATH))})

        assert answer.status_code == 422
        assert "请按身份证核对 18 位号码" in answer.content.decode()
        assert (Person.objects.count(), Account.objects.count()) == before

    def test_is_for_clerks(self, browser_of: Browser) -> None:
        for role in ("decider", "applicant"):
            assert browser_of(role).get(PATH).status_code in (403, 404)
