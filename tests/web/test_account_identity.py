"""The account's pages: real-name level, face check, ways to sign in, systems; and other documents at sign-up."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from tests.parties.factories import AT, make_account, make_person
from tests.sign_in.people import system
from tests.web.pages import check
from tests.web.test_accounts import WHO
from tongban.parties.actions import consent_to_sign_in
from tongban.parties.contrib.demo_face import DemoFaceDevice
from tongban.parties.models import Account, FaceCheck, Person
from tongban.parties.ports import use_face_device
from tongban.parties.queries import actor_of

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def browser(account: Account) -> Client:
    found = Client()
    found.force_login(account, BACKEND)
    return found


@pytest.fixture
def demo_device(settings: Any) -> Iterator[None]:
    settings.DEMO = True
    use_face_device(DemoFaceDevice())
    yield
    use_face_device(None)


class TestSignupWithAnotherDocument:
    def test_takes_a_passport(self, client: Client) -> None:
        answer = client.post("/accounts/signup/", {**WHO, "id_kind": "414", "id_number": "e 1234 5678"})

        assert answer.status_code == 302, answer.content.decode()[:2000]
        person = Account.objects.get(username="ceshiyuan").person
        assert person is not None
        assert (person.id_kind, person.id_number, person.code) == ("414", "E12345678", "414-E12345678")
        page = check(client.get("/my/account/"))
        assert "普通护照" in page
        assert "E12345678" not in page
        assert "414-E*****678" in page

    def test_says_what_is_wrong_with_a_permit(self, client: Client) -> None:
        text = check(client.post("/accounts/signup/", {**WHO, "id_kind": "516", "id_number": "K12345678"}))

        assert "应为 H 或 M 加 8 位数字" in text
        assert not Person.objects.filter(id_kind="516").exists()

    def test_the_same_digits_on_two_kinds_of_document_are_two_people(self, client: Client) -> None:
        make_person(id_kind="511", id_number="12345678")

        answer = client.post("/accounts/signup/", {**WHO, "id_kind": "990", "id_number": "12345678"})

        assert answer.status_code == 302
        assert Person.objects.filter(id_number="12345678").count() == 2


class TestAccountPage:
    def test_tells_the_level_and_how_to_raise_it(self) -> None:
        for level, words in ((1, "1 级：本人填报"), (2, "2 级：已由窗口"), (3, "3 级：已做人脸核验")):
            page = check(browser(make_account(person=make_person(assurance=level))).get("/my/account/"))

            assert words in page
            assert ("政务服务大厅任一窗口" in page) == (level == 1)
            assert "做人脸核验</button>" not in page

    def test_is_there_for_an_account_without_a_person(self) -> None:
        assert "实名等级" not in check(browser(make_account()).get("/my/account/"))

    def test_lists_the_ways_to_sign_in(self) -> None:
        page = check(browser(make_account(person=make_person())).get("/accounts/2fa/"))

        for words in ("通行密钥", "手机验证器", "还没有添加"):
            assert words in page


class TestFaceCheckPages:
    def test_say_plainly_that_the_demonstration_compares_nothing(self, demo_device: None) -> None:
        someone = make_account(person=make_person())
        mine = browser(someone)
        started = mine.post("/my/account/face-check", {"once": "the-key-1"})
        again = mine.post("/my/account/face-check", {"once": "the-key-1"})
        assert started.headers["Location"] == again.headers["Location"]

        page = check(mine.get(started.headers["Location"]))
        assert "演示：未做人脸比对" in page
        ended = mine.post(started.headers["Location"], follow=True)

        text = check(ended)
        assert text.count("演示：未做人脸比对") >= 2
        assert "3 级：已做人脸核验" in text
        kept = FaceCheck.objects.get()
        assert (kept.demonstration, kept.outcome) == (True, "passed")

    def test_show_a_stranger_nothing(self, demo_device: None) -> None:
        started = browser(make_account(person=make_person())).post("/my/account/face-check", {"once": "the-key-1"})
        stranger = browser(make_account(person=make_person("别的人")))

        assert stranger.get(started.headers["Location"]).status_code == 404
        assert stranger.post(started.headers["Location"]).status_code == 404
        assert FaceCheck.objects.get().outcome == ""


class TestSystemsPage:
    def test_shows_and_takes_back_ones_own_only(self) -> None:
        issued = system("https://pension.example/back")
        someone, stranger = make_account(person=make_person()), make_account(person=make_person("别的人"))
        consent_to_sign_in(client_id=issued.client_id, scopes=["openid"], actor=actor_of(someone, "web"), at=AT)
        mine, theirs = browser(someone), browser(stranger)

        page = check(mine.get("/my/account/systems/"))
        assert "养老保险网上大厅" in page
        assert "养老保险网上大厅" not in check(theirs.get("/my/account/systems/"))
        (address,) = {part.split('"')[0] for part in page.split('action="') if part.startswith("/my/account/systems/")}
        assert theirs.post(address).status_code == 404
        assert "已收回" in check(mine.post(address, follow=True))
        assert mine.post(address).status_code == 404


class TestOfficePage:
    def test_is_for_administrators_and_shows_a_secret_once(self, city: None, as_user: Callable[[str], Client]) -> None:
        from tests.city import STORY

        administrator = as_user(STORY["people"]["administrator"])
        page = check(administrator.get("/office/sign-in-systems/"))
        (authority,) = [each.split('"')[0] for each in page.split('<option value="')[1:]][:1]
        form = {
            "authority": authority,
            "key": "pension",
            "name": "养老保险网上大厅",
            "redirect_uris": "https://pension.example/back",
            "scopes": ["id_number"],
            "once": "the-key-1",
        }

        shown = check(administrator.post("/office/sign-in-systems/", form))
        again = check(administrator.post("/office/sign-in-systems/", form))

        assert "client_secret" in shown
        assert "client_secret" not in again
        assert "养老保险网上大厅" in again
        wrong = check(administrator.post("/office/sign-in-systems/", {**form, "once": "the-key-2"}), 422)
        assert "已经登记" in wrong
        for role in ("clerk", "applicant"):
            assert as_user(STORY["people"][role]).get("/office/sign-in-systems/").status_code == 403
