"""A process that watches the clock is asked to end when the clock is set, and not before."""

import signal
import time

import pytest

from tongban.cli import leaps


class TestEndWhenTheClockLeaps:
    @pytest.fixture(autouse=True)
    def quickly(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(leaps, "LOOK_SECONDS", 0.01)

    @pytest.fixture
    def asked(self, monkeypatch: pytest.MonkeyPatch) -> list[int]:
        orders: list[int] = []
        monkeypatch.setattr(leaps.os, "kill", lambda pid, order: orders.append(order))
        return orders

    @pytest.mark.parametrize("seconds", [86400, -86400, 31, -31])
    def test_asks_when_it_is_set_forwards_or_back(
        self, seconds: int, asked: list[int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        watch = leaps.end_when_the_clock_leaps()
        right = time.time

        monkeypatch.setattr(leaps.time, "time", lambda: right() + seconds)
        watch.join(60)

        assert asked == [signal.SIGTERM]
        assert f"{seconds:+d} seconds" in capsys.readouterr().err

    def test_does_not_ask_for_what_is_corrected_bit_by_bit(
        self, asked: list[int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        watch = leaps.end_when_the_clock_leaps()
        right = time.time

        monkeypatch.setattr(leaps.time, "time", lambda: right() + 5)
        watch.join(0.3)

        assert watch.is_alive()
        assert asked == []
        monkeypatch.setattr(leaps.time, "time", lambda: right() + 60)
        watch.join(60)
