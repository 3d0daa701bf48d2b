"""What the pages of an application tell of materials and sources, and what one can do about them."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cases.materials.facts import business_licence, changed_materials, drafted, material, record
from tests.city import STORY, actor
from tests.web.pages import check
from tongban.cases.models import Assistance, Case, MaterialFinding
from tongban.cases.queries import case_page
from tongban.kernel.clock import now
from tongban.parties.queries import authority
from tongban.parties.rules.actor import DutyKind

__all__ = ["changed_materials"]

pytestmark = pytest.mark.usefixtures("city", "db")
SignIn = Callable[[str], Client]


@pytest.fixture
def applicant(as_user: SignIn) -> Client:
    return as_user(STORY["people"]["applicant"])


@pytest.fixture
def stranger(as_user: SignIn) -> Client:
    return as_user(STORY["people"]["stranger"])


class TestFound:
    def test_says_what_was_found_and_what_was_not_and_why(self, applicant: Client) -> None:
        business_licence()
        row = record("drawing-reviews", {"project.drawing_review_number": "SC-1"})
        number = drafted(now())

        text = check(applicant.get(f"/applications/{number}/materials"))

        assert "要求 6 项，已找到 3 项，请您上传 2 项。" in text
        assert "电子证照库里有：营业执照 YYZZ-1" in text
        assert f"数据截至 {row.as_of.isoformat()}" in text
        assert "里没有查到记录" in text
        assert text.index("营业执照") < text.index("道路挖掘修复承诺书")
        assert 'id="material-plan"' not in text

    def test_says_it_in_english(self, applicant: Client) -> None:
        number = drafted(now())

        assert "has no “" in check(applicant.get(f"/applications/{number}/materials?lang=en"))

    def test_looks_again(self, applicant: Client) -> None:
        number = drafted(now())
        record("drawing-reviews", {"project.drawing_review_number": "SC-1"})

        text = check(applicant.post(f"/applications/{number}/materials/again", follow=True))

        assert "已重新查找" in text
        assert "已找到 2 项" in text

    def test_asks_a_department_once(self, applicant: Client) -> None:
        (owner,) = actor("joint_reviewer").authorities(DutyKind.REVIEWER)
        material("restoration", assisted_by=authority(owner).key)
        number = drafted(now())
        form = {"material": "restoration", "once": "a-key-of-the-form"}
        assert "请部门出具" in check(applicant.get(f"/applications/{number}/materials"))

        for _time in range(2):
            check(applicant.post(f"/applications/{number}/materials/ask", form, follow=True))

        assert Assistance.objects.count() == 1
        assert "正在等候" in check(applicant.get(f"/applications/{number}/materials"))

    def test_is_nothing_to_a_stranger(self, stranger: Client) -> None:
        number = drafted(now())

        check(stranger.get(f"/applications/{number}/materials"), 404)
        check(stranger.post(f"/applications/{number}/materials/again"), 404)
        check(stranger.post(f"/applications/{number}/materials/ask", {"material": "plan", "once": "k" * 9}), 404)
        check(stranger.get(f"/applications/{number}/thing"), 404)

        assert set(MaterialFinding.objects.values_list("attempt", flat=True)) == {1}


class TestSources:
    def address(self, applicant: Client, number: str, **more: str) -> dict[str, str]:
        answers = case_page(actor("applicant"), number, now()).raw.answers
        keys = ("applicant_name", "applicant_uscc", "legal_representative")
        return {**{key: answers[key] for key in keys}, "applicant_address": "搬到了新址", "go": "stay", **more}

    def test_keep_what_the_register_holds_beside_what_was_put_right(self, applicant: Client) -> None:
        number = drafted(now())

        applicant.post(f"/applications/{number}/1/", self.address(applicant, number))

        text = check(applicant.get(f"/applications/{number}/1/"))
        held = Case.objects.get(matter__number=number).sources["applicant_address"]["held"]
        assert f"法人基础信息库里是“{held}”" in text

    def test_take_the_word_that_the_register_is_wrong_on_the_same_page(self, applicant: Client) -> None:
        number = drafted(now())
        told = {"wrong-applicant_address": "yes", "note-applicant_address": "去年搬的", "wrong-applicant_name": "yes"}

        applicant.post(f"/applications/{number}/1/", self.address(applicant, number, **told))

        sources = Case.objects.get(matter__number=number).sources
        assert sources["applicant_address"]["report"] == {"note": "去年搬的"}
        assert "report" not in sources["applicant_name"]  # it is still what the register says
        assert 'value="去年搬的"' in check(applicant.get(f"/applications/{number}/1/"))


class TestThings:
    def test_asks_which_one_and_fills_in_for_it(self, applicant: Client) -> None:
        for thing in ("A 路段", "B 路段"):
            record("drawing-reviews", {"project.road_name": f"示例{thing}"}, thing=thing)
        number = drafted(now())
        assert "B 路段" in check(applicant.get(f"/applications/{number}/thing"))

        check(applicant.post(f"/applications/{number}/thing", {}), 422)
        check(applicant.post(f"/applications/{number}/thing", {"thing-project": "C"}), 422)
        check(applicant.post(f"/applications/{number}/thing", {"thing-project": "B 路段"}, follow=True))

        case = Case.objects.get(matter__number=number)
        assert (case.things, case.answers["road_name"]) == ({"project": "B 路段"}, "示例B 路段")

    def test_asks_nothing_where_there_is_one(self, applicant: Client) -> None:
        number = drafted(now())

        assert applicant.get(f"/applications/{number}/thing").headers["Location"] == f"/applications/{number}/1/"
