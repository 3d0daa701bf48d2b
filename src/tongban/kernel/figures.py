"""The figures that this process keeps for Prometheus: one registry, in which each part of the house keeps its own."""

import contextlib
import os
import pathlib
import re

from prometheus_client import CollectorRegistry
from prometheus_client.multiprocess import mark_process_dead

REGISTRY = CollectorRegistry()
SEVERAL_PROCESSES = "PROMETHEUS_MULTIPROC_DIR"
_LIVE = re.compile(r"gauge_live[a-z]+_(\d+)\.db")


def forget_dead_processes() -> None:
    """Drop the live gauges of processes that ended without a word, as a killed one does; counters stay."""
    folder = os.environ.get(SEVERAL_PROCESSES)
    if not folder:
        return
    for file in pathlib.Path(folder).glob("gauge_live*.db"):
        if (found := _LIVE.fullmatch(file.name)) and not _lives(int(found[1])):
            with contextlib.suppress(FileNotFoundError):  # another process may be at the same
                mark_process_dead(int(found[1]))  # type: ignore[no-untyped-call]


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
