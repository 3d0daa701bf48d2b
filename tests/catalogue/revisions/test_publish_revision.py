"""What was reviewed comes into force: columns, rows, search and announcement follow; cases keep theirs."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.factory import case, road_code
from tests.catalogue.revisions.flow import (
    LATER_ON,
    MONDAY,
    TUESDAY,
    content_in_force,
    draft_of,
    entries,
    revision,
    standing,
    trace,
    with_every_duty,
)
from tests.city import actor
from tongban.cases.actions import submit
from tongban.cases.actions.intake.submit import ItemOutOfUse
from tongban.cases.models import Case
from tongban.cases.queries.reading import item_of, read_case
from tongban.catalogue.actions import abandon, begin_item, import_items, publish_revision
from tongban.catalogue.actions.revisions.publish_revision import CasesOpen
from tongban.catalogue.events import VERSION_PUBLISHED
from tongban.catalogue.models import Implementation, Item, Material, Revision, Step, Version
from tongban.catalogue.queries import find, implementation, version
from tongban.catalogue.queries.draft_problems import problems_of
from tongban.catalogue.queries.preview import look_over
from tongban.catalogue.rules.drafts import as_in_file
from tongban.kernel.errors import NotFound
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.models import JournalEntry, Matter
from tongban.parties.rules.reports import ImportRefused


def published(number: str, role: str = "publisher", at: dt.datetime = TUESDAY, *, cases_go_on: bool = False) -> None:
    publish_revision(number=number, actor=actor(role), at=at, cases_go_on=cases_go_on)


def begun_item() -> str:
    new = {"catalog_code": "520117990000", "name": "占用城市桥梁审批", "type": "01", "level": "3"}
    return begin_item(content={**new, "authority": "chengguan"}, reason="新设", actor=actor("steward"), at=MONDAY)


def announced() -> list[dict[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM kernel_announcement WHERE topic = %s ORDER BY id", [VERSION_PUBLISHED])
        return [row[0] if isinstance(row[0], dict) else json.loads(row[0]) for row in cursor.fetchall()]


class TestPublishRevision:
    def test_puts_the_draft_into_force_with_all_its_rows(self) -> None:
        content = content_in_force()
        number = revision("approving", aliases=["破路修管"], materials=content["materials"][:-1])

        published(number)

        draft = draft_of(number)
        assert (draft.state, draft.published_at, draft.effective_on) == ("published", TUESDAY, TUESDAY.date())
        found = implementation(road_code())
        assert (found.version_id, found.aliases) == (draft.pk, ("破路修管",))
        assert [each.code for each in found.materials] == [each["code"] for each in content["materials"][:-1]]
        assert Step.objects.filter(version=draft).count() == len(content["steps"])
        assert [row.code for row in find("破路修管").results][:1] == [found.code]
        assert found.content["aliases"] == ["破路修管"]

    def test_supersedes_the_version_before_and_keeps_it(self) -> None:
        before = implementation(road_code())
        number = revision("approving")

        published(number)

        old = Version.objects.get(pk=before.version_id)
        assert (old.state, old.superseded_at) == ("superseded", TUESDAY)
        assert version(old.pk).materials == before.materials

    def test_says_who_took_part(self) -> None:
        number = revision("approving")

        published(number)

        row = Revision.objects.get(matter__number=number)
        assert [row.author_id, row.reviewer_id, row.publisher_id] == [
            actor(role).official_id for role in ("steward", "item_reviewer", "publisher")
        ]
        assert len({row.author_id, row.reviewer_id, row.publisher_id}) == 3
        assert [verb for verb, _who in entries(number)] == [
            "begin",
            "edit",
            "send_to_review",
            "pass_review",
            "publish",
        ]
        assert entries(number)[-1][1] == actor("publisher").name
        matter = Matter.objects.get(number=number)
        assert (matter.state, matter.due_on, matter.closed_at) == ("in_force", None, TUESDAY)

    def test_announces_the_version(self) -> None:
        number = revision("approving")
        before = len(announced())

        published(number)

        assert announced()[before:] == [{"task_code": road_code(), "number": 2}]

    def test_takes_the_local_code_along(self) -> None:
        number = revision("approving", local_code="GY-CG-001")

        published(number)

        assert implementation("GY-CG-001").code == road_code()

    def test_takes_the_local_code_along_only_on_its_day(self) -> None:
        number = revision("scheduled", effective_on=LATER_ON, local_code="GY-CG-001")
        carried_out = Implementation.objects.get(task_code=road_code())
        other = draft_of(begun_item())
        other.content |= {"local_code": "GY-CG-001"}

        assert carried_out.local_code == ""
        assert "local_code" in [field for field, _said in problems_of([other])[other.pk]]
        abandon(number=number, reason="不改了", actor=actor("publisher"), at=TUESDAY)
        assert "local_code" not in [field for field, _said in problems_of([other])[other.pk]]
        carried_out.refresh_from_db()
        assert carried_out.local_code == ""

    def test_gives_the_directory_the_name(self) -> None:
        number = revision("approving", name="挖掘城市道路审批", name_en="Digging up a road")
        entry = Item.objects.get(implementations__task_code=road_code())
        assert entry.name == "挖掘城市道路许可"

        published(number)

        entry.refresh_from_db()
        assert (entry.name, entry.name_en) == ("挖掘城市道路审批", "Digging up a road")

    def test_lets_it_wait_for_its_day(self) -> None:
        before = implementation(road_code())
        number = revision("approving", effective_on=LATER_ON)

        published(number)

        draft = draft_of(number)
        assert (draft.state, draft.effective_on, draft.published_at) == ("scheduled", LATER_ON, None)
        assert Material.objects.filter(version=draft).exists()
        assert Matter.objects.get(number=number).state == "scheduled"
        assert implementation(road_code()) == before
        with pytest.raises(NotFound):
            version(draft.pk)

    def test_comes_into_force_at_once_when_its_day_has_gone_by(self) -> None:
        number = revision("approving", effective_on=dt.date(2026, 3, 3))

        published(number, at=MONDAY + dt.timedelta(days=3))

        draft = draft_of(number)
        assert (draft.state, draft.effective_on) == ("published", dt.date(2026, 3, 5))

    @pytest.mark.parametrize("role", ["steward", "item_reviewer", "bian.xiulan"])
    def test_is_refused_to_the_wrong_duty_and_leaves_no_trace(self, role: str) -> None:
        number = revision("approving")
        before = trace()

        with pytest.raises(NotYours):
            published(number, role)

        assert trace() == before

    @pytest.mark.parametrize("role", ["steward", "item_reviewer"])
    def test_is_refused_to_who_wrote_or_reviewed_whatever_their_duties(self, role: str) -> None:
        number = revision("approving")
        before = trace()

        with pytest.raises(NotYours):
            publish_revision(number=number, actor=with_every_duty(role), at=TUESDAY)

        assert trace() == before

    @pytest.mark.parametrize("state", ["drafting", "reviewing", "in_force"])
    def test_is_refused_before_the_review_and_twice(self, state: str) -> None:
        number = revision(state)
        before = trace()

        with pytest.raises(NotAllowedNow):
            published(number)

        assert trace() == before

    def test_of_many_items_costs_as_many_statements_as_of_few(self) -> None:
        def statements(codes: list[str]) -> int:
            number = brought_by_the_operator(codes)
            with CaptureQueriesContext(
                connection,
            ) as counted:
                publish_revision(number=number, actor=actor("publisher"), at=TUESDAY)
            return len(counted)

        codes = list(Implementation.objects.order_by("task_code").values_list("task_code", flat=True))

        statements(codes[:1])  # what is kept in the process is read now

        assert statements(codes[1:4]) == statements(codes[4:24])


def brought_by_the_operator(codes: list[str]) -> str:
    from tongban.catalogue.actions import pass_review, propose_standing, send_to_review

    number = propose_standing(
        task_codes=codes, standing="suspended", why="系统升级", effective_on=None, actor=actor("bian.xiulan"), at=MONDAY
    )
    send_to_review(number=number, effective_on=None, actor=actor("bian.xiulan"), at=MONDAY)
    pass_review(number=number, actor=actor("shen.tongpan"), at=MONDAY)
    return number


class TestRunningCases:
    def test_keep_their_version(self) -> None:
        number = case("accepted")
        before = item_of(read_case(number, actor("clerk")))

        revision("in_force", office_hours="工作日 9:00—16:00")

        kept = item_of(read_case(number, actor("clerk")))
        assert kept == before
        assert kept.version_id != implementation(road_code()).version_id

    def test_keep_an_item_from_being_cancelled_and_their_number_is_told(self) -> None:
        case("accepted")
        case("submitted")
        case("draft")
        number = standing("cancelled", "approving")
        before = trace()

        with pytest.raises(CasesOpen, match="2 件"):
            published(number)

        assert trace() == before

    def test_keep_an_item_from_being_cancelled_by_a_list(self) -> None:
        case("accepted")
        content = {**content_in_force(), "standing": "cancelled", "standing_reason": "依法取消"}
        before = trace()

        with pytest.raises(ImportRefused) as refused:
            import_items([as_in_file(content)], at=TUESDAY)

        assert [each.field for each in refused.value.problems] == ["standing"]
        assert "1 件" in refused.value.problems[0].message
        assert trace() == before
        drafted = look_over(json.dumps([as_in_file(content)], ensure_ascii=False).encode(), "items.json")
        assert drafted.problems == []

    def test_that_may_still_come_are_decided_on_with_the_day(self) -> None:
        number = standing("cancelled", "approving", effective_on=LATER_ON)
        before = trace()

        with pytest.raises(CasesOpen, match="还可以申请"):
            published(number)
        assert trace() == before
        published(number, cases_go_on=True)

        assert draft_of(number).state == "scheduled"

    def test_go_on_when_that_is_decided(self) -> None:
        running = case("accepted")
        number = standing("cancelled", "approving")

        published(number, cases_go_on=True)

        assert draft_of(number).state == "published"
        last = JournalEntry.objects.filter(matter__number=number).latest("sequence")
        assert last.facts["cases_go_on"] is True
        assert item_of(read_case(running, actor("clerk"))).name == "挖掘城市道路许可"

    def test_do_not_keep_an_item_from_being_suspended(self) -> None:
        case("accepted")

        standing("suspended")

    @pytest.mark.parametrize(("to", "word"), [("suspended", "暂停办理"), ("cancelled", "已取消")])
    def test_that_are_only_drafts_are_not_handed_in_any_more(self, to: str, word: str) -> None:
        number = case("draft")
        standing(to)

        with pytest.raises(ItemOutOfUse, match=word):
            submit(number=number, actor=actor("applicant"), at=TUESDAY)

        assert Case.objects.get(matter__number=number).received_at is None
        assert Matter.objects.get(number=number).state == "draft"
