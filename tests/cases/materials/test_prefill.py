"""What is filled in for an applicant, from where, and what happens to what is wrong."""

import pytest

from tests.cases.factory import answers, give_files
from tests.cases.materials.facts import business_licence, drafted, filled, firm, record
from tests.city import MONDAY, actor
from tongban.cases import actions
from tongban.cases.actions import DraftConflict
from tongban.cases.actions.intake.mark_wrong import NothingToReport, mark_wrong
from tongban.cases.models import Case, CaseBurden
from tongban.cases.queries import case_page
from tongban.kernel.errors import NotFound
from tongban.licences.models import LicenceType
from tongban.sharing.models import DataCorrection, KeptAnswer, LegalPersonRecord, Register


def case_of(number: str) -> Case:
    return Case.objects.get(matter__number=number)


def handed_in(number: str) -> None:
    give_files(number, actor("applicant"), MONDAY)
    actions.submit(number=number, actor=actor("applicant"), at=MONDAY)


class TestPrefill:
    def test_names_the_row_of_the_register_whose_value_it_is(self) -> None:
        case = case_of(drafted())

        mark = case.sources["applicant_address"]
        register, _slash, row = mark["row"].partition("/")
        told = LegalPersonRecord.objects.get(pk=row, register__key=register)
        assert (mark["kind"], mark["register"], mark["element"]) == ("register", "legal-persons", "org.address")
        assert told.subject_code == firm().code
        assert told.address == mark["held"] == case.answers["applicant_address"]
        assert mark["as_of"] == told.as_of.isoformat()

    def test_fills_in_what_a_register_knows_of_the_thing_that_is_meant(self) -> None:
        for thing in ("A", "B"):
            record("drawing-reviews", {"project.road_name": f"示例{thing}路"}, thing=thing)

        assert "road_name" not in case_of(drafted()).answers
        assert case_of(drafted(things={"project": "B"})).answers["road_name"] == "示例B路"

    def test_for_another_thing_is_not_overwritten_by_a_device_that_shows_the_old_one(self) -> None:
        for thing in ("A", "B"):
            record("drawing-reviews", {"project.road_name": f"示例{thing}路"}, thing=thing)
        number = drafted(things={"project": "A"})
        seen = case_of(number).revision

        actions.choose_things(number=number, things={"project": "B"}, actor=actor("applicant"), at=MONDAY)

        with pytest.raises(DraftConflict) as refused:
            old = {"road_name": "示例A路"}
            actions.save_draft(number=number, answers=old, actor=actor("applicant"), at=MONDAY, expected=seen)
        assert [(each.key, each.theirs) for each in refused.value.conflicts] == [("road_name", "示例B路")]
        assert case_of(number).answers["road_name"] == "示例B路"

    def test_leaves_out_what_the_form_does_not_take(self) -> None:
        record("drawing-reviews", {"project.excavation_purpose": "没有的用途", "project.excavation_length": "12.5"})

        case = case_of(drafted())

        assert "purpose" not in case.answers
        assert case.answers["excavation_length"] == 12.5

    def test_fills_in_what_the_face_of_a_licence_in_force_says(self) -> None:
        scope = {"key": "scope", "label": "经营范围", "label_en": "", "element": "project.builder_name"}
        LicenceType.objects.filter(code="business-licence").update(fields=[scope])
        ended = business_licence(state="revoked", number="OLD")
        assert "builder_name" not in case_of(drafted()).answers
        identifier = business_licence()

        case = case_of(drafted())

        mark = case.sources["builder_name"]
        assert case.answers["builder_name"] == "电力工程施工"
        assert (mark["kind"], mark["row"]) == ("licence", identifier) != ("licence", ended)

    def test_types_nothing_twice(self) -> None:
        first = filled()
        handed_in(first)

        second = case_of(drafted())

        typed = answers(MONDAY.date())
        assert second.answers["road_name"] == typed["road_name"]
        assert (second.sources["road_name"]["kind"], second.sources["road_name"]["row"]) == ("kept", first)
        assert "surfaces" not in second.answers  # it means nothing beyond its form
        assert KeptAnswer.objects.filter(organisation_id=firm().id, element="project.road_name").count() == 1

    def test_keeps_nothing_of_what_a_register_told(self) -> None:
        handed_in(filled())

        assert not KeptAnswer.objects.filter(element="org.name").exists()

    def test_goes_on_without_a_register_that_fails(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tongban.cases.actions.intake.prefill.look_up", lambda **_asked: 1 / 0)

        number = drafted()

        case = case_of(number)
        assert case.answers["applicant_name"] == firm().name
        assert case.sources["applicant_name"]["kind"] == "account"
        assert "record_failed_look_up" in {each.verb for each in case_page(actor("applicant"), number, MONDAY).timeline}


class TestMarkWrong:
    def corrected(self) -> str:
        number = filled()
        actions.save_draft(
            number=number, answers={"applicant_address": "搬到了新址"}, actor=actor("applicant"), at=MONDAY
        )
        return number

    def test_keeps_what_the_source_holds_when_the_answer_is_put_right(self) -> None:
        number = self.corrected()

        (answer,) = [
            each
            for group in case_page(actor("applicant"), number, MONDAY).groups
            for each in group.answers
            if each.key == "applicant_address"
        ]
        assert (answer.value, answer.source, answer.held_by) == ("搬到了新址", "", "法人基础信息库")
        assert answer.held == LegalPersonRecord.objects.get(subject_code=firm().code).address

    def test_is_reported_to_who_answers_for_the_register_when_handed_in(self) -> None:
        number = self.corrected()
        mark_wrong(
            number=number, field="applicant_address", wrong=True, note="去年搬的", actor=actor("applicant"), at=MONDAY
        )
        assert not DataCorrection.objects.exists()

        handed_in(number)

        report = DataCorrection.objects.get(case_number=number)
        assert (report.element, report.given, report.note) == ("org.address", "搬到了新址", "去年搬的")
        assert report.matter.owner_id == Register.objects.get(key="legal-persons").provider_id
        assert report.matter.due_on is not None
        assert case_of(number).sources["applicant_address"]["report"]["number"] == report.matter.number

    def test_may_be_taken_back(self) -> None:
        number = self.corrected()
        for wrong in (True, False):
            mark_wrong(
                number=number, field="applicant_address", wrong=wrong, note="", actor=actor("applicant"), at=MONDAY
            )

        handed_in(number)

        assert not DataCorrection.objects.exists()

    def test_is_refused_of_what_is_as_the_register_says(self) -> None:
        number = filled()
        before = case_of(number).sources

        for field in ("applicant_address", "surfaces", "nonsense"):
            with pytest.raises(NothingToReport):
                mark_wrong(number=number, field=field, wrong=True, note="", actor=actor("applicant"), at=MONDAY)
        with pytest.raises(NotFound):
            mark_wrong(
                number=number, field="applicant_address", wrong=True, note="", actor=actor("stranger"), at=MONDAY
            )

        assert case_of(number).sources == before


class TestBurden:
    def test_counts_what_was_asked_when_it_is_handed_in(self) -> None:
        number = filled()
        handed_in(number)

        counted = CaseBurden.objects.get(matter__number=number)

        page = case_page(actor("applicant"), number, MONDAY)
        known = [key for key, mark in page.raw.sources.items() if mark["kind"] == "register"]
        assert (counted.materials_required, counted.materials_found, counted.materials_asked) == (6, 0, 4)
        assert counted.fields_shown == len(page.item.form["properties"])
        assert counted.fields_prefilled == len([k for k in known if page.raw.answers[k] == page.raw.sources[k]["held"]])
        assert counted.fields_prefilled + counted.fields_typed == len(page.raw.answers)

    def test_counts_no_mock_case(self) -> None:
        number = drafted(mock=True)
        actions.save_draft(number=number, answers=answers(MONDAY.date()), actor=actor("applicant"), at=MONDAY)
        handed_in(number)

        assert not CaseBurden.objects.exists()
