"""The matrix sees a rule that was loosened: each of these is loosened in memory, and somebody is found to be let in."""

from __future__ import annotations

import pytest

from tests.access.asking import Asker
from tests.access.conftest import World
from tests.access.test_matrix import wrong
from tongban.cli.access_rules import Door, calls, pages
from tongban.matters.lifecycle import KINDS

pytestmark = pytest.mark.usefixtures("db")
CASE, COMPLAINT = "api/v1/cases/<number>", "api/v1/complaints/<number>"


def door(address: str) -> Door:
    return next(each for each in (*pages(), *calls()) if each.address == address)


@pytest.mark.parametrize(
    ("kind", "address", "role"),
    [
        ("case", "office/cases/<str:number>/<slug:verb>/", "clerk_elsewhere"),
        ("case", CASE, "agent_expired"),
        ("case", CASE, "stranger"),
        ("complaint", COMPLAINT, "clerk_elsewhere"),
        ("revision", "api/v1/revisions/<number>", "editor_elsewhere"),
    ],
)
def test_sees_a_thing_that_exists_for_everybody(world: World, kind: str, address: str, role: str) -> None:
    asker, asked = Asker(role, world.callers[role], world.things), door(address)
    assert wrong(role, asked, "GET", asker.ask(asked, "GET")) == ""

    rule = KINDS[kind].sees
    object.__setattr__(KINDS[kind], "sees", lambda actor, facts: True)
    try:
        loosened = wrong(role, asked, "GET", asker.ask(asked, "GET"))
    finally:
        object.__setattr__(KINDS[kind], "sees", rule)

    assert loosened == "let in"


def test_sees_a_keeper_who_keeps_nobody_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asker, asked = Asker("applicant", world.callers["applicant"], world.things), door("office/")
    assert wrong("applicant", asked, "GET", asker.ask(asked, "GET")) == ""

    monkeypatch.setattr("tongban.web.doorkeeper._serves", lambda caller, duties: True)

    assert wrong("applicant", asked, "GET", asker.ask(asked, "GET")) == "let in"


def test_sees_a_token_that_reaches_further_than_its_scope(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    role, asked = "applicant_read_token", door("api/v1/cases/<number>/discard")
    asker = Asker(role, world.callers[role], world.things)
    assert wrong(role, asked, "POST", asker.ask(asked, "POST")) == ""

    monkeypatch.setattr("tongban.parties.rules.actor.Actor.allows", lambda self, scope: True)

    assert wrong(role, asked, "POST", asker.ask(asked, "POST")) == "let in"
