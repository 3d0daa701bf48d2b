import pytest

from tests.cases.factory import case
from tests.city import MONDAY, actor
from tongban.cases import actions
from tongban.cases.models import Case
from tongban.cases.rules.drafts import mark, merge

pytestmark = pytest.mark.usefixtures("city", "db")


def kept(number: str) -> Case:
    return Case.objects.get(matter__number=number)


def save(number: str, answers: dict[str, object], **seen: object) -> actions.SavedDraft:
    return actions.save_draft(number=number, answers=answers, actor=actor("applicant"), at=MONDAY, **seen)  # type: ignore[arg-type]


class TestSaveDraft:
    def test_counts_its_revisions_and_says_who_changed_what(self) -> None:
        number = case("draft")
        before = kept(number).revision

        saved = save(number, {"road_name": "示例北路"}, page="p:3", device="phone")
        again = save(number, {"road_name": "示例北路"})

        assert saved.revision == before + 1
        assert again.revision == saved.revision
        last = kept(number).touched["road_name"]
        assert (last["revision"], last["device"], last["page"]) == (saved.revision, "phone", "p:3")
        assert last["by"] == actor("applicant").name

    def test_merges_what_only_one_side_changed(self) -> None:
        number = case("draft")
        seen = kept(number).revision
        save(number, {"road_name": "另一台手机填的路"})

        saved = save(number, {"purpose": "这里填的用途"}, expected=seen)

        assert saved.answers["road_name"] == "另一台手机填的路"
        assert saved.answers["purpose"] == "这里填的用途"

    def test_overwrites_nothing_that_both_changed_differently(self) -> None:
        number = case("draft")
        seen = kept(number).revision
        save(number, {"road_name": "另一台手机填的路"}, device="phone")

        with pytest.raises(actions.DraftConflict) as refused:
            save(number, {"road_name": "这里填的路", "purpose": "这里填的用途"}, expected=seen)

        told = refused.value.conflicts[0]
        assert (told.key, told.mine, told.theirs, told.device) == (
            "road_name",
            "这里填的路",
            "另一台手机填的路",
            "phone",
        )
        assert kept(number).answers["road_name"] == "另一台手机填的路"
        assert kept(number).answers["purpose"] != "这里填的用途"

    def test_takes_what_both_changed_alike(self) -> None:
        number = case("draft")
        seen = kept(number).revision
        save(number, {"road_name": "示例北路"})

        assert save(number, {"road_name": "示例北路 "}, expected=seen).answers["road_name"] == "示例北路"

    def test_leaves_to_others_what_the_page_left_alone(self) -> None:
        number = case("draft")
        old = kept(number).answers["road_name"]
        save(number, {"road_name": "另一台手机填的路"})

        saved = save(number, {"road_name": old}, shown={"road_name": mark(old)}, page="p:1")

        assert saved.theirs == ("road_name",)
        assert saved.answers["road_name"] == "另一台手机填的路"

    def test_is_not_in_conflict_with_its_own_page_whose_answer_got_lost(self) -> None:
        number = case("draft")
        shown = {"road_name": mark(kept(number).answers["road_name"])}
        save(number, {"road_name": "示例"}, shown=shown, page="p:2")

        saved = save(number, {"road_name": "示例北路"}, shown=shown, page="p:4")

        assert saved.answers["road_name"] == "示例北路"

    def test_drops_what_the_same_page_sent_earlier_and_comes_later(self) -> None:
        number = case("draft")
        shown = {"road_name": mark(kept(number).answers["road_name"])}
        save(number, {"road_name": "示例北路"}, shown=shown, page="p:4")

        save(number, {"road_name": "示例"}, shown=shown, page="p:2")

        assert kept(number).answers["road_name"] == "示例北路"


class TestMark:
    @pytest.mark.parametrize(
        ("one", "other"),
        [("", None), ([], None), ("a\r\nb", "a\nb"), (7.0, 7), ([{"a": "", "b": 1}], [{"b": 1.0}])],
    )
    def test_is_the_same_for_what_looks_the_same(self, one: object, other: object) -> None:
        assert mark(one) == mark(other)

    def test_tells_yes_from_one(self) -> None:
        assert mark(True) != mark(1)

    def test_compares_nothing_where_nothing_was_seen(self) -> None:
        merged = merge({"a": 1}, {"a": 2}, touched={"a": {"revision": 9}})

        assert (merged.changes, merged.conflicts) == ({"a": 2}, {})
