"""The tasks follow the lifecycle: what was proposed, what is pre-reviewed, and what has nothing to review."""

import pytest
from django.db import connection

from tests.cases.factory import case
from tests.city import MONDAY, actor
from tongban.cases import actions
from tongban.cases.models import Case, Proposal
from tongban.cases.queries import Filter, inbox
from tongban.matters.models import Matter
from tongban.parties.models import Authority
from tongban.parties.rules.actor import Actor, DutyKind, Held


def waiting(role: str, task: str) -> list[str]:
    found = inbox(actor(role), Filter(task), 1, MONDAY)
    return [row.number for row in found.rows] if found.filter.task == task else []


def propose(number: str, kind: str, role: str = "clerk") -> None:
    Proposal.objects.create(
        matter=Matter.objects.get(number=number),
        kind=kind,
        reason="理由",
        made_by_id=actor(role).official_id,
        made_by_name=actor(role).name,
        made_at=MONDAY,
    )


class TestTasks:
    @pytest.mark.parametrize("state", ["submitted", "pre_review", "received"])
    def test_to_receive_is_what_was_handed_in_and_not_answered(self, state: str) -> None:
        number = case("submitted")
        Matter.objects.filter(number=number).update(state=state)

        assert waiting("clerk", "receive") == [number]

    def test_without_steps_go_to_the_decision_at_once(self) -> None:
        number = case("accepted")
        assert (waiting("lead_reviewer", "open_reviews"), waiting("decider", "decide")) == ([number], [])

        with connection.cursor() as cursor:
            # A published list keeps its steps; every list of the demo city has some.
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("DELETE FROM catalogue_step")
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")

        assert (waiting("lead_reviewer", "open_reviews"), waiting("decider", "decide")) == ([], [number])

    @pytest.mark.parametrize(
        ("kind", "asked", "others"),
        [
            ("refusal", {"lead_reviewer", "decider"}, {"issuer", "supervisor", "head"}),
            ("withdrawal", {"lead_reviewer", "decider"}, {"issuer", "supervisor", "head"}),
            ("voiding", {"supervisor"}, {"lead_reviewer", "decider", "head"}),
            ("extension", {"head"}, {"government_head", "decider", "supervisor"}),
        ],
    )
    def test_to_answer_are_those_whom_the_kind_asks(self, kind: str, asked: set[str], others: set[str]) -> None:
        number = case("accepted")
        propose(number, kind)

        assert {role for role in asked | others if waiting(role, "answer") == [number]} == asked

    def test_to_answer_is_never_what_one_proposed_or_has_an_answer(self) -> None:
        own, answered = case("accepted"), case("accepted")
        propose(own, "refusal", "lead_reviewer")
        propose(answered, "refusal")
        Proposal.objects.filter(matter__number=answered).update(answered_at=MONDAY)

        assert waiting("lead_reviewer", "answer") == []
        assert waiting("decider", "answer") == [own]

    def test_to_refuse_is_not_for_who_received_it(self) -> None:
        number = case("submitted")
        propose(number, "refusal", "second_clerk")
        Case.objects.filter(matter__number=number).update(clerk_id=actor("decider").official_id)

        assert (waiting("decider", "answer"), waiting("lead_reviewer", "answer")) == ([], [number])

    def test_to_extend_what_is_joint_is_for_the_head_of_the_government(self) -> None:
        number = case("accepted")
        propose(number, "extension")
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("UPDATE catalogue_version SET joint = true")
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")

        assert (waiting("government_head", "answer"), waiting("head", "answer")) == ([number], [])

    def test_to_answer_elsewhere_is_hidden_from_the_head_of_another_government(self) -> None:
        propose(case("accepted"), "extension")
        held = Held(DutyKind.GOVERNMENT_HEAD, Authority.objects.latest("pk").pk, region_code="440100000000")
        elsewhere = Actor(name="丁", official_id=4401, duties=frozenset({held}))

        found = inbox(elsewhere, Filter("all"), 1, MONDAY)

        assert (found.count, found.rows) == (0, [])
        assert {task.count for task in found.tasks} == {0}

    def test_to_answer_is_among_the_supervisors_own_and_all_the_rest_waits_for_others(self) -> None:
        number, other = case("accepted"), case("submitted")
        propose(number, "voiding")

        assert waiting("supervisor", "mine") == [number]
        assert waiting("supervisor", "waiting") == [other]
        assert len(waiting("supervisor", "all")) == 2
        actions.claim(number=other, actor=actor("clerk"), at=MONDAY)
        assert waiting("clerk", "held") == [other]
