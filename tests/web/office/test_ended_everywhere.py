"""A licence that was taken away is taken away at every door at once, because every door reads the one register."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.api.client import Api, api_of
from tests.city import MONDAY, STORY, actor, company
from tests.licences.factory import licence
from tongban.licences import actions
from tongban.licences.queries import licences_at_hand, my_licences, verification
from tongban.licences.queries.facts import licences_in_force
from tongban.parties.rules.actor import Actor


def ended_by(verb: str, identifier: str, by: Actor) -> None:
    """Take the licence away."""
    getattr(actions, verb)(identifier=identifier, reason="检查发现问题", actor=by, at=MONDAY)


class TestEveryDoor:
    @pytest.mark.parametrize(
        ("verb", "state", "label"),
        [
            ("suspend", "suspended", "暂扣"),
            ("revoke", "revoked", "已撤销"),
            ("forfeit", "forfeited", "已吊销"),
            ("cancel", "cancelled", "已注销"),
        ],
    )
    def test_tells_it_within_the_same_minute(
        self, verb: str, state: str, label: str, as_user: Callable[[str], Client]
    ) -> None:
        identifier = licence().identifier
        firm = company(actor("applicant"))
        holder, visitor = api_of("applicant"), Api("")
        assert visitor.get(f"licences/{identifier}/verification").json()["state"] == "valid"

        ended_by(verb, identifier, actor("decider"))

        assert verification(identifier).state == state
        assert visitor.get(f"licences/{identifier}/verification").json()["state"] == state
        assert label in Client().get(f"/verify/{identifier}").content.decode()
        assert holder.get(f"licences/{identifier}").json()["state"] == state
        assert {each.identifier: each.state for each in my_licences(actor("applicant"))}[identifier] == state
        assert label in as_user(STORY["people"]["applicant"]).get(f"/my/licences/{identifier}/").content.decode()
        # The window and the resolver ask the same register: what is not in force is no material.
        at_hand = [each for each in licences_at_hand(organisation_id=firm) if each.type_code == "road-excavation"]
        assert [each.is_valid for each in at_hand] == [False]
        found = licences_in_force(organisation_id=firm, on=MONDAY.date())
        assert identifier not in {each.identifier for each in found}
