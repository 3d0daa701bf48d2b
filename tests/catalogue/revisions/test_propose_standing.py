"""Items are suspended, cancelled and resumed by a revision like any other change."""

from typing import Any

import pytest

from tests.cases.factory import road_code
from tests.catalogue.revisions.flow import (
    LATER_ON,
    MONDAY,
    TUESDAY,
    brought,
    content_in_force,
    draft_of,
    edited,
    revision,
    standing,
    trace,
)
from tests.city import actor
from tongban.catalogue.actions import abandon, begin_revision, propose_standing
from tongban.catalogue.actions.revisions.propose_standing import StandsSo
from tongban.catalogue.models import Implementation, QualityRule, Revision, SearchDocument, Version
from tongban.catalogue.queries import find, implementation, version
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.events import NotYours
from tongban.matters.models import Matter

WHY = "道路改造期间暂停"


def proposed(role: str = "steward", **changes: Any) -> str:
    asked = {"task_codes": [road_code()], "standing": "suspended", "why": WHY, "effective_on": None, **changes}
    return propose_standing(**asked, actor=actor(role), at=MONDAY)


class TestProposeStanding:
    def test_drafts_what_is_in_force_with_another_standing(self) -> None:
        number = proposed(effective_on=LATER_ON)

        assert draft_of(number).content == {
            **content_in_force(),
            "standing": "suspended",
            "standing_reason": WHY,
        }
        assert draft_of(number).standing == "suspended"
        assert Revision.objects.get(matter__number=number).effective_on == LATER_ON

    def test_takes_the_variants_of_an_item_along(self) -> None:
        code = road_code()
        variant = begin_revision(task_code=code, variant="by-promise", reason=WHY, actor=actor("steward"), at=MONDAY)
        edited(variant, aliases=["破路"])
        brought(variant, "in_force")

        number = brought(proposed(), "in_force")

        current = Version.objects.filter(implementation__task_code=code, state="published")
        assert dict(current.values_list("variant", "standing")) == {"": "suspended", "by-promise": "suspended"}
        assert Matter.objects.get(number=number).subject == "挖掘城市道路许可"

    def test_of_several_items_of_several_authorities_is_the_operators(self) -> None:
        codes = list(
            Implementation.objects.filter(authority__key__in=["chengguan", "gongan"]).values_list(
                "task_code", flat=True
            )
        )
        with pytest.raises(NotYours):
            proposed(task_codes=codes)

        number = proposed("bian.xiulan", task_codes=codes)

        matter = Matter.objects.get(number=number)
        assert (matter.owner.key, matter.subject) == ("zhengwu", f"{len(codes)} 项事项")
        assert Version.objects.filter(revision_id=matter.pk, state="draft").count() == len(codes)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"standing": "gone"}, "standing"),
            ({"why": ""}, "why"),
            ({"effective_on": MONDAY.date().replace(day=1)}, "effective_on"),
            ({"task_codes": []}, "task_codes"),
        ],
    )
    def test_names_the_field_that_is_wrong(self, changes: dict[str, Any], field: str) -> None:
        before = trace()

        with pytest.raises(BadInput) as refused:
            proposed(**changes)

        assert list(refused.value.errors) == [field]
        assert trace() == before

    def test_is_refused_for_what_stands_so_already(self) -> None:
        with pytest.raises(StandsSo):
            proposed(standing="in_use")

    def test_is_refused_for_items_that_are_not_there(self) -> None:
        before = trace()

        with pytest.raises(NotFound):
            proposed(task_codes=[road_code(), "nothing"])

        assert trace() == before


class TestSuspending:
    def test_takes_the_item_out_of_search_and_application(self) -> None:
        standing("suspended")

        assert [row.code for row in find("挖掘城市道路许可").results if row.code == road_code_of()] == []
        assert not SearchDocument.objects.filter(implementation__task_code=road_code_of()).exists()
        with pytest.raises(NotFound):
            implementation(road_code_of())

    def test_keeps_the_version_that_cases_were_filed_under(self) -> None:
        kept = implementation(road_code()).version_id

        standing("suspended")

        assert version(kept).state == "superseded"
        assert version(kept).name == "挖掘城市道路许可"

    def test_and_resuming_brings_it_back(self) -> None:
        standing("suspended")
        code = road_code_of()

        number = propose_standing(
            task_codes=[code],
            standing="in_use",
            why="道路改造完成",
            effective_on=None,
            actor=actor("steward"),
            at=TUESDAY,
        )
        brought(number, "in_force", TUESDAY)

        found = implementation(code)
        assert (found.number, found.standing, found.standing_reason) == (3, "in_use", "")
        assert road_code() == code

    def test_is_possible_whatever_is_wrong_with_the_item_and_resuming_is_not(self) -> None:
        """The city has made an error of what was a warning when the item was published."""
        QualityRule.objects.create(
            code="Q12",
            severity="error",
            title="环节时限之和等于承诺时限",
            settings={"when_days_are_left": "error"},
            effective_from=MONDAY.date(),
        )
        with pytest.raises(BadInput):
            revision("reviewing")
        abandon(number=Matter.objects.latest("pk").number, reason="先暂停", actor=actor("steward"), at=MONDAY)

        standing("suspended")

        code = road_code_of()
        with pytest.raises(BadInput) as refused:
            standing("in_use", "reviewing", TUESDAY, code=code)
        assert "steps" in refused.value.errors


def road_code_of() -> str:
    """Return the code of the road permit, also where a search does not find it any more."""
    return Implementation.objects.get(item__catalog_code="520117002000", authority__key="chengguan").task_code
