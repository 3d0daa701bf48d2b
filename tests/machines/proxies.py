"""HAProxy and nginx as deploy/ sets them up, with a test's ports, certificate and web servers put in."""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
import pathlib
import signal
import socket
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.machines.postgres import wait_until
from tests.ports import free_port
from tongban.cli.debian import find_program
from tongban.cli.environment import REPOSITORY

DEPLOY = REPOSITORY / "deploy"
# The web servers that the files of deploy/ name.
NAMED = ("10.0.0.21:8000", "10.0.0.22:8000")


@dataclass
class Proxy:
    """A running proxy that speaks TLS on 127.0.0.1."""

    folder: pathlib.Path
    port: int
    authority: pathlib.Path
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def end(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def haproxy(folder: pathlib.Path, port: int, servers: Sequence[str]) -> Proxy:
    """Start HAProxy before these web servers."""
    authority = certificate(folder)
    pem = folder / "banshi.pem"
    pem.write_bytes(authority.read_bytes() + (folder / "server.key").read_bytes())
    changes = {
        "bind :80\n": f"bind 127.0.0.1:{free_port()}\n",
        "bind :443 ": f"bind 127.0.0.1:{port} ",
        "/etc/haproxy/banshi.pem": str(pem),
        "log /dev/log local0": "log stderr format raw local0",
        "    user haproxy\n    group haproxy\n": "",
        **dict(zip(NAMED, servers, strict=True)),
    }
    config = _write(folder / "haproxy.cfg", (DEPLOY / "haproxy" / "haproxy.cfg").read_text(), changes)
    return _start(folder, port, authority, "haproxy", ["-c", "-q", "-f", str(config)], ["-db", "-f", str(config)])


def container_haproxy(folder: pathlib.Path, port: int) -> Proxy:
    """Start HAProxy as the containers have it, where none of their names is known; it speaks no TLS."""
    folder.mkdir(exist_ok=True)
    changes = {"bind :8080\n": f"bind 127.0.0.1:{port}\n"}
    config = _write(folder / "haproxy.cfg", (DEPLOY / "container" / "haproxy.cfg").read_text(), changes)
    return _start(folder, port, folder, "haproxy", ["-c", "-q", "-f", str(config)], ["-db", "-f", str(config)])


def nginx(folder: pathlib.Path, port: int, servers: Sequence[str]) -> Proxy:
    """Start nginx before these web servers."""
    authority = certificate(folder)
    changes = {
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ": f"listen 127.0.0.1:{port} ",
        "/etc/ssl/banshi.pem": str(authority),
        "/etc/ssl/banshi.key": str(folder / "server.key"),
        "/var/log/nginx/tongban.log": str(folder / "access.log"),
        "server_name banshi.example.org;": "server_name 127.0.0.1;",
        **dict(zip(NAMED, servers, strict=True)),
    }
    site = _write(folder / "tongban.conf", (DEPLOY / "nginx" / "tongban.conf").read_text(), changes)
    paths = "".join(
        f"{name}_temp_path {folder / name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off; pid {folder / 'nginx.pid'}; error_log {folder / 'error.log'}; worker_processes 1;"
        f"{'user root;' if os.geteuid() == 0 else ''} events {{}} http {{ {paths} include {site}; }}\n"
    )
    told = ["-e", str(folder / "error.log"), "-c", str(config)]
    return _start(folder, port, authority, "nginx", ["-t", "-q", *told], told)


def _write(file: pathlib.Path, text: str, changes: dict[str, str]) -> pathlib.Path:
    for before, after in changes.items():
        assert before in text, before
        text = text.replace(before, after)
    file.write_text(text)
    return file


def _start(
    folder: pathlib.Path, port: int, authority: pathlib.Path, name: str, check: list[str], run: list[str]
) -> Proxy:
    program = find_program(name)
    assert program is not None
    checked = subprocess.run([program, *check], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    with (folder / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(
            [program, *run], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    wait_until(lambda: _listens(port), f"{name} listens", lambda: (folder / f"{name}.log").read_text())
    return Proxy(folder, port, authority, process)


def _listens(port: int) -> bool:
    with socket.socket() as attempt:
        return attempt.connect_ex(("127.0.0.1", port)) == 0


def certificate(folder: pathlib.Path) -> pathlib.Path:
    """Write a key and a certificate of 127.0.0.1 that signs itself, and return the certificate."""
    folder.mkdir(exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
    start = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "server.crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "server.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder / "server.crt"
