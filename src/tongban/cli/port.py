"""Who holds a port that we want."""

import contextlib
import errno
import os
import signal
import socket
import time

import psutil

from tongban.cli.children import SUPERVISOR
from tongban.cli.environment import CommandTrouble

ORPHAN_SECONDS, HIDDEN_SECONDS = 60, 5


def free_port_or_trouble(host: str, port: int) -> None:
    """Hold that we can listen there; raises CommandTrouble that names who does instead.

    A web server of ours whose supervisor was killed a moment ago is ended, not complained about.
    """
    began = time.monotonic()
    while not _is_free(host, port):
        process = holder(port)
        # Who is just ending shows no more what it holds, and is taken for another user's until it has let go.
        passing = process is None or _is_orphan_of_ours(process)
        if not passing or time.monotonic() - began > (HIDDEN_SECONDS if process is None else ORPHAN_SECONDS):
            raise CommandTrouble(
                f"port {port} is held by {describe(process)}: stop it, or choose another port with --port"
            )
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(os.getpgid(process.pid), signal.SIGKILL)
        time.sleep(0.05)


def holder(port: int) -> psutil.Process | None:
    """Return the process that listens on a port, None when we may not see it."""
    try:
        connections = psutil.net_connections(kind="tcp")
    except psutil.AccessDenied:
        return None
    for connection in connections:
        listening = connection.status == psutil.CONN_LISTEN and connection.laddr.port == port
        if listening and connection.pid is not None:
            with contextlib.suppress(psutil.NoSuchProcess):
                return psutil.Process(connection.pid)
    return None


def describe(process: psutil.Process | None) -> str:
    """Return the name, process id and command of a process, as far as we may know."""
    if process is None:
        return "a program of another user"
    try:
        return f"{process.name()} (process {process.pid}: {' '.join(process.cmdline())[:100]})"
    except psutil.Error:
        return f"process {process.pid}"


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
        except OverflowError:
            raise CommandTrouble(f"{port} is no port: choose one from 1 to 65535 with --port") from None
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise CommandTrouble(f"cannot listen on {host}:{port}: {error.strerror}") from None
    return True


def _is_orphan_of_ours(process: psutil.Process) -> bool:
    """Say whether this is a supervised web server whose supervisor is gone."""
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return True  # it lets go of the port in this moment
        supervisor = process.environ().get(SUPERVISOR, "")
        return "tongban.cli.web_server" in process.cmdline() and supervisor.isdigit() and not _lives(int(supervisor))
    except psutil.NoSuchProcess:
        return True
    except psutil.AccessDenied:
        return False


def _lives(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
