"""Items that come in as drafts: a revision for each authority, and nothing that an editor has at hand is touched."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from tests.city import MONDAY, actor
from tongban.catalogue.actions import import_drafts
from tongban.catalogue.actions.import_drafts import Drafted
from tongban.catalogue.models import Revision, Version
from tongban.catalogue.queries.preview import look_over
from tongban.catalogue.rules.drafts import as_in_file
from tongban.parties.rules.actor import SYSTEM

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.django_db]


def in_force(count: int = 2) -> list[Version]:
    """Return ordinary versions in force, one of each authority, that of the steward first."""
    found: dict[str, Version] = {}
    for each in Version.objects.filter(state="published", type="01", variant="").order_by("pk"):
        found.setdefault(each.content["authority"], each)
    mine = found.pop("chengguan")
    return [mine, *found.values()][:count]


def file_of(*versions: Version, **changes: Any) -> tuple[str, bytes]:
    return "a.json", json.dumps([as_in_file(each.content) | changes for each in versions]).encode()


def imported(*versions: Version, **changes: Any) -> Drafted:
    return import_drafts(source=file_of(*versions, **changes), reason="接管", actor=SYSTEM, at=MONDAY)


class TestSeveralAuthorities:
    def test_have_a_revision_each_that_their_own_editors_may_change(self) -> None:
        mine, other = in_force()

        found = imported(mine, other, quantity_limit="一户一件")

        assert (found.drafted, len(found.numbers)) == (2, 2)
        owners = dict(
            Revision.objects.filter(matter__number__in=found.numbers).values_list(
                "versions__implementation__authority", "matter__owner"
            )
        )
        assert owners == {each.implementation.authority_id: each.implementation.authority_id for each in (mine, other)}
        steward = actor("steward")
        assert mine.implementation.authority_id in {duty.authority_id for duty in steward.duties}


class TestItemsUnderWay:
    @pytest.mark.parametrize("state", ["draft", "scheduled"])
    def test_stay_as_their_editor_has_them_and_preview_and_import_agree(self, state: str) -> None:
        (mine,) = in_force(1)
        (number,) = imported(mine, quantity_limit="一户一件").numbers
        drafts = Version.objects.filter(revision__matter__number=number)
        if state == "scheduled":
            drafts.update(state="scheduled", effective_on=MONDAY.date() + dt.timedelta(30))
        before = Version.objects.count()

        seen = look_over(*reversed(file_of(mine, quantity_limit="一户两件")))
        found = imported(mine, quantity_limit="一户两件")

        assert (seen.under_way, seen.changed, seen.unchanged, seen.problems) == (1, [], 0, [])
        assert (found.numbers, found.drafted, found.unchanged, found.under_way) == ((), 0, 0, 1)
        assert Version.objects.count() == before
        assert drafts.get().content["quantity_limit"] == "一户一件"

    def test_are_counted_apart_from_what_is_the_same(self) -> None:
        mine, other = in_force()
        imported(mine, quantity_limit="一户一件")

        found = imported(mine, other)

        assert (found.numbers, found.drafted, found.unchanged, found.under_way) == ((), 0, 1, 1)
