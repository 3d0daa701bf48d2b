"""The publishing office of the city publishes for all; a publisher at any other authority publishes nothing."""

from __future__ import annotations

import pytest

from tests.catalogue.revisions.flow import LATER_ON, brought, publisher_elsewhere, revision, trace
from tests.city import MONDAY
from tongban.catalogue.access import (
    allow_words,
    drafts_and_all,
    guide_reports,
    implementations_of,
    may_exchange,
    publishes,
    watched_authorities,
)
from tongban.catalogue.actions import abandon, publish_revision
from tongban.catalogue.queries.revisions import revision_list, revision_view
from tongban.kernel.errors import NotFound
from tongban.matters.events import NotYours
from tongban.parties.rules.actor import SYSTEM


class TestAPublisherElsewhere:
    def test_finds_nothing(self) -> None:
        number, other = revision("approving"), publisher_elsewhere()

        assert revision_list(other, "waiting").rows == revision_list(other, "open").rows == []
        assert not implementations_of(other).exists()
        assert not drafts_and_all(other).exists()
        assert not guide_reports(other).exists()
        with pytest.raises(NotFound):
            revision_view(number, other)
        with pytest.raises(NotYours):
            watched_authorities(other)

    @pytest.mark.parametrize("state", ["approving", "scheduled"])
    def test_puts_nothing_into_force_and_takes_nothing_back(self, state: str) -> None:
        number = revision("drafting")
        brought(number, state, effective_on=None if state == "approving" else LATER_ON)
        before = trace()

        with pytest.raises(NotFound):
            publish_revision(number=number, actor=publisher_elsewhere(), at=MONDAY)
        with pytest.raises(NotFound):
            abandon(number=number, reason="不要了", actor=publisher_elsewhere(), at=MONDAY)

        assert trace() == before

    def test_has_nothing_to_do_with_words_and_the_upper_platform(self) -> None:
        assert publishes(SYSTEM)
        assert not publishes(publisher_elsewhere())
        assert not may_exchange(publisher_elsewhere())
        with pytest.raises(NotYours):
            allow_words(publisher_elsewhere())
