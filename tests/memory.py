"""Where homes of tests lie: in memory where there is room, because a hundred of them wait for no disk there."""

import os
import pathlib
import shutil

ROOM_BYTES = 4_000_000_000


def memory() -> str | None:
    """Return a file system in memory, or None for the system's folder of temporary files.

    What a killed process wrote is kept there as on a disk; what fsync costs a restart, `bench faults` measures.
    Programs are run there too: those of PostgreSQL lie beside its data where its user cannot reach them elsewhere.
    """
    folder = pathlib.Path("/dev/shm")
    if not os.access(folder, os.W_OK | os.X_OK) or os.statvfs(folder).f_flag & os.ST_NOEXEC:
        return None
    return str(folder) if shutil.disk_usage(folder).free > ROOM_BYTES else None
