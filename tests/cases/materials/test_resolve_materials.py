"""Each way around a material, what it brings, and why it brings nothing."""

import datetime as dt
import sys
from typing import Any

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.cases.factory import give_files, pdf
from tests.cases.materials.facts import (
    board,
    business_licence,
    disconnect,
    drafted,
    filled,
    firm,
    material,
    record,
    state,
    way,
)
from tests.city import DAY, MONDAY, actor, company
from tongban.cases import actions
from tongban.cases.actions.materials.copy_found_licences import copy_found_licences
from tongban.cases.actions.materials.resolve_materials import resolve_materials
from tongban.cases.models import CaseBurden, MaterialFinding
from tongban.cases.queries.reading import read_case
from tongban.kernel.errors import BadInput, NotFound
from tongban.kernel.idempotency import once
from tongban.licences.models import Copy, Licence, LicenceStanding
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.models import JournalEntry
from tongban.sharing.actions import keep_document
from tongban.sharing.models import LookUp, Register


def again(number: str, at: dt.datetime = MONDAY) -> None:
    resolve_materials(number=number, actor=actor("applicant"), at=at)


def ends(identifier: str, state: str, at: dt.datetime) -> None:
    licence = Licence.objects.get(identifier=identifier)
    LicenceStanding.objects.create(licence=licence, state=state, from_at=at, actor_name="系统")
    Licence.objects.filter(pk=licence.pk).update(state=state)


class TestNotNeeded:
    def test_a_cancelled_material_is_asked_for_no_more(self) -> None:
        material("restoration", exempt_path="cancelled")

        number = filled()

        assert way(number, "restoration", "not_needed") == ("found", "cancelled")
        assert state(number, "restoration").ways[-1].attempt.path == "not_needed"
        with pytest.raises(BadInput) as refused:
            actions.submit(number=number, actor=actor("applicant"), at=MONDAY)
        assert "restoration" not in refused.value.errors
        assert "plan" in refused.value.errors


class TestLicence:
    def test_is_found_by_its_type_and_holder_with_its_identifier(self) -> None:
        identifier = business_licence()

        number = drafted()

        (found,) = [each.attempt for each in state(number, "business-licence").ways]
        assert (found.path, found.outcome, found.evidence) == ("licence", "found", identifier)
        assert state(number, "business-licence").found

    @pytest.mark.parametrize("standing", ["suspended", "revoked", "cancelled"])
    def test_that_is_not_in_force_is_not_found_and_says_why(self, standing: str) -> None:
        business_licence(state=standing)

        number = drafted()

        assert way(number, "business-licence", "licence") == ("not_found", standing)
        assert state(number, "business-licence").missing

    def test_that_has_expired_says_since_when(self) -> None:
        business_licence(until=MONDAY.date() - DAY)

        number = drafted()

        assert way(number, "business-licence", "licence") == ("not_found", "expired")
        assert (MONDAY.date() - DAY).isoformat() in state(number, "business-licence").ways[0].told

    def test_that_nobody_has_is_told_and_keeps_nobody_from_applying(self) -> None:
        number = drafted()

        assert way(number, "business-licence", "licence") == ("not_found", "no_licence")
        assert not state(number, "business-licence").missing

    def test_of_a_kind_that_the_city_does_not_have_is_told(self) -> None:
        material("business-licence", exempt_code="no-such-type")

        assert way(drafted(), "business-licence", "licence") == ("not_found", "no_type")

    def test_that_is_revoked_meanwhile_is_noticed_when_the_application_is_handed_in(self) -> None:
        identifier = business_licence()
        number = filled()
        give_files(number, actor("applicant"), MONDAY)
        ends(identifier, "revoked", MONDAY)

        def work() -> str:
            return actions.submit(number=number, actor=actor("applicant"), at=MONDAY + DAY).number

        with pytest.raises(BadInput) as refused:
            once(caller="account:1", key="a-key-of-its-own", print_of="x", work=work)

        assert list(refused.value.errors) == ["business-licence"]
        facts = read_case(number, actor("applicant"))
        assert (facts.state, MaterialFinding.objects.filter(matter=facts.matter).latest("pk").attempt) == ("draft", 2)
        assert way(number, "business-licence", "licence") == ("not_found", "revoked")
        assert state(number, "business-licence").missing, "the page offers the upload that is asked for"
        assert not CaseBurden.objects.filter(matter=facts.matter).exists()

    def test_that_has_ended_may_be_replaced_by_an_upload(self) -> None:
        business_licence(state="revoked")
        number = filled()
        give_files(number, actor("applicant"), MONDAY)

        actions.attach(
            number=number,
            material_code="business-licence",
            name="新执照.pdf",
            data=pdf(),
            actor=actor("applicant"),
            at=MONDAY,
        )

        assert actions.submit(number=number, actor=actor("applicant"), at=MONDAY).state == "submitted"

    def test_gives_the_authority_a_copy_for_this_case_alone_once(self) -> None:
        identifier = business_licence()
        number = filled()
        give_files(number, actor("applicant"), MONDAY)
        actions.submit(number=number, actor=actor("applicant"), at=MONDAY)
        facts = read_case(number, actor("clerk"))

        made = [copy_found_licences(facts, at=MONDAY) for _time in range(2)]

        copy = Copy.objects.get(case_number=number)
        kept = MaterialFinding.objects.filter(matter=facts.matter, path="licence", outcome="found").latest("pk")
        assert made == [1, 0]
        assert (copy.licence.identifier, kept.copy) == (identifier, copy.number)


class TestSharedData:
    def test_is_found_with_the_row_that_told_it(self) -> None:
        row = record("drawing-reviews", {"project.drawing_review_number": "SC-1"})

        number = drafted()

        found = state(number, "design").settled
        assert found is not None
        assert (found.attempt.path, found.attempt.evidence) == ("shared", f"drawing-reviews/{row.pk}")
        assert found.attempt.as_of == row.as_of
        assert LookUp.objects.filter(case_number=number, purpose__startswith="查找申请材料").exists()

    def test_of_a_register_is_found_though_another_one_knows_the_same_better(self) -> None:
        record("drawing-reviews", {"project.code": "2025-520100-78-01-000001"}, days_ago=90)
        record("planning-permits", {"project.code": "2025-520100-78-01-000001"}, days_ago=1)

        number = drafted()

        assert way(number, "design", "shared") == ("found", "")
        assert way(number, "planning-approval", "shared") == ("found", "")

    def test_that_is_old_says_so(self) -> None:
        record("drawing-reviews", {"project.drawing_review_number": "SC-1"}, days_ago=900)

        assert way(drafted(), "design", "shared") == ("found", "stale")

    def test_that_has_no_record_of_the_applicant_is_told_and_the_file_asked_for(self) -> None:
        number = drafted()

        assert way(number, "design", "shared") == ("not_found", "no_record")
        assert way(number, "design", "upload") == ("offered", "to_upload")
        assert state(number, "design").missing

    def test_of_a_register_that_is_not_connected_is_not_asked_for(self) -> None:
        record("drawing-reviews", {"project.drawing_review_number": "SC-1"})
        disconnect("drawing-reviews")

        assert way(drafted(), "design", "shared") == ("not_found", "not_connected")

    def test_without_a_register_is_told(self) -> None:
        material("design", exempt_code="nobody-knows")

        assert way(drafted(), "design", "shared") == ("not_found", "no_register")

    def test_may_name_data_elements_instead(self) -> None:
        material("design", exempt_code="org.name, org.address")

        found = state(drafted(), "design").settled

        assert found is not None
        assert found.attempt.evidence.startswith("legal-persons/")

    def test_of_several_things_is_found_for_the_one_that_is_meant(self) -> None:
        for thing in ("A", "B"):
            record("drawing-reviews", {"project.drawing_review_number": f"SC-{thing}"}, thing=thing)

        assert way(drafted(), "design", "shared") == ("not_found", "several")
        assert way(drafted(things={"project": "B"}), "design", "shared") == ("found", "")

    def test_that_fails_is_journalled_and_leaves_the_file_to_the_applicant(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(**_asked: Any) -> None:
            raise ConnectionError

        monkeypatch.setattr("tongban.cases.actions.materials.find_materials.look_up", broken)

        number = drafted()

        assert way(number, "design", "shared") == ("failed", "failed")
        assert "10:00 查询失败" in state(number, "design").why_not[0].told
        entry = JournalEntry.objects.get(matter__number=number, verb="record_failed_look_up")
        assert entry.facts["materials"] == ["design", "plan", "planning-approval", "traffic-plan"]
        assert read_case(number, actor("applicant")).state == "draft"

    def test_that_fails_when_it_is_handed_in_is_journalled_though_it_is_sent_back(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        record("drawing-reviews", {"project.drawing_review_number": "SC-1"})
        number = filled()
        assert way(number, "design", "shared") == ("found", "")
        monkeypatch.setattr("tongban.cases.actions.materials.find_materials.look_up", lambda **_asked: 1 / 0)

        def work() -> str:
            return actions.submit(number=number, actor=actor("applicant"), at=MONDAY + DAY).number

        with pytest.raises(BadInput) as refused:
            once(caller="account:1", key="a-key-of-its-own", print_of="x", work=work)

        assert "design" in refused.value.errors
        assert way(number, "design", "shared") == ("failed", "failed")
        assert JournalEntry.objects.filter(matter__number=number, verb="record_failed_look_up").count() == 1

    def test_that_is_refused_is_logged_for_who_it_is_about(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuses(*_asked: Any, **_more: Any) -> None:
            raise NotFound("不能查询")

        monkeypatch.setattr(sys.modules["tongban.sharing.actions.look_up"], "standing", refuses)

        number = drafted()

        logged = LookUp.objects.filter(case_number=number, outcome="refused").values_list("purpose", flat=True)
        assert {each.partition("：")[0] for each in logged} == {"预填申请表", "查找申请材料"}

    def test_that_answers_again_is_found_the_second_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        record("drawing-reviews", {"project.drawing_review_number": "SC-1"})
        with monkeypatch.context() as failing:
            failing.setattr("tongban.cases.actions.materials.find_materials.look_up", lambda **_asked: 1 / 0)
            number = drafted()

        again(number, MONDAY + DAY)

        assert way(number, "design", "shared") == ("found", "")
        attempts = MaterialFinding.objects.filter(matter__number=number, code="design", path="shared")
        assert list(attempts.order_by("attempt").values_list("outcome", flat=True)) == ["failed", "found"]


class TestSpace:
    def kept(self, on: dt.date) -> int:
        return keep_document(
            kind="organisation",
            party_id=firm().id,
            name="道路挖掘修复承诺书",
            file_name="承诺书.pdf",
            sha256=self.stored(),
            media_type="application/pdf",
            obtained_on=on,
            actor=actor("applicant"),
            at=MONDAY,
        )

    def stored(self) -> str:
        from tongban.kernel import files

        return files.put(pdf(), "application/pdf").sha256

    @pytest.mark.parametrize(("days", "reason"), [(10, ""), (900, "old")])
    def test_offers_what_is_kept_with_its_date(self, days: int, reason: str) -> None:
        document = self.kept(MONDAY.date() - dt.timedelta(days=days))

        number = drafted()

        assert way(number, "restoration", "space") == ("offered", reason)
        assert state(number, "restoration").kept_document == document
        assert state(number, "restoration").missing

    def test_takes_what_is_chosen(self) -> None:
        document = self.kept(MONDAY.date())
        number = drafted()

        actions.attach_kept(
            number=number, material_code="restoration", document_id=document, actor=actor("applicant"), at=MONDAY
        )

        assert way(number, "restoration", "space") == ("chosen", "")
        assert state(number, "restoration").found


class TestUpload:
    def test_is_the_last_way_and_counts_as_asked(self) -> None:
        number = filled()
        before = board(number).counts
        give_files(number, actor("applicant"), MONDAY)

        after = board(number)

        assert way(number, "plan", "upload") == ("found", "uploaded")
        assert (before.required, before.asked) == (after.counts.required, after.counts.asked) == (6, 4)
        assert not any(each.missing for each in after.states)


class TestResolve:
    def test_is_refused_to_strangers_and_officials_and_leaves_no_trace(self) -> None:
        number = drafted()

        for role, refusal in (("stranger", NotFound), ("clerk", NotFound)):
            with pytest.raises(refusal):
                resolve_materials(number=number, actor=actor(role), at=MONDAY)
        with pytest.raises(NotFound):
            board(number, "stranger")

        assert set(MaterialFinding.objects.filter(matter__number=number).values_list("attempt", flat=True)) == {1}

    def test_is_over_once_the_application_is_handed_in(self) -> None:
        number = filled()
        give_files(number, actor("applicant"), MONDAY)
        actions.submit(number=number, actor=actor("applicant"), at=MONDAY)
        rows = MaterialFinding.objects.filter(matter__number=number).count()

        with pytest.raises(NotAllowedNow):
            again(number)
        with pytest.raises((NotYours, NotAllowedNow)):
            resolve_materials(number=number, actor=actor("clerk"), at=MONDAY)

        assert MaterialFinding.objects.filter(matter__number=number).count() == rows

    def test_asks_each_source_once_however_many_materials(
        self, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        business_licence()
        number = drafted()

        with django_assert_max_num_queries(32):
            again(number)
        with django_assert_max_num_queries(8):
            board(number)

        assert LookUp.objects.filter(case_number=number, purpose__startswith="查找申请材料").count() == 2

    def test_masks_what_was_found_for_who_only_watches(self) -> None:
        identifier = business_licence()
        number = filled()
        give_files(number, actor("applicant"), MONDAY)
        actions.submit(number=number, actor=actor("applicant"), at=MONDAY)

        watched = board(number, "supervisor").of("business-licence")
        handled = board(number, "clerk").of("business-licence")

        assert watched is not None
        assert handled is not None
        assert (watched.ways[0].attempt.evidence, handled.ways[0].attempt.evidence) == ("", identifier)
        assert "YYZZ-1" not in watched.ways[0].told

    def test_happens_at_the_window_for_who_stands_there(self) -> None:
        identifier = business_licence()
        applicant = actor("applicant")

        done = actions.register(
            task_code=read_case(drafted(), applicant).parts["case"].task_code,
            actor=actor("clerk", "window"),
            at=MONDAY,
            organisation_id=company(applicant),
            agent_person_id=applicant.person_id,
        )

        found = board(done.number, "clerk").of("business-licence")
        assert found is not None
        assert found.ways[0].attempt.evidence == identifier
        assert Register.objects.filter(key="drawing-reviews").exists()
