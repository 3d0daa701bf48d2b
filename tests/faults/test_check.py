"""The check after the ordeal sees what it is there to see: it is tried on answers that do not match the house."""

import datetime as dt
from typing import Any

import pytest

from tests.faults.harness.check import verdict
from tests.matters.errand import MONDAY, authority, clerk, errand
from tests.parties.factories import make_official
from tongban.kernel.actions.load_calendar import load_calendar
from tongban.kernel.models import Announcement
from tongban.matters import queries
from tongban.matters.actions.step import step
from tongban.matters.lifecycle import KINDS
from tongban.notices.models import Message
from tongban.parties.rules.actor import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def acknowledged(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """One matter with two steps, the answers that were given for them, and nothing left to forward."""
    from tests.matters.errand import ERRAND

    monkeypatch.setitem(KINDS, ERRAND.code, ERRAND)
    queries._sql.cache_clear()
    load_calendar()
    owner = authority()
    number = errand(owner).number
    step(queries.read(number, actor=clerk(owner)), "start", actor=clerk(owner), at=MONDAY + dt.timedelta(hours=1))
    Announcement.objects.all().delete()
    return [
        {"path": f"/cases/{number}/begin", "said": {"number": number, "version": 1, "state": "open"}},
        {"path": f"/cases/{number}/start", "said": {"number": number, "version": 2, "state": "running"}},
    ]


class TestVerdict:
    def test_finds_nothing_where_all_agrees(self, acknowledged: list[dict[str, Any]]) -> None:
        found = verdict(acknowledged)

        assert [found[name] for name in ("lost", "days", "jobs")] == [[], [], []]
        # Errands are no cases: the only rows without their step are the matters themselves.
        assert found["doubled"] == ["0 × draft, 1 rows"]

    def test_finds_a_step_that_was_acknowledged_and_is_gone(self, acknowledged: list[dict[str, Any]]) -> None:
        said = {"number": acknowledged[0]["said"]["number"], "version": 3, "state": "done"}

        found = verdict([*acknowledged, {"path": f"/cases/{said['number']}/finish", "said": said}])

        assert any("finish" in line for line in found["lost"])

    def test_finds_a_step_that_nobody_was_told_of(self, acknowledged: list[dict[str, Any]]) -> None:
        found = verdict(acknowledged[:1])

        assert len(found["doubled"]) == 2
        assert "start" in found["doubled"][0]

    def test_minds_no_step_and_no_letter_of_the_house_itself(self, acknowledged: list[dict[str, Any]]) -> None:
        before = verdict(acknowledged)
        matter = queries.read(acknowledged[0]["said"]["number"], actor=SYSTEM)
        step(matter, "finish", actor=SYSTEM, at=MONDAY + dt.timedelta(days=9))
        Announcement.objects.all().delete()
        told = {
            "recipient_official": make_official(authority()),
            "once_key": "lamps:errand:1:None:2026-03-11",
            "created_at": MONDAY,
        }
        Message.objects.create(subject="时限提醒", body="1 件即将到期", **told)

        found = verdict(acknowledged)

        assert {name: found[name] for name in ("lost", "doubled", "jobs")} == {
            name: before[name] for name in ("lost", "doubled", "jobs")
        }

    def test_finds_a_material_that_is_not_there(self, acknowledged: list[dict[str, Any]]) -> None:
        number = acknowledged[0]["said"]["number"]

        found = verdict([*acknowledged, {"path": f"/cases/{number}/materials/plan", "said": {"id": 1}}])

        assert f"the material plan of {number}" in found["lost"]

    def test_finds_what_was_never_forwarded(self, acknowledged: list[dict[str, Any]]) -> None:
        Announcement.objects.create(topic="errand.start", key=1)

        assert "1 announcements were not forwarded" in verdict(acknowledged)["lost"]
