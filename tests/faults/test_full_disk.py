"""The disk is full: requests are refused with a word, nothing is kept by half, and with room again it goes on."""

import contextlib
import pathlib
from collections.abc import Iterator

import pytest

from tests.faults.harness.disk import Disk, FullDisk, NoMount, disk_on
from tests.faults.harness.house import copy_to, home_of_its_own
from tests.faults.harness.ordeal import Outcome, ordeal
from tests.faults.harness.site import Site

FULL_SECONDS = 4.0


@contextlib.contextmanager
def small_disk(folder: pathlib.Path) -> Iterator[Disk]:
    """Mount a disk there, or skip."""
    with contextlib.ExitStack() as stack:
        try:
            disk = stack.enter_context(disk_on(folder))
        except NoMount as refused:
            pytest.skip(str(refused))
        yield disk


@pytest.fixture(scope="module")
def outcome() -> Iterator[Outcome]:
    """Both disks, that of the whole home and that of the stored files alone, are full in turn."""
    with home_of_its_own() as home, small_disk(home) as whole:
        (home / "files").mkdir()
        with small_disk(home / "files") as files:
            copy_to(home)
            with Site(home) as site:
                faults = [FullDisk("files", files, FULL_SECONDS), FullDisk("home", whole, FULL_SECONDS)]
                yield ordeal(site, faults, seed=3)


@pytest.mark.slow
class TestFullDisk:
    def test_loses_and_doubles_nothing(self, outcome: Outcome) -> None:
        assert outcome.wrong == []
        assert len(outcome.struck) == 2

    def test_is_told_as_what_may_be_tried_again(self, outcome: Outcome) -> None:
        refused = [each for client in outcome.clients for each in client.refused]

        assert refused
        assert {status for status, _text in refused} <= {500, 503, 507}
        assert all("urn:tongban:problem" in text for _status, text in refused)
        assert any("storage-full" in text for _status, text in refused)
