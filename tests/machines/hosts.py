"""Hosts in network namespaces, joined by a switch in one more; nothing of it touches the machine's own network."""

from __future__ import annotations

import contextlib
import ctypes
import os
import pathlib
import signal
import subprocess
import time
from collections.abc import Iterator

import psutil

from tongban.cli.debian import find_program

NET = "10.0.0"  # of no consequence: the namespaces see nothing else
NAMED = pathlib.Path("/run/netns")
PREFIX = "tongban"
CLONE_NEWNET = 0x40000000


class Network:
    """A switch with hosts by their names; `close` ends every process in them and takes them away."""

    def __init__(self, addresses: dict[str, int]) -> None:
        self._prefix = f"{PREFIX}-{os.getpid()}"
        self._last = addresses
        _sweep()
        self._ip("netns", "add", self.space("switch"))
        self._on("switch", "link", "add", "bridge", "type", "bridge")
        self._on("switch", "link", "set", "bridge", "up")
        for host in addresses:
            self._join(host)

    def space(self, host: str) -> str:
        """Return the name of the host's namespace."""
        return f"{self._prefix}-{host}"

    def address(self, host: str) -> str:
        return f"{NET}.{self._last[host]}"

    def within(self, host: str, *, user: str = "") -> list[str]:
        """Return what goes before a command that runs on the host, as another user if one is named."""
        ip = find_program("ip")
        assert ip is not None
        enter = [ip, "netns", "exec", self.space(host)]
        return [*enter, "setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"] if user else enter

    def cut(self, host: str) -> None:
        """Pull the host's cable."""
        self._on("switch", "link", "set", host, "down")

    def plug(self, host: str) -> None:
        """Put the cable back."""
        self._on("switch", "link", "set", host, "up")

    def power_off(self, host: str) -> None:
        """Kill every process of the host at once, so that nothing of it says goodbye."""
        _kill_all(self.space(host))

    @contextlib.contextmanager
    def on(self, host: str) -> Iterator[None]:
        """Have this thread be on the host: what it connects to, it connects to from there."""
        libc = ctypes.CDLL(None, use_errno=True)
        before = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        there = os.open(NAMED / self.space(host), os.O_RDONLY)
        try:
            assert libc.setns(there, CLONE_NEWNET) == 0, os.strerror(ctypes.get_errno())
            yield
        finally:
            libc.setns(before, CLONE_NEWNET)
            os.close(there)
            os.close(before)

    def close(self) -> None:
        for host in (*self._last, "switch"):
            _remove(self.space(host))

    def _join(self, host: str) -> None:
        self._ip("netns", "add", self.space(host))
        self._ip("link", "add", "eth0", "netns", self.space(host), "type", "veth",
                 "peer", "name", host, "netns", self.space("switch"))  # fmt: skip
        self._on("switch", "link", "set", host, "master", "bridge", "up")
        self._on(host, "link", "set", "lo", "up")
        self._on(host, "address", "add", f"{self.address(host)}/24", "dev", "eth0")
        self._on(host, "link", "set", "eth0", "up")

    def _on(self, host: str, *arguments: str) -> None:
        self._ip("-n", self.space(host), *arguments)

    @staticmethod
    def _ip(*arguments: str) -> None:
        _ip(*arguments)


def can_make_namespaces() -> bool:
    """Tell whether this machine lets us make network namespaces."""
    ip = find_program("ip")
    if os.geteuid() != 0 or ip is None:
        return False
    name = f"{PREFIX}-{os.getpid()}-try"
    made = subprocess.run([ip, "netns", "add", name], capture_output=True, check=False).returncode == 0
    if made:
        _remove(name)
    return made


def _ip(*arguments: str) -> str:
    ip = find_program("ip")
    assert ip is not None
    return subprocess.run([ip, *arguments], capture_output=True, text=True, check=True).stdout


def _kill_all(space: str) -> None:
    """Kill until nobody is left: what is killed may just have started another."""
    give_up = time.monotonic() + 60
    while pids := [int(pid) for pid in _ip("netns", "pids", space).split()]:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        assert time.monotonic() < give_up, f"processes of {space} do not end: {pids}"
        time.sleep(0.02)


def _remove(space: str) -> None:
    if (NAMED / space).exists():
        _kill_all(space)
        _ip("netns", "delete", space)


def _sweep() -> None:
    """Take away what a run left that was killed."""
    for found in NAMED.glob(f"{PREFIX}-*-*"):
        owner = found.name.split("-")[1]
        if owner.isdigit() and not psutil.pid_exists(int(owner)):
            _remove(found.name)
