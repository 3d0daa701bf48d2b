"""Who holds a port that we want."""

import errno
import socket

import psutil

from tongban.cli.environment import CommandTrouble


def free_port_or_trouble(host: str, port: int) -> None:
    """Hold that we can listen there; raises CommandTrouble that names who does instead."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CommandTrouble(
                    f"port {port} is held by {holder(port)}: stop it, or choose another port with --port"
                ) from None
            raise CommandTrouble(f"cannot listen on {host}:{port}: {error.strerror}") from None
        except OverflowError:
            raise CommandTrouble(f"{port} is no port: choose one from 1 to 65535 with --port") from None


def holder(port: int) -> str:
    """Return the name, process id and command of who listens on a port, as far as we may know."""
    try:
        connections = psutil.net_connections(kind="tcp")
    except psutil.AccessDenied:
        connections = []
    for connection in connections:
        listening = connection.status == psutil.CONN_LISTEN and connection.laddr.port == port
        if listening and connection.pid is not None:
            try:
                process = psutil.Process(connection.pid)
                command = " ".join(process.cmdline())
                return f"{process.name()} (process {process.pid}: {command[:100]})"
            except psutil.Error:
                return f"process {connection.pid}"
    return "a program of another user"
