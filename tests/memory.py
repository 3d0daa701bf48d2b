"""Where homes of tests lie: in memory where there is room, because a hundred of them wait for no disk there."""

import os
import pathlib
import shutil
import sys

import psutil

ROOM_BYTES = 4_000_000_000


def memory() -> str | None:
    """Return a file system in memory, or None for the system's folder of temporary files.

    What a killed process wrote is kept there as on a disk; what fsync costs a restart, `bench faults` measures.
    Programs are run there too: those of PostgreSQL lie beside its data where its user cannot reach them elsewhere.
    """
    folder = pathlib.Path("/dev/shm")
    if not os.access(folder, os.W_OK | os.X_OK) or os.statvfs(folder).f_flag & os.ST_NOEXEC:
        return None
    # Half of a machine's memory may be lent to files; what the databases and browsers of tests need must be left.
    room = min(shutil.disk_usage(folder).free, psutil.virtual_memory().available // 2, _left_of_the_limit() // 2)
    return str(folder) if room > ROOM_BYTES else None


def _left_of_the_limit() -> int:
    """Return how many bytes a container's limit leaves; as many as one likes where there is none."""
    group = pathlib.Path("/sys/fs/cgroup")
    try:
        return int((group / "memory.max").read_text()) - int((group / "memory.current").read_text())
    except (OSError, ValueError):  # no container, or "max"
        return sys.maxsize
