"""A disk of our own that is full when we say so: a file system in memory whose size is changed under its users."""

from __future__ import annotations

import contextlib
import os
import pathlib
import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass

from tests.faults.harness.site import PATIENCE_SECONDS, Site

ROOM = "3g"
PAGE_BYTES = 4096
TRIES = 20


class NoMount(Exception):
    """We may not mount anything here."""


@dataclass(frozen=True, slots=True)
class Disk:
    """What is mounted on a folder."""

    folder: pathlib.Path

    def fill(self) -> None:
        """Leave room for not one more page. What is written meanwhile has the size refused, and another tried."""
        for tries_left in range(TRIES, 0, -1):
            used = shutil.disk_usage(self.folder).used
            size = used // PAGE_BYTES * PAGE_BYTES + PAGE_BYTES
            try:
                _call("mount", "-o", f"remount,size={size}", str(self.folder))
                return
            except NoMount:
                if tries_left == 1:
                    raise

    def free(self) -> None:
        """Make room again."""
        _call("mount", "-o", f"remount,size={ROOM}", str(self.folder))


@contextlib.contextmanager
def disk_on(folder: pathlib.Path) -> Iterator[Disk]:
    """Mount a disk on an empty folder. Raises NoMount where we are not allowed to."""
    if os.geteuid() != 0:
        raise NoMount("a disk that fills up can only be mounted by root")
    _call("mount", "-t", "tmpfs", "-o", f"size={ROOM},mode=755", "tongban-faults", str(folder))
    try:
        yield Disk(folder)
    finally:
        _call("umount", "--lazy", str(folder))


def _call(*command: str) -> None:
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise NoMount(f"{' '.join(command)}: {answer.stderr.strip()}")


@dataclass(frozen=True, slots=True)
class FullDisk:
    """A disk is full for some seconds, and until it was met by a client; all go on meanwhile."""

    name: str
    disk: Disk
    seconds: float

    def strike(self, site: Site, chance: random.Random) -> bool:
        """Fill it, wait, and free it."""
        before, give_up = _refused(site), time.monotonic() + PATIENCE_SECONDS
        self.disk.fill()
        time.sleep(self.seconds * chance.uniform(0.8, 1.2))
        while _refused(site) == before and time.monotonic() < give_up:
            time.sleep(0.1)
        self.disk.free()
        return True


def _refused(site: Site) -> int:
    return site.crew.refused if site.crew is not None else 0
