"""行政许可法 第三十六条: who is touched directly is told and heard; the decision waits for their answer or its day."""

import pytest

from tests.cases.factory import case
from tests.city import DAY, MONDAY, actor
from tongban.cases import actions
from tongban.cases.actions.decision.decide import OthersToBeHeard
from tongban.cases.actions.review.record_third_party import NobodyToHear
from tongban.cases.models import Archive, Document, ThirdParty
from tongban.cases.queries import case_page
from tongban.cases.queries.archives import archive_of
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.events import NotYours
from tongban.matters.models import JournalEntry, Matter


def told(stage: str = "reviewed") -> str:
    number = case(stage)
    actions.notify_third_party(
        number=number,
        name="示例商铺",
        interest="施工期间出入口受阻",
        actor=actor("joint_reviewer" if stage == "reviewing" else "lead_reviewer"),
        at=MONDAY,
    )
    return number


def entries(number: str) -> int:
    return JournalEntry.objects.filter(matter__number=number).count()


class TestThirdParties:
    def test_are_told_in_writing_with_the_day_by_which_to_answer(self) -> None:
        number = told("reviewing")

        notice = Document.objects.get(matter__number=number, kind="third_party_notice")
        printed = dict(notice.data["fields"])
        assert (notice.data["addressee"], printed["利害关系人"]) == ("示例商铺", "示例商铺")
        assert printed["陈述意见期限"] == "5 个工作日，至 2026年3月9日"
        assert "示例商铺" not in str(JournalEntry.objects.filter(matter__number=number).latest("sequence").facts)

    def test_keep_the_decision_waiting_until_they_answer_or_their_day_is_over(self) -> None:
        number, silent, decider = told(), told(), actor("decider")
        with pytest.raises(OthersToBeHeard):
            actions.decide(number=number, outcome="granted", actor=decider, at=MONDAY)

        one = ThirdParty.objects.get(matter__number=number)
        actions.record_third_party(
            number=number, third_party_id=one.pk, statement="希望避开营业时间", actor=actor("lead_reviewer"), at=MONDAY
        )

        assert actions.decide(number=number, outcome="granted", actor=decider, at=MONDAY).state == "granted"
        with pytest.raises(OthersToBeHeard):
            actions.decide(number=silent, outcome="granted", actor=decider, at=MONDAY + 7 * DAY)
        assert "示例商铺" in case_page(decider, silent, MONDAY).waits["decide"]
        assert actions.decide(number=silent, outcome="granted", actor=decider, at=MONDAY + 8 * DAY).state == "granted"

    def test_are_not_in_a_package_that_the_applicant_takes_along(self) -> None:
        with_them, without = told(), case("reviewed")
        for number in (with_them, without):
            matter = Matter.objects.get(number=number)
            Archive.objects.create(matter=matter, version=matter.version, sha256="0" * 64, size=1, made_at=MONDAY)

        assert archive_of(actor("applicant"), with_them) is None
        assert archive_of(actor("applicant"), without) is not None
        assert archive_of(actor("decider"), with_them) is not None

    def test_are_shown_to_officials_and_not_to_the_applicant(self) -> None:
        number = told()
        key = Document.objects.get(matter__number=number, kind="third_party_notice").key

        lead, applicant = (case_page(actor(role), number, MONDAY) for role in ("lead_reviewer", "applicant"))

        assert [each.name for each in lead.third_parties] == ["示例商铺"]
        assert applicant.third_parties == []
        assert "third_party_notice" not in {each.kind for each in applicant.documents}
        with pytest.raises(NotFound):
            actions.print_document(number=number, key=key, actor=actor("applicant"))

    def test_are_heard_once_each(self) -> None:
        number = told()
        one = ThirdParty.objects.get(matter__number=number)
        said = {"number": number, "third_party_id": one.pk, "actor": actor("lead_reviewer"), "at": MONDAY}
        with pytest.raises(BadInput) as refused:
            actions.record_third_party(**{**said, "third_party_id": one.pk + 1}, statement=" ")
        actions.record_third_party(**said, statement="无意见")

        with pytest.raises(NobodyToHear):
            actions.record_third_party(**said, statement="又有意见")

        assert set(refused.value.errors) == {"third_party_id", "statement"}

    def test_are_told_by_those_who_review_alone(self) -> None:
        number = case("reviewing")
        before = entries(number)

        for role in ("decider", "clerk", "applicant"):
            with pytest.raises(NotYours):
                actions.notify_third_party(number=number, name="甲", interest="乙", actor=actor(role), at=MONDAY)
        with pytest.raises(BadInput) as refused:
            actions.notify_third_party(number=number, name=" ", interest="", actor=actor("lead_reviewer"), at=MONDAY)

        assert set(refused.value.errors) == {"name", "interest"}
        assert entries(number) == before
