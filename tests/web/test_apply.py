import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cases.factory import answers, pdf, road_code
from tests.city import STORY, actor, company, picture
from tests.web.pages import check
from tongban.cases.actions import draft
from tongban.cases.queries import case_page
from tongban.kernel.clock import now, today

pytestmark = pytest.mark.usefixtures("city", "db")
SignIn = Callable[[str], Client]


@pytest.fixture
def applicant(as_user: SignIn) -> Client:
    return as_user(STORY["people"]["applicant"])


@pytest.fixture
def number() -> str:
    applicant = actor("applicant")
    return draft(task_code=road_code(), actor=applicant, at=now(), organisation_id=company(applicant))


def posted(values: dict[str, Any]) -> dict[str, Any]:
    """Return answers as a browser posts them."""
    words = {True: "true", False: "false"}
    return {key: words.get(value, value) if isinstance(value, bool) else value for key, value in values.items()}


def state(number: str) -> str:
    return case_page(actor("applicant"), number, now()).state


def fill(applicant: Client, number: str) -> None:
    page = case_page(actor("applicant"), number, now())
    for place, group in enumerate(page.groups, 1):
        known = {**page.raw.answers, **answers(today())}
        values = posted({each.key: known[each.key] for each in group.answers if each.key in known})
        answer = applicant.post(f"/applications/{number}/{place}/", {**values, "go": "next"})
        assert answer.status_code == 302, answer.content.decode()


def upload(applicant: Client, number: str, material: str, name: str, data: bytes):  # type: ignore[no-untyped-def]
    file = SimpleUploadedFile(name, data)
    return applicant.post(f"/applications/{number}/materials", {"material": material, "file": file}, follow=True)


class TestStart:
    def test_offers_those_for_whom_the_reader_may_apply(self, applicant: Client) -> None:
        text = check(applicant.get(f"/items/{road_code()}/apply"))

        assert "贵阳筑光引电电力工程有限公司（示例）" in text
        assert "您为谁申请？" in text

    def test_starts_one_draft_however_often_the_button_is_pressed(self, applicant: Client) -> None:
        form = {"applicant": str(company(actor("applicant"))), "once": "a-key-of-the-form"}

        first = applicant.post(f"/items/{road_code()}/apply", form)
        second = applicant.post(f"/items/{road_code()}/apply", form)

        assert first.status_code == second.status_code == 302
        assert first.headers["Location"] == second.headers["Location"]

    @pytest.mark.parametrize("chosen", ["", "person", "999999", "x", "٣"])
    def test_refuses_whom_the_reader_may_not_apply_for(self, applicant: Client, chosen: str) -> None:
        form = {"applicant": chosen, "once": "a-key-of-the-form"}

        assert "请选择为谁申请" in check(applicant.post(f"/items/{road_code()}/apply", form), 422)


class TestApplication:
    def test_goes_on_where_something_is_missing(self, applicant: Client, number: str) -> None:
        answer = applicant.get(f"/applications/{number}/")

        assert answer.headers["Location"] == f"/applications/{number}/2/"

    def test_goes_on_to_the_materials_when_the_form_is_done(self, applicant: Client, number: str) -> None:
        fill(applicant, number)

        assert applicant.get(f"/applications/{number}/").headers["Location"] == f"/applications/{number}/materials"


class TestGroup:
    def test_shows_what_is_known_with_its_source(self, applicant: Client, number: str) -> None:
        text = check(applicant.get(f"/applications/{number}/1/"))

        assert "贵阳筑光引电电力工程有限公司（示例）" in text
        assert "来自法人基础信息库" in text
        assert "请核对，有误可以改。" in text

    def test_shows_a_long_answer_whole_and_takes_it_as_one_line(self, applicant: Client, number: str) -> None:
        road = "贵阳市云岩区中华北路与延安东路交叉口以北二百米"

        applicant.post(f"/applications/{number}/2/", {"road_name": f"{road[:11]}\r\n{road[11:]}", "go": "leave"})

        assert case_page(actor("applicant"), number, now()).raw.answers["road_name"] == f"{road[:11]} {road[11:]}"
        text = check(applicant.get(f"/applications/{number}/2/"))
        assert re.search(rf'<textarea [^>]*id="road_name"[^>]*>\n{road[:11]} {road[11:]}</textarea>', text)

    def test_lists_what_is_wrong_in_the_order_of_the_page_and_keeps_what_was_typed(
        self, applicant: Client, number: str
    ) -> None:
        values = {"project_name": "面包店接电", "excavation_length": "很长", "go": "next"}

        text = check(applicant.post(f"/applications/{number}/2/", values), 422)

        assert 'href="#excavation_length">“挖掘长度”应为数字' in text
        assert text.index('href="#purpose"') < text.index('href="#road_name"') < text.index('href="#excavation_length"')
        assert 'value="很长"' in text
        assert 'value="面包店接电"' in text
        assert 'aria-invalid="true"' in text

    def test_says_it_in_english(self, applicant: Client, number: str) -> None:
        text = check(applicant.post(f"/applications/{number}/2/?lang=en", {"excavation_length": "long"}), 422)

        assert "should be a number. Give digits only" in text

    def test_names_the_questions_in_english_where_they_are_read_again(self, applicant: Client, number: str) -> None:
        for page in (f"/applications/{number}/review", f"/my/cases/{number}/"):
            text = check(applicant.get(f"{page}?lang=en"))
            assert "Name of the works" in text
            assert "工程名称" not in text
            assert "：" not in text.split("<main")[1].split("</main")[0]

    def test_keeps_the_draft_without_checking_when_one_leaves(self, applicant: Client, number: str) -> None:
        answer = applicant.post(f"/applications/{number}/2/", {"road_name": "示例东路", "go": "leave"}, follow=True)

        assert "草稿已保存" in check(answer)
        assert 'value="示例东路"' in check(applicant.get(f"/applications/{number}/2/"))

    def test_keeps_what_is_being_typed(self, applicant: Client, number: str) -> None:
        answer = applicant.post(f"/applications/{number}/2/autosave", {"road_name": "示例西路"})

        assert answer.status_code == 200
        assert "草稿已自动保存" in answer.content.decode()
        assert case_page(actor("applicant"), number, now()).raw.answers["road_name"] == "示例西路"

    def test_empties_what_was_unticked(self, applicant: Client, number: str) -> None:
        applicant.post(f"/applications/{number}/2/", {"surfaces": ["人行道"], "go": "leave"})
        applicant.post(f"/applications/{number}/2/", {"go": "leave"})

        assert "surfaces" not in case_page(actor("applicant"), number, now()).raw.answers

    @pytest.mark.parametrize("place", [0, 9, 99999])
    def test_has_no_page_that_the_form_has_not(self, applicant: Client, number: str, place: int) -> None:
        check(applicant.get(f"/applications/{number}/{place}/"), 404)

    def test_is_nothing_to_a_stranger(self, as_user: SignIn, number: str) -> None:
        stranger = as_user(STORY["people"]["stranger"])

        check(stranger.get(f"/applications/{number}/1/"), 404)
        check(stranger.post(f"/applications/{number}/1/", {"road_name": "x"}), 404)
        check(stranger.post(f"/applications/{number}/2/autosave", {"road_name": "x"}), 404)
        assert "road_name" not in case_page(actor("applicant"), number, now()).raw.answers


class TestMaterials:
    def test_takes_a_file_and_gives_it_back(self, applicant: Client, number: str) -> None:
        text = check(upload(applicant, number, "plan", "平面图.png", picture()))

        assert "文件已收到" in text
        assert "平面图.png" in text
        kept = case_page(actor("applicant"), number, now()).materials
        file = next(line.files[0] for line in kept if line.files)
        answer = applicant.get(f"/my/cases/{number}/files/{file.pk}")
        assert answer.content == picture()
        assert answer.headers["Cache-Control"] == "no-store"
        check(applicant.post(f"/applications/{number}/materials/{file.pk}/remove", follow=True))
        assert not any(line.files for line in case_page(actor("applicant"), number, now()).materials)

    @pytest.mark.parametrize(
        ("name", "data"), [("plan.pdf", b"MZ this is a program"), ("plan.exe", b"%PDF-1.7"), ("empty.pdf", b"")]
    )
    def test_says_why_a_file_cannot_be_taken(self, applicant: Client, number: str, name: str, data: bytes) -> None:
        answer = upload(applicant, number, "plan", name, data)

        assert 'href="#material-plan"' in check(answer, 422)
        assert not any(line.files for line in case_page(actor("applicant"), number, now()).materials)

    def test_asks_to_choose_a_file_first(self, applicant: Client, number: str) -> None:
        answer = applicant.post(f"/applications/{number}/materials", {"material": "plan"})

        assert "请先选择文件" in check(answer, 422)

    def test_gives_a_strangers_file_to_nobody(self, applicant: Client, as_user: SignIn, number: str) -> None:
        upload(applicant, number, "plan", "plan.png", picture())
        kept = case_page(actor("applicant"), number, now()).materials
        file = next(line.files[0] for line in kept if line.files)

        check(as_user(STORY["people"]["stranger"]).get(f"/my/cases/{number}/files/{file.pk}"), 404)


class TestSubmit:
    def test_lists_what_is_missing_with_the_way_there(self, applicant: Client, number: str) -> None:
        form = {"truth": "yes", "once": "a-key-of-the-form"}

        text = check(applicant.post(f"/applications/{number}/review", form), 422)

        assert f'href="/applications/{number}/2/#road_name"' in text
        assert f'href="/applications/{number}/materials#material-plan"' in text
        assert state(number) == "draft"

    def test_wants_the_promise_of_truth(self, applicant: Client, number: str) -> None:
        text = check(applicant.post(f"/applications/{number}/review", {"once": "a-key-of-the-form"}), 422)

        assert "请勾选" in text
        assert state(number) == "draft"

    def test_goes_from_the_first_page_to_the_receipt(self, applicant: Client, number: str) -> None:
        fill(applicant, number)
        for each in STORY["files"]:
            data = pdf() if each["name"].endswith(".pdf") else picture()
            check(upload(applicant, number, each["material"], each["name"], data))
        check(applicant.get(f"/applications/{number}/review"))
        form = {"truth": "yes", "once": "a-key-of-the-form"}

        answer = applicant.post(f"/applications/{number}/review", form)
        again = applicant.post(f"/applications/{number}/review", form)

        assert answer.headers["Location"] == again.headers["Location"] == f"/applications/{number}/done"
        text = check(applicant.get(f"/applications/{number}/done"))
        assert number in text
        assert "下载接收凭证" in text
        assert state(number) == "submitted"
        (receipt,) = case_page(actor("applicant"), number, now()).documents
        paper = applicant.get(f"/my/cases/{number}/documents/{receipt.key}")
        assert paper.content.startswith(b"%PDF-")
        assert paper.headers["Content-Type"] == "application/pdf"
        assert "现在不能这样办理" in check(applicant.get(f"/applications/{number}/1/"), 409)

    def test_dates_of_the_story_lie_ahead(self) -> None:
        assert dt.date.fromisoformat(answers(today())["start_on"]) > today()
