"""No list of pages or API shows a stranger anything of somebody else's; whose it is finds it in the same lists."""

from __future__ import annotations

import pytest

from tests.access.asking import Asker, heard
from tests.access.conftest import World
from tests.access.test_matrix import doors

pytestmark = pytest.mark.usefixtures("db")
OF_THE_APPLICANT = (
    "draft",
    "submitted",
    "reviewing",
    "combined",
    "question",
    "complaint",
    "data_request",
    "correction",
    "copy",
    "licence",
    "upload",
)


def shown(world: World, role: str) -> dict[str, list[str]]:
    """Return for each list what of the applicant's it shows to a role."""
    secrets = [*world.secrets, *(str(world.things[kind]) for kind in OF_THE_APPLICANT)]
    asker = Asker(role, world.callers[role], world.things)
    lists = [door for door in doors() if "<" not in door.address and "GET" in door.methods]
    read = {f"{door.of_api} {door.address}": heard(asker, door, "GET").text for door in lists}
    assert len(read) > 100
    # What was decided is published with its licence (行政许可公示): that is no secret of the holder's.
    read = {address: text for address, text in read.items() if "decisions" not in address}
    return {address: found for address, text in read.items() if (found := [each for each in secrets if each in text])}


def test_show_a_stranger_nothing(world: World) -> None:
    assert shown(world, "stranger") == {}


def test_show_everybody_what_is_theirs(world: World) -> None:
    assert len(shown(world, "applicant")) >= 10
