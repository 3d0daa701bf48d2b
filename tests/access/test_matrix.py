"""Every role at every door of pages and API, held against what the rules say: who is let in, and who changes nothing.

The short set asks a stranger at every door and each other role at a part of them, another part for each, so that every
door is asked in several roles; with TONGBAN_MATRIX=all each role asks at each door.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterator

import pytest

from tests.access.asking import Answer, Asker, heard
from tests.access.conftest import World
from tongban.cli.access_rules import ROLES, SAFE, Door, calls, pages
from tongban.cli.access_things import reach_of

pytestmark = pytest.mark.usefixtures("db")
ALL = os.environ.get("TONGBAN_MATRIX") == "all"
SHARE = 16
# Who asks at every door each time.
AT_EVERY_DOOR = {"stranger"}
# What the world's things do not have: a package of a case that is still open, a scan of a licence that was made here,
# anything to promise in place of proofs, or to sign at the window.
NOT_THERE = re.compile(
    r"/(archive|scan|paper|proof|proof\.json)$|assistance/<[^>]+>/file$"
    r"|^applications/<[^>]+>/promises$|^office/cases/<[^>]+>/sign/$"
)
# Whose protocol sends whoever has not signed in there and back (OpenID Connect Core 1.0, 3.1.2.3).
SENT_TO_SIGN_IN = "identity/o/authorize"
UNREADABLE = (400, 409, 411, 412, 413, 415, 422, 429)


def doors() -> list[Door]:
    return [*pages(), *calls()]


def asked_in(role: str) -> Iterator[tuple[Door, str]]:
    """Yield the doors and methods at which a role asks in this run."""
    of_programs = not ROLES[role].signs_in and role != "anonymous"
    for door in doors():
        for method in door.methods:
            chosen = ALL or role in AT_EVERY_DOOR or zlib.crc32(f"{role} {method} {door.address}".encode()) % SHARE == 0
            if chosen and not (of_programs and not door.of_api):
                yield door, method


def wrong(role: str, door: Door, method: str, answer: Answer, secrets: tuple[str, ...] = ()) -> str:
    """Say what is wrong with an answer; nothing when it is as the rules have it."""
    if answer.status >= 500:
        return "failed"
    if answer.status == 405:
        return ""
    reach = reach_of(door)
    let = door.admits(ROLES[role], method) and (True if reach is None else reach.expects(role, method))
    if let is None:
        return f"refused, and changed {sorted(answer.changed)}" if answer.refuses and answer.changed else ""
    if not let:
        told = answer.refuses or (method not in SAFE and answer.status in UNREADABLE)
        if not told:
            return "let in"
        if any(secret in answer.text for secret in secrets):
            return "refused, and told of whom it is"
        return f"refused, and changed {sorted(answer.changed)}" if answer.changed else ""
    if answer.status == 404 and NOT_THERE.search(door.address):
        return ""
    if answer.status == 302 and door.address == SENT_TO_SIGN_IN:
        return ""
    # Where no thing is named, more may be asked than by the door: an action asks for the duty, a page for its subject.
    shut_out = answer.refuses and (reach is not None or answer.status not in (403, 404))
    return "shut out" if shut_out else ""


@pytest.mark.parametrize("role", ROLES)
def test_everybody_finds_what_the_rules_say(world: World, role: str) -> None:
    asker = Asker(role, world.callers[role], world.things)

    found, doors_asked = [], 0
    for door, method in asked_in(role):
        answer, doors_asked = heard(asker, door, method), doors_asked + 1
        if fault := wrong(role, door, method, answer, world.secrets):
            found.append(f"{role} {method} {door.address}: {answer.status} {fault}")

    assert doors_asked > 5
    assert not found, "\n".join(found)
