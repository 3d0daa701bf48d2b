"""Who is told when a change to the catalogue, or a report of a wrong guide, waits too long."""

from __future__ import annotations

import pytest

from tests.city import actor
from tongban.cases.handlers import tell_whose_lamps_turned
from tongban.catalogue.handlers import tell_whose_changes_wait
from tongban.notices.models import Message
from tongban.parties.models import Authority

TURNED = {"holder": None, "yellow": 1, "red": 2, "at": "2026-03-02"}


@pytest.mark.django_db
@pytest.mark.usefixtures("city")
class TestLampsOfRevisions:
    def told(self) -> set[int | None]:
        return set(Message.objects.filter(once_key__startswith="lamps:").values_list("recipient_official", flat=True))

    @pytest.mark.parametrize(("kind", "reviewer"), [("revision", True), ("guide_report", False)])
    def test_are_told_of_to_the_stewards_of_the_authority_once(self, kind: str, reviewer: bool) -> None:
        payload = {**TURNED, "kind": kind, "owner": Authority.objects.get(key="chengguan").pk}

        for _ in range(2):
            tell_whose_changes_wait("lamps.turned", 1, payload)
            tell_whose_lamps_turned("lamps.turned", 1, payload)

        letters = Message.objects.filter(once_key__startswith="lamps:")
        assert actor("steward").official_id in self.told()
        assert (actor("item_reviewer").official_id in self.told()) == reviewer
        assert actor("lead_reviewer").official_id not in self.told()
        assert letters.count() == len(self.told())

    def test_of_cases_are_not_the_stewards_worry(self) -> None:
        tell_whose_changes_wait("lamps.turned", 1, {**TURNED, "kind": "case", "owner": 1})

        assert self.told() == set()
