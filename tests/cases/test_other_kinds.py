"""Cases of other kinds than the story's: for persons and companies, at once and with steps, granted and refused."""

from dataclasses import replace
from typing import Any

import pytest

from tests.cases.factory import pdf
from tests.city import MONDAY, actor, company, picture
from tongban.cases import actions
from tongban.cases.queries import case_page
from tongban.catalogue.queries import ImplementationView, find, implementation
from tongban.feedback.actions import rate
from tongban.parties.models import Official
from tongban.parties.rules.actor import Actor, DutyKind, Held

ANSWERS: dict[str, Any] = {
    "date": "2026-05-04",
    "boolean": True,
    "phone": "19900000101",
    "id_number": "529900198806120219",
}


def item_named(name: str) -> ImplementationView:
    return implementation(next(row.code for row in find(name).results if row.name == name))


def an_answer(field: dict[str, Any], uscc: str) -> Any:
    kind = field["x-type"]
    if kind in ("text", "longtext"):
        return "甲" * max(field["minLength"], 2)
    if kind in ("integer", "number"):
        return max(field["minimum"], 1)
    if kind in ("choice", "choices"):
        return field["enum"][0] if kind == "choice" else [field["items"]["enum"][0]]
    return ANSWERS.get(kind, uscc)


def officials(item: ImplementationView) -> dict[DutyKind, Actor]:
    """Return one official for each duty, at the authority of the item."""
    kinds = (DutyKind.CLERK, DutyKind.REVIEWER, DutyKind.DECIDER, DutyKind.ISSUER)
    ids = Official.objects.order_by("pk").values_list("pk", flat=True)[: len(kinds)]
    return {
        kind: Actor(name=kind.value, official_id=pk, duties=frozenset({Held(kind, item.authority.id)}))
        for kind, pk in zip(kinds, ids, strict=True)
    }


def hand_in(item: ImplementationView, audience: str) -> tuple[str, Actor]:
    person = actor("applicant")
    firm = company(person)
    person = replace(person, organisations={firm: None})
    number = actions.draft(
        task_code=item.code, actor=person, at=MONDAY, organisation_id=firm if audience == "company" else None
    )
    answers = {key: an_answer(field, "91529900TB00020158") for key, field in item.form["properties"].items()}
    kept = case_page(person, number, MONDAY).raw.answers
    actions.save_draft(number=number, answers={**answers, **kept}, actor=person, at=MONDAY)
    for material in item.materials:
        if material.carrier == "file":
            data, name = (picture(), "a.png") if "png" in material.accepts else (pdf(), "a.pdf")
            actions.attach(number=number, material_code=material.code, name=name, data=data, actor=person, at=MONDAY)
    actions.submit(number=number, actor=person, at=MONDAY)
    return number, person


def review(item: ImplementationView, number: str, reviewer: Actor) -> list[list[str]]:
    """Let every step have its opinion; return the steps that were open at the same time."""
    actions.open_reviews(number=number, actor=reviewer, at=MONDAY)
    stages = []
    everywhere = replace(reviewer, duties=frozenset(Held(DutyKind.REVIEWER, s.authority_id) for s in item.steps))
    while ready := [line.review.step_code for line in case_page(everywhere, number, MONDAY).reviews if line.is_open]:
        stages.append(ready)
        for step in ready:
            actions.give_opinion(number=number, step_code=step, opinion="agree", text="", actor=everywhere, at=MONDAY)
    return stages


class TestOtherKinds:
    @pytest.mark.parametrize(
        ("name", "audience", "outcome", "stages"),
        [
            ("城乡居民基本医疗保险参保登记", "person", "granted", 0),
            ("公共图书馆读者证办理", "person", "refused", 0),
            ("最低生活保障确认", "person", "granted", 2),
            ("出生医学证明签发", "person", "granted", 0),
            ("城市建筑垃圾处置核准", "company", "granted", 2),
            ("排污许可证核发", "company", "refused", 2),
        ],
    )
    def test_live_to_the_end(self, name: str, audience: str, outcome: str, stages: int) -> None:
        item = item_named(name)
        who = officials(item)
        number, person = hand_in(item, audience)

        actions.accept(number=number, actor=who[DutyKind.CLERK], at=MONDAY)
        if stages:
            assert len(review(item, number, who[DutyKind.REVIEWER])) >= stages
        actions.decide(number=number, outcome=outcome, reasons="不符合条件", actor=who[DutyKind.DECIDER], at=MONDAY)
        if outcome == "granted" and item.result_kind == "licence":
            actions.issue(number=number, actor=who[DutyKind.ISSUER], at=MONDAY)
        actions.deliver(number=number, mode="space", actor=who[DutyKind.ISSUER], at=MONDAY)
        delivered = case_page(person, number, MONDAY)
        rate(number=number, level=1, actor=person, at=MONDAY)

        assert (item.instance == "instant") is (stages == 0)
        assert (delivered.state, delivered.lamp, delivered.due_on) == ("delivered", "green", None)
        assert delivered.decision is not None
        assert (delivered.decision.valid_until is None) is (outcome == "refused" or not item.result_validity_months)
        assert case_page(person, number, MONDAY).closed
