"""A file is whole or as it was before, whatever happens to who writes it."""

import datetime as dt
import os
import pathlib

import pytest

from tongban.kernel import clock
from tongban.kernel.whole_files import keep


class TestKeep:
    def test_writes_for_the_owner_alone(self, tmp_path: pathlib.Path) -> None:
        keep(tmp_path / "key", b"one")
        keep(tmp_path / "key", b"two")

        assert (tmp_path / "key").read_bytes() == b"two"
        assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
        assert [path.name for path in tmp_path.iterdir()] == ["key"]

    @pytest.mark.parametrize("step", ["fsync", "replace"])
    def test_leaves_the_old_file_when_the_disk_fails(
        self, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, step: str
    ) -> None:
        keep(tmp_path / "key", b"one")

        _fail(monkeypatch, step)
        with pytest.raises(OSError, match="No space left"):
            keep(tmp_path / "key", b"two")

        assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"one"]


class TestClock:
    def test_keeps_its_offset_when_a_new_one_is_not_written_whole(
        self, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(clock, "_OFFSET_FILE", str(tmp_path / "clock"))
        clock.set_offset(dt.timedelta(days=1))

        _fail(monkeypatch, "fsync")
        with pytest.raises(OSError, match="No space left"):
            clock.set_offset(dt.timedelta(days=2))

        assert clock._offset() == dt.timedelta(days=1)


def _fail(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*((os, "fsync") if step == "fsync" else (pathlib.Path, "replace")), full)
