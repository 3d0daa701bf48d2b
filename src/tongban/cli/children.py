"""Child processes that are started again when they die, and that do not outlive us."""

import contextlib
import ctypes
import os
import pathlib
import signal
import subprocess
import sys
import time

from tongban.cli.postgres_places import say

SUPERVISOR = "TONGBAN_SUPERVISOR"
PR_SET_PDEATHSIG = 1
# A child that lived this long is healthy: the next death is answered at once.
HEALTHY_SECONDS = 5.0
LONGEST_DELAY = 4.0


class Child:
    """One supervised process in a session of its own, so that it can be ended with all it started."""

    def __init__(self, name: str, arguments: list[str], environment: dict[str, str]) -> None:
        self.name = name
        self.arguments = [sys.executable, *arguments]
        self.environment = environment
        self.process: subprocess.Popen[bytes] | None = None
        self.deaths = 0
        self._started_at = 0.0
        self._not_before = 0.0

    def start(self) -> None:
        """Start the process; it will see in its environment whom it must not outlive."""
        self._started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.arguments,
            env={**os.environ, **self.environment, SUPERVISOR: str(os.getpid())},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def watch(self) -> None:
        """Start the process again if it died, later and later when it dies young."""
        if self.process is not None and self.process.poll() is not None:
            self._end_group(signal.SIGKILL)
            lived = time.monotonic() - self._started_at
            self.deaths = 0 if lived > HEALTHY_SECONDS else self.deaths + 1
            delay = min(LONGEST_DELAY, 0.25 * 2**self.deaths) if self.deaths else 0.0
            self._not_before = time.monotonic() + delay
            say(f"the {self.name} ended ({_ending(self.process.returncode)}) and is started again")
            self.process = None
        if self.process is None and time.monotonic() >= self._not_before:
            self.start()

    def stop(self, patience: float = 10.0) -> None:
        """Ask the process to end, insist after `patience` seconds."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            say(f"the {self.name} does not end and is killed")
        self._end_group(signal.SIGKILL)
        self.process.wait()
        self.process = None

    def _end_group(self, order: signal.Signals) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, order)


def die_with_parent(order: signal.Signals = signal.SIGTERM) -> None:
    """Have the kernel send us a signal when our parent dies, however it dies (Linux only)."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(order), 0, 0, 0)


def die_with_supervisor() -> None:
    """In a supervised process: end when the supervisor does, also if it is gone already."""
    supervisor = os.environ.get(SUPERVISOR)
    if not supervisor:
        return
    die_with_parent()
    if pathlib.Path("/proc").exists() and os.getppid() != int(supervisor):
        sys.exit("the supervisor is gone")


def write_for_ourselves() -> None:
    """In a process that serves: what it writes from now on, papers and letters, is nobody else's on this machine."""
    os.umask(0o077)


def _ending(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
