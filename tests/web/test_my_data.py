"""Who used my data: what a person reads of it, and what they said is wrong."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.cases.factory import case
from tests.city import STORY, actor
from tests.web.pages import check
from tongban.kernel.clock import now, today
from tongban.sharing.actions import look_up, report_wrong
from tongban.sharing.models import DataCorrection, LookUp

pytestmark = pytest.mark.usefixtures("city", "db")
SignIn = Callable[[str], Client]


@pytest.fixture
def applicant(as_user: SignIn) -> Client:
    return as_user(STORY["people"]["applicant"])


def phone() -> LookUp:
    """Let the applicant's own phone be looked up."""
    look_up(
        subject_code="529900198806120219",
        elements=["person.phone"],
        actor=actor("applicant"),
        purpose="核对手机号码",
        case_number="",
        at=now(),
    )
    return LookUp.objects.latest("pk")


class TestDataUses:
    def test_tells_who_looked_for_what_at_which_fields_with_a_link_to_the_case(self, applicant: Client) -> None:
        number = case("submitted", now())

        text = check(applicant.get("/my/data/"))

        assert f'href="/my/cases/{number}/"' in text
        for told in ("预填申请表", "来自", "法人基础信息库", "看到的"):
            assert told in text

    def test_links_no_case_that_is_not_the_readers(self, applicant: Client) -> None:
        log = phone()
        LookUp.objects.create(
            subject_code=log.subject_code, elements=[], registers=[], actor_name="某科员", purpose="另案", at=now(),
            case_number="SOMEBODY-ELSES-1", outcome="refused", reason="没有您正在办理的办件",
        )  # fmt: skip

        text = check(applicant.get("/my/data/"))

        assert "SOMEBODY-ELSES-1" in text
        assert 'href="/my/cases/SOMEBODY-ELSES-1/"' not in text
        assert "被拒绝" in text

    def test_narrows_to_a_year_and_hands_out_a_table(self, applicant: Client) -> None:
        phone()
        year = today().year

        assert "核对手机号码" in check(applicant.get("/my/data/", {"year": year}))
        assert "核对手机号码" not in check(applicant.get("/my/data/", {"year": year - 1}))
        table = b"".join(applicant.get("/my/data/uses.csv").streaming_content).decode()  # type: ignore[attr-defined]
        assert "核对手机号码" in table
        assert "手机号码" in table.splitlines()[1]

    def test_takes_as_many_queries_for_many_uses_as_for_few(
        self, applicant: Client, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for _use in range(15):
            phone()

        with django_assert_max_num_queries(22):
            applicant.get("/my/data/")

    def test_shows_strangers_nothing(self, as_user: SignIn) -> None:
        phone()

        stranger = as_user(STORY["people"]["stranger"])

        assert "核对手机号码" not in check(stranger.get("/my/data/"))
        assert "核对手机号码" not in b"".join(stranger.get("/my/data/uses.csv").streaming_content).decode()  # type: ignore[attr-defined]
        assert Client().get("/my/data/uses.csv").status_code == 302

    def test_shows_the_uses_of_licences_beside(self, applicant: Client) -> None:
        check(applicant.get("/my/data/licences/"))


class TestWrongData:
    def test_lists_what_the_reader_reported_and_takes_it_back(self, applicant: Client, as_user: SignIn) -> None:
        row = phone().rows[0]
        number = report_wrong(
            register="population",
            row=row,
            element="person.phone",
            held="19900000101",
            given="19900000199",
            note="",
            case_number="",
            actor=actor("applicant"),
            at=now(),
        )

        text = check(applicant.get("/my/data/wrong/"))
        assert number in text
        assert number not in check(as_user(STORY["people"]["stranger"]).get("/my/data/wrong/"))
        path = f"/my/data/wrong/{number}/withdraw"
        assert as_user(STORY["people"]["stranger"]).post(path, {"once": "stranger-tries"}).status_code == 404
        assert applicant.post(path, {"once": "take-it-back"}).status_code == 302
        assert DataCorrection.objects.get().matter.state == "withdrawn"
