"""Reading cases: what waits for whom, what it costs, and what is hidden from whom."""

import hashlib
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.factory import STAGES, case, pdf, road_code
from tests.city import DAY, MONDAY, actor, company, picture
from tongban.cases import actions
from tongban.cases.models import Case, CaseMaterial, Document
from tongban.cases.queries import (
    Filter,
    Inbox,
    case_page,
    document_state,
    inbox,
    material_file,
    my_cases,
)
from tongban.cases.queries.inbox import PAGE_SIZE
from tongban.cases.queries.inbox_desk import desk_of
from tongban.cases.queries.inbox_tasks import ALL, HELD, MINE, WAITING
from tongban.cases.rules.masking import masked_answer
from tongban.kernel.errors import NotFound
from tongban.matters.models import Matter
from tongban.matters.rules.lamps import Lamp
from tongban.parties.rules.actor import DutyKind, Held

OFFICIALS = ("clerk", "lead_reviewer", "joint_reviewer", "decider", "issuer")


def box(role: str, task: str = ALL, lamp: str = "", q: str = "", page: int = 1, days: int = 0) -> Inbox:
    return inbox(actor(role), Filter(task, lamp, q), page, MONDAY + days * DAY)


def numbers(found: Inbox) -> list[str]:
    return [row.number for row in found.rows]


def copies(number: str, count: int) -> None:
    """Put further cases like this one into the inbox, as rows."""
    matter = Matter.objects.select_related("case").get(number=number)
    kept = matter.case
    for place in range(count):
        matter.pk, matter.number = None, f"{number[:-6]}C{place:05d}"
        matter.save(force_insert=True)
        kept.pk, kept.matter = None, matter
        kept.save(force_insert=True)


class TestDesk:
    def test_is_kept_but_for_cases_that_are_asked_for_by_number(self) -> None:
        clerk, today = actor("clerk"), MONDAY.date()
        chosen = Filter(ALL, numbers=("1",))

        assert desk_of(clerk, Filter(ALL), today) is desk_of(clerk, Filter(ALL), today)
        assert desk_of(clerk, chosen, today) is not desk_of(clerk, chosen, today)


class TestTasks:
    def test_of_each_duty_are_the_cases_that_wait_for_it(self) -> None:
        at = {stage: case(stage) for stage in STAGES}

        waiting = {
            (role, task.code): numbers(box(role, task.code))
            for role in OFFICIALS
            for task in box(role).tasks
            if task.code not in (MINE, HELD, WAITING, ALL)
        }

        assert waiting == {
            ("clerk", "receive"): [at["submitted"]],
            ("clerk", "deliver"): [at["issued"]],
            ("clerk", "close"): [at["delivered"]],
            ("lead_reviewer", "open_reviews"): [at["accepted"]],
            ("lead_reviewer", "opinion"): [at["reviewing"]],
            ("lead_reviewer", "answer"): [],
            ("joint_reviewer", "open_reviews"): [],
            ("joint_reviewer", "opinion"): [at["reviewing"]],
            ("joint_reviewer", "answer"): [],
            ("decider", "answer"): [],
            ("decider", "decide"): [at["reviewed"]],
            ("issuer", "issue"): [at["granted"]],
            ("issuer", "deliver"): [at["issued"]],
        }

    def test_count_what_they_list(self) -> None:
        for stage in STAGES:
            case(stage)

        for role in OFFICIALS:
            for task in box(role).tasks:
                found = box(role, task.code)
                assert (found.count, len(found.rows)) == (task.count, task.count), (role, task.code)
            counts = {task.code: task.count for task in box(role).tasks}
            assert counts[MINE] + counts[WAITING] == counts[ALL] > 0, role

    def test_are_nobodys_who_has_no_duty_and_drafts_are_nobodys_at_all(self) -> None:
        for stage in ("draft", "submitted"):
            case(stage)

        for role in ("applicant", "stranger"):
            assert (box(role).rows, box(role).count) == ([], 0)
        assert [row.state for row in box("clerk").rows] == ["submitted"]

    def test_leave_out_deciding_for_who_reviewed(self) -> None:
        number = case("reviewed")
        assert numbers(box("decider", "decide")) == [number]

        Case.objects.filter(matter__number=number).update(clerk_id=actor("decider").official_id)

        assert numbers(box("decider", "decide")) == []

    def test_leave_out_deciding_while_the_clock_is_paused(self) -> None:
        number = case("reviewed")
        assert numbers(box("decider", "decide")) == [number]

        actions.suspend(
            number=number, kind="expert_review", days=5, reason="专家评审", actor=actor("lead_reviewer"), at=MONDAY
        )

        assert numbers(box("decider", "decide")) == []


class TestInbox:
    def test_shows_the_soonest_due_first_and_what_is_not_due_last(self) -> None:
        delivered, accepted, submitted = case("delivered"), case("accepted"), case("submitted")
        earlier = case("submitted", MONDAY - 3 * DAY)

        assert numbers(box("clerk")) == [earlier, submitted, accepted, delivered]

    def test_narrows_to_the_lamp_that_it_shows(self) -> None:
        for stage in ("submitted", "correcting", "accepted", "reviewed", "granted", "issued", "delivered"):
            case(stage)
        paused = case("reviewing")
        actions.suspend(
            number=paused, kind="expert_review", days=5, reason="专家评审", actor=actor("lead_reviewer"), at=MONDAY
        )
        late = case("reviewed")
        actions.decide(number=late, outcome="granted", actor=actor("decider"), at=MONDAY + 20 * DAY)

        for days in (0, 6, 7, 8, 30):
            rows = box("clerk", days=days).rows

            shown = {lamp.value: [row.number for row in rows if row.lamp is lamp] for lamp in Lamp}
            assert {lamp.value: numbers(box("clerk", lamp=lamp.value, days=days)) for lamp in Lamp} == shown, days
            # On the 30th day the day that is owed has passed with all the days declared for the pause.
            assert (len(shown["grey"]), len(shown["green"])) == (int(days < 30), 1), days
            assert late in shown["red"]
            for lamp in Lamp:
                assert box("clerk", lamp=lamp.value, days=days).count == len(shown[lamp.value]), days

    def test_takes_an_unknown_lamp_or_task_for_none(self) -> None:
        number = case("submitted")

        assert numbers(box("clerk", lamp="purple")) == [number]
        assert box("clerk", task="dance").filter.task == MINE

    def test_finds_by_all_the_words_of_number_name_or_subject(self) -> None:
        first, second = case("submitted"), case("submitted")

        assert numbers(box("clerk", q=first)) == [first]
        assert numbers(box("clerk", q=f"筑光 {second}")) == [second]
        assert numbers(box("clerk", q=f"{first} {second}")) == []
        assert numbers(box("clerk", q="100%_")) == []

    def test_turns_pages_and_stays_within_them(self) -> None:
        number = case("submitted")
        copies(number, PAGE_SIZE + 4)

        first, second, beyond, before = (box("clerk", page=page) for page in (1, 2, 99, -1))

        assert (first.count, first.pages, first.page) == (25, 2, 1)
        assert (len(first.rows), len(second.rows)) == (20, 5)
        assert len({*numbers(first), *numbers(second)}) == 25
        assert (beyond.page, numbers(beyond)) == (2, numbers(second))
        assert (before.page, numbers(before)) == (1, numbers(first))

    @pytest.mark.parametrize("role", [*OFFICIALS, "supervisor"])
    def test_costs_as_many_queries_whatever_it_holds(self, role: str, monkeypatch: pytest.MonkeyPatch) -> None:
        # The calendar is read anew every half minute, which is not what is counted here.
        monkeypatch.setattr("tongban.kernel.queries.CALENDAR_SECONDS", 3600.0)
        number = case("reviewing")
        who, filters = actor(role), Filter(ALL)
        inbox(who, filters, 1, MONDAY)

        with CaptureQueriesContext(connection) as few:
            inbox(who, filters, 1, MONDAY)
        copies(number, 25)
        with CaptureQueriesContext(connection) as many:
            inbox(who, filters, 1, MONDAY)

        assert len(few) == len(many) == 2


class TestMasking:
    def test_hides_a_persons_name_from_who_only_watches(self) -> None:
        number = case("accepted")
        Matter.objects.filter(number=number).update(
            applicant_organisation=None, applicant_person=actor("applicant").person_id, applicant_name="何与合"
        )

        assert [row.applicant_name for row in box("supervisor").rows] == ["何**"]
        assert [row.applicant_name for row in box("clerk").rows] == ["何与合"]
        assert case_page(actor("supervisor"), number, MONDAY).applicant_name == "何**"
        assert case_page(actor("clerk"), number, MONDAY).applicant_name == "何与合"

    def test_hides_who_applied_and_who_received_in_the_story_from_who_only_watches(self) -> None:
        number = case("delivered")
        name = actor("applicant").name

        watched, handled = (case_page(actor(role), number, MONDAY) for role in ("supervisor", "clerk"))

        assert name in {entry.who for entry in handled.timeline}
        assert name not in {entry.who for entry in watched.timeline}
        assert {entry.who for entry in watched.timeline} >= {actor("clerk").name, actor("decider").name}

    def test_hides_what_files_are_called_from_who_only_watches(self) -> None:
        number = case("accepted")

        watched, handled = (case_page(actor(role), number, MONDAY) for role in ("supervisor", "clerk"))

        assert {file.file_name for line in watched.materials for file in line.files} == {""}
        assert "" not in {file.file_name for line in handled.materials for file in line.files}

    def test_hides_it_from_who_watches_here_and_handles_elsewhere(self) -> None:
        number = case("submitted")
        Matter.objects.filter(number=number).update(
            applicant_name="何雨禾", applicant_organisation=None, applicant_person_id=actor("applicant").person_id
        )
        owner = Matter.objects.get(number=number).owner_id
        watching = {Held(DutyKind.SUPERVISOR, owner)}
        both = replace(actor("supervisor"), duties=frozenset({*watching, Held(DutyKind.CLERK, owner)}))
        elsewhere = replace(actor("supervisor"), duties=frozenset({*watching, Held(DutyKind.CLERK, owner + 1)}))

        shown = inbox(both, Filter(ALL), 1, MONDAY)
        hidden = inbox(elsewhere, Filter(ALL), 1, MONDAY)

        assert [row.applicant_name for row in shown.rows] == ["何雨禾"]
        assert [row.number for row in hidden.rows] == [number]
        assert hidden.rows[0].applicant_name != "何雨禾"
        assert inbox(both, Filter(ALL, q="何雨禾"), 1, MONDAY).count == 1
        assert inbox(elsewhere, Filter(ALL, q="何雨禾"), 1, MONDAY).count == 0

    def test_shows_an_organisations_name_which_is_public(self) -> None:
        case("accepted")

        assert [row.applicant_name for row in box("supervisor").rows] == ["贵阳筑光引电电力工程有限公司（示例）"]

    @pytest.mark.parametrize(
        ("role", "contact"),
        [
            ("applicant", ("19900000101", "19900000110")),
            ("clerk", ("19900000101", "19900000110")),
            ("joint_reviewer", ("19900000101", "19900000110")),
            ("supervisor", ("199****0101", "199****0110")),
        ],
    )
    def test_hides_numbers_and_names_in_answers_from_who_only_watches(
        self, role: str, contact: tuple[str, str]
    ) -> None:
        page = case_page(actor(role), case("reviewing"), MONDAY)

        said = {answer.key: answer.value for group in page.groups for answer in group.answers}
        assert (said["contact_phone"], said["site_phone"]) == contact
        assert said["contact_name"].endswith("**") is (role == "supervisor")
        assert said["excavation_length"] == 18.5
        assert said["road_name"] == "示例东路"

    @pytest.mark.parametrize(
        ("field", "value", "masked"),
        [
            ({"format": "id_number"}, "990199199001010010", "990***********0010"),
            ({"x-type": "phone"}, "19900000110", "199****0110"),
            ({"x-type": "phone"}, "110", "***"),
            ({"x-element": "person.address"}, "示例路1号", "示****"),
            ({"x-element": "org.address"}, "示例路1号", "示例路1号"),
            ({}, "示例路", "示例路"),
            ({"x-type": "phone"}, 110, 110),
            ({"x-type": "phone"}, None, None),
        ],
    )
    def test_of_an_answer_follows_what_it_is(self, field: dict[str, str], value: object, masked: object) -> None:
        assert masked_answer(field, value) == masked


class TestMyCases:
    def test_are_the_newest_first_by_pages(self) -> None:
        applicant = actor("applicant")
        made = [
            actions.draft(
                task_code=road_code(), actor=applicant, at=MONDAY + n * DAY, organisation_id=company(applicant)
            )
            for n in range(12)
        ]

        first, second, beyond = (my_cases(applicant, page, MONDAY) for page in (1, 2, 9))

        assert (first.count, first.pages) == (12, 2)
        assert [row.number for row in first.rows] == made[:1:-1]
        assert [row.number for row in second.rows] == made[1::-1]
        assert (beyond.page, beyond.rows) == (2, second.rows)

    def test_that_wait_for_the_applicant_come_first_among_the_open_ones(self) -> None:
        made = {stage: case(stage) for stage in ("delivered", "draft", "correcting", "submitted")}
        copies(made["submitted"], 9)

        found = my_cases(actor("applicant"), 1, MONDAY, open_only=True)

        assert [row.number for row in found.rows[:3]] == [made["correcting"], made["draft"], made["delivered"]]

    def test_cost_two_queries_whatever_they_are(self) -> None:
        number, who = case("submitted"), actor("applicant")
        my_cases(who, 1, MONDAY)

        with CaptureQueriesContext(connection) as few:
            my_cases(who, 1, MONDAY)
        copies(number, 9)
        with CaptureQueriesContext(connection) as many:
            assert len(my_cases(who, 1, MONDAY).rows) == 10

        assert len(few) == len(many) == 2

    def test_leave_out_what_is_closed_when_only_the_open_are_asked_for(self) -> None:
        still_open, closed = case("submitted"), case("delivered")
        actions.close(number=closed, actor=actor("clerk"), at=MONDAY)

        found = my_cases(actor("applicant"), 1, MONDAY, open_only=True)

        assert [row.number for row in found.rows] == [still_open]
        assert {row.number: row.closed for row in my_cases(actor("applicant"), 1, MONDAY).rows} == {
            still_open: False,
            closed: True,
        }

    @pytest.mark.parametrize("role", ["stranger", *OFFICIALS, "supervisor"])
    def test_are_none_of_those_that_one_handles_or_watches(self, role: str) -> None:
        case("submitted")

        assert (my_cases(actor(role), 1, MONDAY).rows, my_cases(actor(role), 1, MONDAY).count) == ([], 0)


class TestFiles:
    def test_are_given_byte_for_byte_to_the_applicant_and_those_who_handle_the_case(self) -> None:
        number = case("reviewing")
        notice = Document.objects.filter(matter__number=number).latest("pk")
        material = CaseMaterial.objects.filter(matter__number=number).earliest("pk")

        for role in ("applicant", *OFFICIALS):
            printed = actions.print_document(number=number, key=notice.key, actor=actor(role))
            notice.refresh_from_db()
            assert hashlib.sha256(printed.data).hexdigest() == notice.sha256
            assert (printed.name, printed.media_type) == (f"{notice.title}-{notice.number}.pdf", "application/pdf")
            given = material_file(actor(role), number, material.pk)
            assert given.data in (picture(), pdf())
            assert (given.name, given.media_type) == (material.file_name, material.media_type)

    @pytest.mark.parametrize("role", ["stranger", "supervisor"])
    def test_do_not_exist_for_others(self, role: str) -> None:
        number = case("accepted")
        notice = Document.objects.filter(matter__number=number).latest("pk")
        material = CaseMaterial.objects.filter(matter__number=number).earliest("pk")

        with pytest.raises(NotFound):
            actions.print_document(number=number, key=notice.key, actor=actor(role))
        with pytest.raises(NotFound):
            material_file(actor(role), number, material.pk)

    def test_of_one_case_are_not_found_through_another(self) -> None:
        mine, other = case("accepted"), case("accepted")
        notice = Document.objects.filter(matter__number=other).latest("pk")
        material = CaseMaterial.objects.filter(matter__number=other).earliest("pk")

        with pytest.raises(NotFound):
            actions.print_document(number=mine, key=notice.key, actor=actor("applicant"))
        with pytest.raises(NotFound):
            material_file(actor("applicant"), mine, material.pk)

    def test_tell_anybody_only_that_a_document_was_made(self) -> None:
        number = case("accepted")
        notice = Document.objects.filter(matter__number=number).latest("pk")

        state = document_state(notice.key)

        assert (state.number, state.title, state.made_at) == (notice.number, notice.title, notice.made_at)
        assert state.sha256 == notice.sha256
        for wrong in ("", "X", notice.key + "0", "a\x00b"):
            with pytest.raises(NotFound):
                document_state(wrong)
