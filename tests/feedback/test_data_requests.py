"""Rights that people have in their data: a copy, its deletion, an explanation; what a clock deletes."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.client import api_of
from tests.cases.factory import case, road_code
from tests.city import MONDAY, actor, company, picture
from tests.parties.factories import make_person
from tongban.cases import actions
from tongban.cases.actions.intake.discard import discard
from tongban.cases.actions.sweep_cases import sweep_drafts
from tongban.cases.models import Case, CaseMaterial
from tongban.feedback.actions.data_requests.claim_data_right import AskedAlready, claim_data_right
from tongban.feedback.actions.data_requests.copy_my_data import copy_my_data
from tongban.feedback.actions.data_requests.grant_data_request import grant_data_request
from tongban.feedback.actions.data_requests.refuse_data_request import refuse_data_request
from tongban.feedback.actions.data_requests.withdraw_data_request import withdraw_data_request
from tongban.feedback.models import DataRequest
from tongban.feedback.queries.data_requests import data_request_list, data_request_page
from tongban.kernel import files
from tongban.kernel.actions.drop_files import drop_files
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.models import JournalEntry, Matter
from tongban.parties.actions import give_mandate
from tongban.parties.models import PartyEvent
from tongban.sharing.actions.space.forget_space import sweep_space
from tongban.sharing.actions.space.keep_answers import keep_answers
from tongban.sharing.models import KeptAnswer, LookUp

TUESDAY = MONDAY + dt.timedelta(days=1)
pytestmark = pytest.mark.usefixtures("city", "db")


def asked(topic: str = "delete", **said: object) -> str:
    given = {"scope": ["answers", "documents", "drafts"]} if topic == "delete" else {"text": "为什么自动填了这个地址？"}
    return claim_data_right(topic=topic, actor=actor("applicant"), at=MONDAY, **{"text": "", **given, **said}).number


def keep_some() -> None:
    applicant = actor("applicant")
    keep_answers(
        kind="person",
        party_id=applicant.person_id or 0,
        answers={"person.address": "贵阳市示例路 1 号"},
        case_number="",
        at=MONDAY,
    )


class TestClaimDataRight:
    def test_opens_a_matter_with_a_clock_at_the_operator(self) -> None:
        matter = Matter.objects.select_related("owner").get(number=asked())

        assert (matter.kind, matter.state) == ("data_request", "open")
        assert matter.due_on is not None
        assert matter.owner.key == "zhengwu"

    @pytest.mark.parametrize(
        ("topic", "said"), [("delete", {"scope": []}), ("delete", {"scope": ["cases"]}), ("explain", {"text": " "})]
    )
    def test_refuses_what_is_unclear(self, topic: str, said: dict[str, object]) -> None:
        with pytest.raises(BadInput):
            asked(topic, **said)

        assert not DataRequest.objects.exists()

    def test_is_asked_once_at_a_time(self) -> None:
        asked()

        with pytest.raises(AskedAlready):
            asked()

        assert DataRequest.objects.count() == 1


class TestGrantDataRequest:
    def test_deletes_what_was_named_and_nothing_that_was_handed_in(self) -> None:
        handed_in, steward = case("submitted"), actor("hu.siquan")
        keep_some()
        number = asked()

        grant_data_request(number=number, text="已经删除。", actor=steward, at=TUESDAY)

        row = DataRequest.objects.get(matter__number=number)
        assert row.deleted["answers"] >= 1
        assert not KeptAnswer.objects.filter(person_id=actor("applicant").person_id).exists()
        assert Case.objects.get(matter__number=handed_in).answers
        assert PartyEvent.objects.filter(kind="forget_answers").exists()

    def test_is_not_for_who_asked(self) -> None:
        number = asked()

        with pytest.raises(NotYours):
            grant_data_request(number=number, text="删吧", actor=actor("applicant"), at=TUESDAY)

        assert Matter.objects.get(number=number).state == "open"


class TestTheOtherAnswers:
    def test_a_refusal_needs_its_reason(self) -> None:
        number, steward = asked("explain"), actor("hu.siquan")

        with pytest.raises(BadInput):
            refuse_data_request(number=number, text="", actor=steward, at=TUESDAY)
        refuse_data_request(number=number, text="与他人信息不能分开。", actor=steward, at=TUESDAY)

        assert data_request_page(actor("applicant"), number, TUESDAY).row.answer == "与他人信息不能分开。"

    def test_is_taken_back_by_who_asked(self) -> None:
        number = asked()

        withdraw_data_request(number=number, actor=actor("applicant"), at=TUESDAY)

        assert Matter.objects.get(number=number).state == "withdrawn"

    def test_does_not_exist_for_a_stranger_or_another_steward(self) -> None:
        number = asked()

        for role in ("stranger", "clerk", "supervisor", "data_steward"):
            with pytest.raises(NotFound):
                data_request_page(actor(role), number, TUESDAY)

    def test_a_list_costs_two_queries(self) -> None:
        asked()
        asked("explain")

        with CaptureQueriesContext(connection) as counted:
            found = data_request_list(actor("applicant"), 1, TUESDAY, own=True)

        assert found.count == 2
        assert len([each for each in counted if "feedback_data_request" in each["sql"]]) == 2


class TestCopyMyData:
    def test_tells_all_that_is_held_and_leaves_a_trace(self) -> None:
        number = case("draft")
        keep_some()

        made = copy_my_data(actor=actor("applicant"), at=MONDAY)

        assert made["person"]["name"] == "何雨禾"
        assert {each["element"] for each in made["space"]["answers"]} == {"person.address"}
        assert {each["element"] for each in made["registers"]} >= {"person.name", "person.born_on"}
        assert number not in {each["number"] for each in made["applications"]}, "it is the company's, not the person's"
        assert LookUp.objects.filter(purpose__contains="本人查阅").exists()
        assert PartyEvent.objects.filter(kind="copy_my_data").exists()

    def test_of_a_mandate_for_some_items_goes_into_json(self) -> None:
        applicant = actor("applicant")
        give_mandate(
            organisation_id=company(applicant),
            agent_name=(agent := make_person()).name,
            agent_id_number=agent.id_number,
            scope=["11520100TB0001151X3520117002000"],
            starts_on=MONDAY.date(),
            ends_on=None,
            actor=applicant,
            at=MONDAY,
        )

        made = api_of("applicant").post("me/data-copy")

        assert made.status_code == 200
        assert ["11520100TB0001151X3520117002000"] in [each["scope"] for each in made.json()["mandates"]]


class TestDiscard:
    def test_empties_the_draft_and_leaves_its_journal(self) -> None:
        number = draft_with_a_file()
        entries = list(JournalEntry.objects.order_by("pk").values_list("pk", flat=True))

        discard(number=number, actor=actor("applicant"), at=TUESDAY)

        left = Case.objects.get(matter__number=number)
        assert (left.answers, left.sources, left.matter.state) == ({}, {}, "withdrawn")
        assert not CaseMaterial.objects.filter(matter__number=number).exists()
        after = list(JournalEntry.objects.order_by("pk").values_list("pk", flat=True))
        assert after[: len(entries)] == entries
        assert JournalEntry.objects.get(pk=after[-1]).verb == "discard"

    def test_is_refused_once_it_was_handed_in(self) -> None:
        number = case("submitted")
        before = Case.objects.get(matter__number=number).answers

        with pytest.raises(NotAllowedNow):
            discard(number=number, actor=actor("applicant"), at=TUESDAY)

        assert Case.objects.get(matter__number=number).answers == before

    def test_comes_by_itself_after_180_days(self) -> None:
        number = draft_with_a_file()

        assert sweep_drafts(at=MONDAY + dt.timedelta(days=180)) == 0
        assert sweep_drafts(at=MONDAY + dt.timedelta(days=181)) == 1
        assert Matter.objects.get(number=number).state == "withdrawn"


class TestFiles:
    def test_go_when_nothing_names_them_and_stay_while_something_does(self) -> None:
        number = draft_with_a_file()
        named = CaseMaterial.objects.get(matter__number=number).sha256
        stray = files.put(b"nobody names this", "application/pdf").sha256
        later = dt.datetime.now(dt.UTC) + dt.timedelta(hours=2)

        assert drop_files(hashes={named, stray}, at=later) == 1
        assert files.read(named)
        with pytest.raises(files.FileLost):
            files.read(stray)

    def test_put_a_moment_ago_stay(self) -> None:
        fresh = files.put(b"a row is about to name this", "application/pdf").sha256

        assert drop_files(hashes={fresh}, at=dt.datetime.now(dt.UTC)) == 0
        assert files.read(fresh)


def test_answers_that_were_not_given_again_are_forgotten() -> None:
    keep_some()

    assert sweep_space(at=MONDAY + dt.timedelta(days=1095)) == 0
    assert sweep_space(at=MONDAY + dt.timedelta(days=1096)) == 1


def draft_with_a_file() -> str:
    applicant = actor("applicant")
    number = actions.draft(task_code=road_code(), actor=applicant, at=MONDAY, organisation_id=company(applicant))
    actions.attach(
        number=number, material_code="restoration", name="承诺.png", data=picture("red"), actor=applicant, at=MONDAY
    )
    return number
