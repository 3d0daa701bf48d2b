"""One item is taken out of a change of several, so that the others need not wait for it."""

import pytest

from tests.catalogue.revisions.flow import MONDAY, REASON, brought, revision, trace
from tests.city import actor
from tongban.catalogue.actions import abandon, begin_revision, drop_draft, propose_standing
from tongban.catalogue.actions.revisions.drop_draft import LastDraft
from tongban.catalogue.models import Implementation, Version
from tongban.catalogue.queries import revision_view
from tongban.kernel.errors import NotFound
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.models import JournalEntry


def of_two() -> tuple[str, list[Version]]:
    codes = Implementation.objects.filter(authority__key="chengguan", current__type="01").order_by("task_code")
    number = propose_standing(
        task_codes=list(codes.values_list("task_code", flat=True)[:2]),
        standing="suspended",
        why="系统升级",
        effective_on=None,
        actor=actor("steward"),
        at=MONDAY,
    )
    return number, list(Version.objects.filter(revision__matter__number=number).order_by("pk"))


class TestDropDraft:
    def test_lets_the_others_go_on_and_the_item_be_changed_elsewhere(self) -> None:
        number, (one, other) = of_two()

        drop_draft(number=number, version_id=one.pk, actor=actor("steward"), at=MONDAY)

        assert [each.version_id for each in revision_view(number, actor("steward")).drafts] == [other.pk]
        assert JournalEntry.objects.filter(matter__number=number).latest("sequence").facts == {"dropped": one.pk}
        begin_revision(task_code=one.implementation.task_code, reason=REASON, actor=actor("steward"), at=MONDAY)
        brought(number, "in_force")
        states = dict(Version.objects.filter(pk__in=[one.pk, other.pk]).values_list("pk", "state"))
        assert states == {one.pk: "withdrawn", other.pk: "published"}

    def test_leaves_what_was_dropped_alone_when_the_rest_is_given_up(self) -> None:
        number, (one, _other) = of_two()
        drop_draft(number=number, version_id=one.pk, actor=actor("steward"), at=MONDAY)

        abandon(number=number, reason="不改了", actor=actor("steward"), at=MONDAY)

        assert {each.state for each in revision_view(number, actor("steward")).drafts} == {"withdrawn"}

    def test_never_drops_the_last(self) -> None:
        number = revision()
        before = trace()

        with pytest.raises(LastDraft):
            drop_draft(
                number=number,
                version_id=revision_view(number, actor("steward")).drafts[0].version_id,
                actor=actor("steward"),
                at=MONDAY,
            )

        assert trace() == before

    def test_is_refused_to_the_wrong_duty_and_leaves_no_trace(self) -> None:
        number, (one, _other) = of_two()
        before = trace()

        with pytest.raises(NotYours):
            drop_draft(number=number, version_id=one.pk, actor=actor("publisher"), at=MONDAY)
        with pytest.raises(NotFound):
            drop_draft(number=number, version_id=one.pk, actor=actor("clerk"), at=MONDAY)

        assert trace() == before

    def test_is_refused_once_it_is_sent(self) -> None:
        number, (one, _other) = of_two()
        brought(number, "reviewing")
        before = trace()

        with pytest.raises(NotAllowedNow):
            drop_draft(number=number, version_id=one.pk, actor=actor("steward"), at=MONDAY)

        assert trace() == before
