"""A change begins with what is in force, and an item is changed in one place at a time."""

import pytest

from tests.cases.factory import road_code
from tests.catalogue.revisions.flow import MONDAY, REASON, content_in_force, draft_of, revision, trace
from tests.city import actor
from tongban.catalogue.actions import begin_item, begin_revision
from tongban.catalogue.actions.revisions.opening import DraftOpen
from tongban.catalogue.models import Basis, Material, Revision
from tongban.catalogue.queries import implementation
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.events import NotYours
from tongban.matters.models import JournalEntry, Matter


def begun(role: str = "steward", **changes: str) -> str:
    asked = {"task_code": road_code(), "reason": REASON, **changes}
    return begin_revision(**asked, actor=actor(role), at=MONDAY)


class TestBeginRevision:
    def test_opens_a_matter_of_the_authority_with_what_is_in_force(self) -> None:
        number = begun()

        matter, draft = Matter.objects.get(number=number), draft_of(number)
        assert (matter.kind, matter.state, matter.subject) == ("revision", "drafting", "挖掘城市道路许可")
        assert (matter.owner.key, matter.due_on) == ("chengguan", None)
        assert (draft.state, draft.number, draft.name, draft.type) == ("draft", 2, "挖掘城市道路许可", "01")
        assert draft.content == content_in_force()
        assert not Material.objects.filter(version=draft).exists()
        assert not Basis.objects.filter(version=draft).exists()
        row = Revision.objects.get(matter=matter)
        assert (row.source, row.reason, row.author_id) == ("pages", REASON, actor("steward").official_id)

    def test_says_in_the_journal_which_item_and_nothing_personal(self) -> None:
        number = begun()

        entry = JournalEntry.objects.get(matter__number=number)
        assert (entry.verb, entry.facts) == ("begin", {"count": 1, "items": [road_code()]})

    def test_leaves_what_is_in_force_as_it_is(self) -> None:
        before = implementation(road_code())

        begun()

        assert implementation(road_code()) == before

    def test_is_for_the_operators_editors_too(self) -> None:
        assert Matter.objects.get(number=begun("bian.xiulan")).owner.key == "chengguan"

    @pytest.mark.parametrize("role", ["item_reviewer", "publisher", "clerk", "supervisor", "stranger", "applicant"])
    def test_is_refused_to_others_and_leaves_no_trace(self, role: str) -> None:
        before = trace()

        with pytest.raises(NotYours):
            begun(role)

        assert trace() == before

    def test_is_refused_while_the_item_is_being_changed_and_names_the_revision(self) -> None:
        number = begun()
        before = trace()

        with pytest.raises(DraftOpen, match=number):
            begun("bian.xiulan")

        assert trace() == before

    def test_is_refused_while_a_change_waits_for_its_day(self) -> None:
        from tests.catalogue.revisions.flow import LATER_ON

        number = revision("scheduled", effective_on=LATER_ON)

        with pytest.raises(DraftOpen, match=number):
            begun()

    def test_may_begin_anew_when_the_last_is_in_force(self) -> None:
        revision("in_force")

        assert draft_of(begun()).number == 3

    def test_lets_a_variant_be_drafted_beside(self) -> None:
        begun()

        number = begun(variant="by-promise")

        draft = draft_of(number)
        assert (draft.variant, draft.number, draft.content["variant"]) == ("by-promise", 3, "by-promise")

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"reason": " "}, "reason"),
            ({"reason": "x" * 501}, "reason"),
            ({"reason": "a\x00"}, "reason"),
            ({"variant": "Upper"}, "variant"),
        ],
    )
    def test_names_the_field_that_is_wrong(self, changes: dict[str, str], field: str) -> None:
        before = trace()

        with pytest.raises(BadInput) as refused:
            begun(**changes)

        assert list(refused.value.errors) == [field]
        assert trace() == before

    @pytest.mark.parametrize("code", ["nothing", "a\x00b", ""])
    def test_finds_only_items_that_were_in_force(self, code: str) -> None:
        with pytest.raises(NotFound):
            begun(task_code=code)

    def test_does_not_find_what_is_only_begun(self) -> None:
        content = {
            "catalog_code": "520117990000",
            "name": "临时占用城市桥梁审批",
            "type": "01",
            "level": "3",
            "authority": "chengguan",
        }
        number = begin_item(content=content, reason="新设", actor=actor("steward"), at=MONDAY)

        with pytest.raises(NotFound):
            begun(task_code=draft_of(number).implementation.task_code)
