from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cases.factory import case
from tests.city import STORY, actor, picture
from tests.web.pages import check
from tongban.cases.queries import case_page
from tongban.kernel.clock import now, today
from tongban.parties.models import Mandate

pytestmark = pytest.mark.usefixtures("city", "db")
SignIn = Callable[[str], Client]


@pytest.fixture
def applicant(as_user: SignIn) -> Client:
    return as_user(STORY["people"]["applicant"])


class TestSpace:
    def test_puts_first_what_waits_for_the_reader(self, applicant: Client) -> None:
        case("draft", now())
        case("submitted", now())

        text = check(applicant.get("/my/"))

        assert text.index("现在等您办的 1 件") < text.index("正在办理")
        assert "继续填写" in text

    def test_tells_drafts_of_one_matter_apart(self, applicant: Client) -> None:
        numbers = [case("draft", now()), case("draft", now())]

        text = check(applicant.get("/my/"))

        assert [text.count(f">{number}<") for number in numbers] == [1, 1]
        assert text.count("开始于") == 2

    def test_names_matters_in_english_to_who_reads_it(self, applicant: Client) -> None:
        number = case("submitted", now())

        pages = [check(applicant.get(page)) for page in ("/my/?lang=en", "/my/cases/", f"/my/cases/{number}/")]

        assert all("Permit to excavate a city road" in page for page in pages)
        assert "Guiyang Urban Management and Law Enforcement Bureau" in pages[-1]
        assert "Construction plan of the excavation and 1:500 site plan" in pages[-1]
        assert "Receipt for the application" in pages[-1]

    def test_takes_back_who_went_astray_in_it(self, applicant: Client, client: Client) -> None:
        assert "回到我的空间" in check(applicant.get("/my/nothing/"), 404)
        text = check(client.get("/my/nothing/"), 404)
        assert "请先登录" in text
        assert 'href="/accounts/login/?next=%2Fmy%2Fnothing%2F"' in text
        assert "/accounts/login/?next=" not in check(client.get("/items/none/"), 404).split("<main")[1]

    def test_offers_the_search_to_who_has_nothing(self, as_user: SignIn) -> None:
        assert "没有正在办理的事" in check(as_user(STORY["people"]["stranger"]).get("/my/"))

    @pytest.mark.parametrize("page", ["cases", "messages", "mandates", "data", "account", "licences"])
    def test_has_its_pages(self, applicant: Client, page: str) -> None:
        case("submitted", now())

        check(applicant.get(f"/my/{page}/"))

    def test_asks_as_many_questions_for_many_cases_as_for_one(
        self, applicant: Client, django_assert_max_num_queries: Callable[..., object]
    ) -> None:
        for _each in range(4):
            case("draft", now())
        with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
            applicant.get("/my/")


class TestOfficials:
    def test_who_are_nothing_else_are_shown_to_their_desk(self, as_user: SignIn) -> None:
        answer = as_user(STORY["people"]["clerk"]).get("/my/")

        assert answer.headers["Location"] == "/office/"


class TestCase:
    @pytest.mark.parametrize(
        ("stage", "said"),
        [
            ("submitted", "窗口正在核对材料"),
            ("correcting", "需要补正的内容"),
            ("accepted", "最晚作出决定"),
            ("reviewing", "审查部门"),
            ("granted", "准予"),
        ],
    )
    def test_says_where_it_stands(self, applicant: Client, stage: str, said: str) -> None:
        text = check(applicant.get(f"/my/cases/{case(stage, now())}/"))

        assert said in text
        assert "办理经过" in text

    def test_is_nothing_to_a_stranger(self, as_user: SignIn) -> None:
        number = case("submitted", now())

        text = check(as_user(STORY["people"]["stranger"]).get(f"/my/cases/{number}/"), 404)

        assert "没有找到" in text

    def test_leads_to_where_corrections_are_made(self, applicant: Client) -> None:
        number = case("correcting", now())

        text = check(applicant.get(f"/my/cases/{number}/"))

        assert f'href="/applications/{number}/materials#material-plan"' in text
        assert f'href="/applications/{number}/2/#road_section"' in text
        assert "存在的问题" in check(applicant.get(f"/applications/{number}/materials"))
        assert 'id="road_section-correction"' in check(applicant.get(f"/applications/{number}/2/"))

    def test_is_corrected_and_handed_in_again(self, applicant: Client) -> None:
        number = case("correcting", now())
        form = {"truth": "yes", "once": "the-form-key"}

        early = check(applicant.post(f"/applications/{number}/review", form), 422)
        assert "请重新上传" in early

        file = SimpleUploadedFile("plan.png", picture("red"))
        applicant.post(f"/applications/{number}/materials", {"material": "plan", "file": file})
        answer = applicant.post(f"/applications/{number}/review", {**form, "once": "the-second-key"})
        assert answer.headers["Location"] == f"/applications/{number}/done"
        assert case_page(actor("applicant"), number, now()).state == "submitted"

    def test_is_withdrawn_with_a_reason_only(self, applicant: Client) -> None:
        number = case("submitted", now())

        refused = applicant.post(f"/my/cases/{number}/withdraw", {"reason": " ", "once": "first-form-key"})
        assert "请写明撤回的原因" in check(refused, 422)
        assert case_page(actor("applicant"), number, now()).state == "submitted"

        done = applicant.post(
            f"/my/cases/{number}/withdraw", {"reason": "不办了", "once": "second-form-key"}, follow=True
        )
        assert "申请已撤回" in check(done)
        assert case_page(actor("applicant"), number, now()).state == "withdrawn"

    def test_is_rated_once_after_delivery(self, applicant: Client) -> None:
        number = case("delivered", now())
        assert "评价这次服务" in check(applicant.get(f"/my/cases/{number}/"))

        refused = applicant.post(f"/my/cases/{number}/rate", {"once": "first-form-key"})
        assert "请选择满意程度" in check(refused, 422)

        rated = {"level": "1", "text": "很快", "once": "second-form-key"}
        assert "谢谢您的评价" in check(applicant.post(f"/my/cases/{number}/rate", rated, follow=True))
        again = {"level": "5", "once": "third-form-key"}
        assert "您已经评价过" in check(applicant.post(f"/my/cases/{number}/rate", again), 409)

    def test_refuses_a_form_that_comes_back_with_other_words(self, applicant: Client) -> None:
        number = case("delivered", now())
        applicant.post(f"/my/cases/{number}/rate", {"level": "1", "once": "the-form-key"})

        text = check(applicant.post(f"/my/cases/{number}/rate", {"level": "5", "once": "the-form-key"}), 409)

        assert "这一页已经提交过了" in text

    def test_cannot_be_rated_before_there_is_a_result(self, applicant: Client) -> None:
        number = case("submitted", now())

        answer = applicant.post(f"/my/cases/{number}/rate", {"level": "1", "once": "the-form-key"})

        assert "结果送达之后才能评价" in check(answer, 409)


class TestMandates:
    def test_are_given_and_taken_back(self, applicant: Client) -> None:
        form = {
            "principal": "",
            "agent_name": "麦欣苒",
            "agent_id_number": "529900199203050260",
            "starts_on": today().isoformat(),
            "once": "the-form-key",
        }

        answer = applicant.post("/my/mandates/", form, follow=True)

        assert "对方用自己的账号同意之后生效" in check(answer)

    @pytest.mark.parametrize("principal", ["x", "1" * 5000, "-1"])
    def test_are_not_given_for_oneself_when_somebody_else_was_meant(self, applicant: Client, principal: str) -> None:
        before = Mandate.objects.count()
        form = {
            "principal": principal,
            "agent_name": "麦欣苒",
            "agent_id_number": "529900199203050260",
            "starts_on": today().isoformat(),
            "once": "the-form-key",
        }

        check(applicant.post("/my/mandates/", form), 404)

        assert Mandate.objects.count() == before

    @pytest.mark.parametrize(
        ("day", "told"),
        [("2026-02-30", "请填写真实存在的日期"), ("", "请填写“开始日期”"), ("明天", "请填写真实存在的日期")],
    )
    def test_want_a_day_that_exists(self, applicant: Client, day: str, told: str) -> None:
        form = {"agent_name": "麦欣苒", "agent_id_number": "529900199203050260", "starts_on": day, "once": "the-key-1"}

        assert told in check(applicant.post("/my/mandates/", form), 422)
