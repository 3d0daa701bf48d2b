"""Several items applied for in one go: what they share is asked once, and all or none are handed in."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.cases.factory import pdf
from tests.city import MONDAY, actor, company, picture
from tongban.cases import actions
from tongban.cases.actions import DraftConflict
from tongban.cases.actions.combined.begin_combined import begin_combined
from tongban.cases.actions.combined.save_shared import save_shared
from tongban.cases.actions.combined.submit_combined import submit_combined
from tongban.cases.models import Case, CaseMaterial, CombinedApplication, MaterialFinding
from tongban.cases.queries import case_page
from tongban.cases.queries.combined import combined_page
from tongban.cases.rules.combined import keys_shared, shared_fields
from tongban.cases.rules.drafts import mark
from tongban.catalogue.queries import find, implementation
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.models import JournalEntry

pytestmark = pytest.mark.usefixtures("city", "db")
REPRESENTATIVE = {"org.legal_representative": "何雨禾"}
NAMES = (
    "建设项目环境影响报告表审批",
    "固定资产投资项目节能审查",
    "城市建筑垃圾处置核准",
)


def codes(names: Sequence[str] = NAMES[:2]) -> list[str]:
    """Return the codes of items of a company by name."""
    return [next(row.code for row in find(name).results if row.name == name) for name in names]


def begun(names: Sequence[str] = NAMES[:2]) -> str:
    """Begin a combined application of the story's company and return its number."""
    applicant = actor("applicant")
    return begin_combined(task_codes=codes(names), actor=applicant, at=MONDAY, organisation_id=company(applicant))


def trace() -> tuple[int, int, int]:
    """Count what a refusal must leave as it is."""
    return Case.objects.count(), CombinedApplication.objects.count(), JournalEntry.objects.count()


class TestSharedFields:
    @given(st.lists(st.sets(st.sampled_from(["org.name", "org.uscc", "person.name"])), min_size=2, max_size=5))
    def test_are_the_elements_that_two_forms_hold(self, held: list[set[str]]) -> None:
        forms = {str(place): form(elements) for place, elements in enumerate(held)}

        shared = {field.element: set(field.keys) for field in shared_fields(forms)}

        for element in ("org.name", "org.uscc", "person.name"):
            asking = {str(place) for place, elements in enumerate(held) if element in elements}
            assert shared.get(element, set()) == (asking if len(asking) >= 2 else set())

    def test_are_not_those_of_another_type_or_with_other_choices(self) -> None:
        one, other = form({"org.kind"}), form({"org.kind"})
        other["properties"]["org_kind"]["enum"] = ["其他"]

        assert shared_fields({"1": one, "2": other}) == ()

    def test_name_the_field_of_each_form(self) -> None:
        shared = shared_fields({"1": form({"org.name"}), "2": form({"org.name"})})

        assert keys_shared(shared, "1") == {"org_name"}


class TestBeginCombined:
    def test_starts_a_draft_for_each_item(self) -> None:
        page = combined_page(actor("applicant"), begun())

        assert [line.state for line in page.lines] == ["draft", "draft"]
        assert {line.item.code for line in page.lines} == set(codes())
        assert "org.name" in {question.shared.element for question in page.shared}
        assert page.spared == len(page.shared)

    @pytest.mark.parametrize("wrong", [NAMES[:1], (NAMES[0], NAMES[0])])
    def test_refuses_one_item_or_one_twice(self, wrong: Sequence[str]) -> None:
        before = trace()

        with pytest.raises(BadInput):
            begun(wrong)

        assert trace() == before

    def test_begins_none_when_one_is_refused(self) -> None:
        stranger, before = actor("stranger"), trace()

        with pytest.raises(NotYours):
            begin_combined(task_codes=codes(), actor=stranger, at=MONDAY, organisation_id=company(actor("applicant")))

        assert trace() == before


class TestSaveShared:
    def test_answers_each_form_that_asks(self) -> None:
        number, applicant = begun(), actor("applicant")

        save_shared(number=number, answers={"org.legal_representative": "何雨禾"}, actor=applicant, at=MONDAY)

        page = combined_page(applicant, number)
        question = next(each for each in page.shared if each.shared.element == "org.legal_representative")
        assert {Case.objects.get(matter__number=case).answers[key] for case, key in question.shared.keys.items()} == {
            "何雨禾"
        }
        assert question.value == "何雨禾"
        assert question.source is None

    def test_overwrites_nothing_that_another_device_typed_meanwhile(self) -> None:
        number, applicant = begun(), actor("applicant")
        seen = {"org.legal_representative": {mark(held_value(number))}}
        save_shared(number=number, answers=REPRESENTATIVE, actor=applicant, at=MONDAY, shown=seen)
        other = {"org.legal_representative": "别处填的", "person.phone": "19900000999"}

        for told in (seen, {}, None):
            with pytest.raises(DraftConflict) as refused:
                save_shared(number=number, answers=other, actor=applicant, at=MONDAY, shown=told)
            assert [(each.key, each.mine, each.theirs) for each in refused.value.conflicts] == [
                ("org.legal_representative", "别处填的", "何雨禾")
            ]

        page = combined_page(applicant, number)
        assert "19900000999" not in {question.value for question in page.shared}
        assert held_value(number) == "何雨禾"

    def test_leaves_alone_what_its_sender_left_alone(self) -> None:
        number, applicant = begun(), actor("applicant")
        old = held_value(number)
        seen = {"org.legal_representative": {mark(old)}}
        save_shared(number=number, answers=REPRESENTATIVE, actor=applicant, at=MONDAY, shown=seen)

        stale = {"org.legal_representative": old}
        save_shared(number=number, answers=stale, actor=applicant, at=MONDAY, shown=seen)

        assert held_value(number) == "何雨禾"

    def test_shows_what_one_draft_alone_has_and_gives_it_to_one_that_has_nothing(self) -> None:
        number, applicant = begun(), actor("applicant")
        first, second = (line.number for line in combined_page(applicant, number).lines)
        seen = {"org.legal_representative": {mark(held_value(number))}}
        actions.save_draft(number=second, answers={"legal_representative": "只在一件里"}, actor=applicant, at=MONDAY)

        with pytest.raises(DraftConflict):
            save_shared(number=number, answers=REPRESENTATIVE, actor=applicant, at=MONDAY, shown=seen)

        actions.save_draft(number=second, answers={"legal_representative": ""}, actor=applicant, at=MONDAY)
        left = {"org.legal_representative": Case.objects.get(matter__number=first).answers["legal_representative"]}
        save_shared(number=number, answers=left, actor=applicant, at=MONDAY, shown=seen)
        held = Case.objects.get(matter__number=second).answers["legal_representative"]
        assert {"org.legal_representative": held} == left

    def test_does_not_exist_for_a_stranger(self) -> None:
        number = begun()
        before = list(Case.objects.order_by("pk").values_list("answers", flat=True))

        with pytest.raises(NotFound):
            save_shared(number=number, answers={"org.legal_representative": "别人"}, actor=actor("stranger"), at=MONDAY)

        assert list(Case.objects.order_by("pk").values_list("answers", flat=True)) == before


def held_value(number: str) -> Any:
    """Return the answer of the story's company that both forms ask for."""
    page = combined_page(actor("applicant"), number)
    return next(each.value for each in page.shared if each.shared.element == "org.legal_representative")


class TestMaterials:
    def test_given_for_one_are_given_for_the_other_that_asks_for_the_same(self) -> None:
        number, applicant = begun(), actor("applicant")
        first, second = [line.number for line in combined_page(applicant, number).lines]
        same = "企业投资项目备案证明"
        mine, theirs = (material_code(each, same) for each in (first, second))

        actions.attach(number=first, material_code=mine, name="备案.png", data=picture(), actor=applicant, at=MONDAY)

        copied = CaseMaterial.objects.get(matter__number=second)
        assert (copied.code, copied.sha256) == (theirs, CaseMaterial.objects.get(matter__number=first).sha256)


class TestSubmitCombined:
    def test_tells_what_is_missing_anywhere_and_hands_in_nothing(self) -> None:
        number, applicant = begun(), actor("applicant")
        before = trace()

        with pytest.raises(BadInput) as refused:
            submit_combined(number=number, actor=applicant, at=MONDAY)

        lines = combined_page(applicant, number).lines
        assert {key.partition("/")[0] for key in refused.value.errors} == {line.number for line in lines}
        assert {line.state for line in lines} == {"draft"}
        assert trace() == before

    def test_keeps_what_was_looked_for_when_one_is_not_ready(self) -> None:
        number, applicant = begun(), actor("applicant")
        first, second = (line.number for line in combined_page(applicant, number).lines)
        complete(first, implementation(Case.objects.get(matter__number=first).task_code).form)
        attempts = MaterialFinding.objects.filter(matter__number=first).order_by("-attempt")
        before = attempts.values_list("attempt", flat=True)[0]

        with pytest.raises(BadInput) as refused:
            submit_combined(number=number, actor=applicant, at=MONDAY)

        assert {key.partition("/")[0] for key in refused.value.errors} == {second}
        assert attempts.values_list("attempt", flat=True)[0] == before + 1
        assert {line.state for line in combined_page(applicant, number).lines} == {"draft"}

    def test_hands_in_all_that_are_ready(self) -> None:
        number, applicant = begun(), actor("applicant")
        for line in combined_page(applicant, number).lines:
            complete(line.number, line.item.form)

        numbers = submit_combined(number=number, actor=applicant, at=MONDAY)

        assert {case_page(applicant, each, MONDAY).state for each in numbers} == {"submitted"}
        with pytest.raises(NotAllowedNow):
            submit_combined(number=number, actor=applicant, at=MONDAY)


def test_a_page_of_three_items_costs_as_many_statements_as_of_two() -> None:
    def statements(names: Sequence[str]) -> int:
        number, applicant = begun(names), actor("applicant")
        combined_page(applicant, number)  # versions are kept in the process
        with CaptureQueriesContext(connection) as counted:
            combined_page(applicant, number)
        return len(counted)

    assert statements(NAMES) == statements(NAMES[:2]) == 2


def form(elements: set[str]) -> dict[str, Any]:
    """Return a compiled form with a text for each element."""
    return {
        "properties": {
            element.replace(".", "_"): {"x-element": element, "x-type": "text", "x-order": place}
            for place, element in enumerate(sorted(elements))
        }
    }


def material_code(number: str, name: str) -> str:
    """Return the code of a case's material by name."""
    item = implementation(Case.objects.get(matter__number=number).task_code)
    return next(each.code for each in item.materials if each.name == name)


def complete(number: str, schema: dict[str, Any]) -> None:
    """Answer what is required and give a picture for each material that is required."""
    applicant, case = actor("applicant"), Case.objects.get(matter__number=number)
    answers = {
        key: answer_for(field)
        for key, field in schema["properties"].items()
        if key in schema["required"] and key not in case.answers
    }
    actions.save_draft(number=number, answers=answers, actor=applicant, at=MONDAY)
    for each in implementation(case.task_code).materials:
        if each.carrier == "file" and each.necessity == "required":
            data, name = (picture(), "材料.png") if "png" in each.accepts else (pdf(), "材料.pdf")
            actions.attach(number=number, material_code=each.code, name=name, data=data, actor=applicant, at=MONDAY)


def answer_for(field: dict[str, Any]) -> Any:
    """Return an answer that the field takes."""
    kind = field["x-type"]
    choices = field.get("enum") or field.get("items", {}).get("enum")
    if kind == "choices":
        return choices[:1]
    if choices:
        return choices[0]
    low = field.get("minimum", 1)
    by_type: dict[str, Any] = {"integer": int(low) + 1, "number": low + 1, "boolean": True, "date": "2026-12-01"}
    return by_type.get(kind, "19900000101" if kind == "phone" else "按实际情况填写")
