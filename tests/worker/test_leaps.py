"""A clock that was set is noticed, and one that is corrected bit by bit is not."""

import asyncio
import time

import pytest

from tongban.worker import leaps


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaps, "LOOK_SECONDS", 0.01)


async def noticed(monkeypatch: pytest.MonkeyPatch, *seconds: float) -> float | None:
    """Set the clock so far from the right time, one after another, and return the leap that was noticed."""
    right, leaping = time.time, asyncio.create_task(leaps.leap())
    await asyncio.sleep(0.02)
    for each in seconds:
        monkeypatch.setattr(leaps.time, "time", lambda far=each: right() + far)
        await asyncio.sleep(0.05)
    leaping.cancel()
    await asyncio.wait({leaping})
    return None if leaping.cancelled() else leaping.result()


class TestLeap:
    @pytest.mark.parametrize("seconds", [86400, -86400, 31, -31])
    def test_is_noticed_forwards_and_back(self, seconds: int, monkeypatch: pytest.MonkeyPatch) -> None:
        found = asyncio.run(noticed(monkeypatch, seconds))

        assert found == pytest.approx(seconds, abs=1)

    def test_is_none_where_the_clock_is_corrected_bit_by_bit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert asyncio.run(noticed(monkeypatch, 5)) is None
        assert asyncio.run(noticed(monkeypatch, 5, 60)) == pytest.approx(60, abs=1)
