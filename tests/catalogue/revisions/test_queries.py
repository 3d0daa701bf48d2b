"""What stewards read of changes: whole, in lists, and only what is theirs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.factory import road_code
from tests.catalogue.revisions.flow import (
    LATER_ON,
    MONDAY,
    TUESDAY,
    draft_of,
    edited,
    revision,
    standing,
)
from tests.city import actor
from tongban.catalogue.actions import begin_revision, propose_standing, send_back
from tongban.catalogue.models import Implementation
from tongban.catalogue.queries import editable_items, history_of, may_begin, revision_list, revision_view
from tongban.kernel.errors import NotFound
from tongban.parties.models import Authority


class TestRevisionView:
    def test_tells_all_of_a_draft(self) -> None:
        number = revision(office_hours="", phone="1", aliases=["挖路"])

        view = revision_view(number, actor("steward"), at=MONDAY)

        (draft,) = view.drafts
        assert (view.row.number, view.row.state, view.row.author) == (number, "drafting", actor("steward").name)
        assert draft.before is not None
        assert draft.content["aliases"] == ["挖路"]
        assert "日常用语增加“挖路”。" in [str(each) for each in draft.said]
        assert [field for field, _message in draft.problems] == ["phone"]
        assert [move.verb for move in view.moves] == ["edit", "send_to_review", "abandon"]
        assert view.may_edit
        assert [(each.verb, each.fields) for each in view.entries] == [
            ("begin", ()),
            ("edit", ("aliases", "office_hours", "phone")),
        ]

    def test_shows_findings_with_the_reason_that_was_given(self) -> None:
        number = revision(promised_days=40)

        view = revision_view(number, actor("steward"), at=MONDAY)

        assert ("Q01", "error", True) in [(each.rule, each.severity, each.blocks) for each in view.drafts[0].findings]

    def test_tells_the_reviewer_and_the_publisher_their_next_step(self) -> None:
        number = revision("reviewing")

        assert [move.verb for move in revision_view(number, actor("item_reviewer")).moves] == [
            "pass_review",
            "send_back",
        ]
        assert revision_view(number, actor("publisher")).moves == []

    def test_keeps_the_difference_as_it_was_when_it_came_into_force(self) -> None:
        number = revision("in_force", office_hours="工作日 9:00—17:00")
        code = road_code()
        later = begin_revision(task_code=code, reason="再改", actor=actor("steward"), at=TUESDAY)
        edited(later, TUESDAY, office_hours="工作日 8:00—16:00")

        (said,) = revision_view(number, actor("steward")).drafts[0].said

        assert "9:00—17:00" in str(said)
        assert "8:00—16:00" not in str(said)

    @pytest.mark.parametrize("role", ["clerk", "supervisor", "applicant", "stranger"])
    def test_is_not_there_for_others(self, role: str) -> None:
        number = revision()

        with pytest.raises(NotFound):
            revision_view(number, actor(role))

    def test_of_many_drafts_is_read_a_page_at_a_time_in_as_many_queries(self) -> None:
        codes = list(Implementation.objects.order_by("task_code").values_list("task_code", flat=True))

        def proposed(some: list[str]) -> str:
            return propose_standing(
                task_codes=some,
                standing="suspended",
                why="系统升级",
                effective_on=None,
                actor=actor("bian.xiulan"),
                at=MONDAY,
            )

        def counted(number: str) -> int:
            reader = actor("publisher")
            with CaptureQueriesContext(connection) as queries:
                revision_view(number, reader, at=MONDAY)
            return len(queries)

        few, many = proposed(codes[:2]), proposed(codes[2:26])
        view = revision_view(many, actor("publisher"), at=MONDAY)

        assert (len(view.drafts), view.draft_count, view.pages) == (20, 24, 2)
        assert counted(few) == counted(many)


class TestRevisionList:
    def test_shows_each_what_is_theirs(self) -> None:
        ours = revision()
        other = Implementation.objects.get(item__catalog_code="520117002000", authority__key="chengguan").authority_id
        elsewhere = Implementation.objects.exclude(authority_id=other).filter(current__isnull=False).first()
        assert elsewhere is not None
        theirs = begin_revision(task_code=elsewhere.task_code, reason="改", actor=actor("bian.xiulan"), at=MONDAY)

        def seen(role: str) -> set[str]:
            return {row.number for row in revision_list(actor(role), "open").rows}

        assert seen("steward") == seen("item_reviewer") == {ours}
        assert seen("publisher") == seen("bian.xiulan") == {ours, theirs}
        assert seen("clerk") == seen("stranger") == set()

    def test_shows_what_waits_for_whom(self) -> None:
        def waiting(role: str) -> list[str]:
            return [row.number for row in revision_list(actor(role), "waiting").rows]

        number = revision("reviewing")
        assert (waiting("steward"), waiting("item_reviewer"), waiting("publisher")) == ([], [number], [])

        send_back(number=number, reason="改", actor=actor("item_reviewer"), at=MONDAY)
        assert (waiting("steward"), waiting("item_reviewer")) == ([number], [])

    def test_does_not_offer_a_review_to_whoever_wrote(self) -> None:
        from tests.catalogue.revisions.flow import brought, with_every_duty

        number = revision()
        edited(number, role="bian.xiulan", phone="0851-87654321")
        brought(number, "reviewing")

        found = revision_list(with_every_duty("bian.xiulan"), "waiting").rows

        assert number not in [row.number for row in found]

    def test_filters_by_state(self) -> None:
        number = revision("scheduled", effective_on=LATER_ON)

        assert [row.number for row in revision_list(actor("publisher"), "scheduled").rows] == [number]
        assert revision_list(actor("publisher"), "reviewing").count == 0


class TestEditableItems:
    def test_shows_the_items_of_the_authority_whatever_their_standing(self) -> None:
        code = road_code()
        standing("suspended")
        number = begin_revision(task_code=code, reason="改", actor=actor("steward"), at=TUESDAY)

        found = editable_items(actor("steward"), q="挖掘城市道路许可")

        (row,) = [each for each in found.rows if each.task_code == code]
        assert (row.standing, row.revision, row.revision_state, row.number) == ("suspended", number, "drafting", 2)
        assert {each.authority for each in editable_items(actor("steward")).rows} == {row.authority}

    def test_finds_by_code_and_filters_by_standing(self) -> None:
        code = road_code()
        standing("cancelled")

        assert [row.task_code for row in editable_items(actor("publisher"), q=code[:31]).rows] == [code]
        assert [row.task_code for row in editable_items(actor("publisher"), standing="cancelled").rows] == [code]
        assert editable_items(actor("publisher"), q="\x00").count == editable_items(actor("publisher")).count

    def test_shows_nothing_to_others(self) -> None:
        assert editable_items(actor("clerk")).count == 0

    def test_costs_as_many_queries_for_a_few_as_for_many(self) -> None:
        def counted(q: str) -> int:
            reader = actor("publisher")
            with CaptureQueriesContext(connection) as queries:
                editable_items(reader, q)
            return len(queries)

        assert counted("") == counted("挖掘城市道路许可")


class TestMayBegin:
    def test_is_told_by_authority(self) -> None:
        ours, other = (Authority.objects.get(key=key).pk for key in ("chengguan", "gongan"))

        assert may_begin(actor("steward"), ours)
        assert not may_begin(actor("steward"), other)
        assert may_begin(actor("bian.xiulan"), other)
        assert not may_begin(actor("publisher"), ours)


class TestHistory:
    def test_tells_of_every_version_in_force_and_of_no_other(self) -> None:
        code = road_code()
        revision("in_force", office_hours="工作日 9:00—17:00")
        standing("suspended", at=TUESDAY)
        given_up = propose_standing(
            task_codes=[code], standing="in_use", why="恢复", effective_on=None, actor=actor("steward"), at=TUESDAY
        )

        told = history_of(code)

        assert [(each.number, each.standing) for each in told] == [(3, "suspended"), (2, "in_use"), (1, "in_use")]
        assert [str(each) for each in told[0].changes] == [
            "事项状态由“在用”改为“暂停”。",
            "暂停或取消的原因填写为“道路改造期间暂停”。",
        ]
        assert told[1].superseded_at == TUESDAY
        assert draft_of(given_up).number == 4
