"""Three database hosts with etcd and Patroni from Debian's packages, set up by the files of deploy/."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg

from tests.machines.hosts import Network
from tests.machines.postgres import PASSWORDS, make_folder, wait_until
from tongban.cli.environment import REPOSITORY

DEPLOY = REPOSITORY / "deploy"
HOSTS = ("db1", "db2", "db3")
SERVICE = "postgres"
# Election in a test needs not wait as long as between real hosts; the rule of Patroni stands: 2 + 2 × 3 <= 10.
QUICK = {"ttl: 20": "ttl: 10", "loop_wait: 5": "loop_wait: 2", "retry_timeout: 5": "retry_timeout: 3"}
SMALL = {"wal_keep_size: 1GB": "wal_keep_size: 64MB", "max_connections: 200": "max_connections: 80"}


@dataclass
class Cluster:
    """Three hosts of a network that keep one database; everything lies below `folder`."""

    network: Network
    folder: pathlib.Path
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        """Start etcd on all, then Patroni on all, and wait for a primary with two standbys, one of them synchronous."""
        make_folder(self.folder)
        for host in HOSTS:
            make_folder(self.folder / host)
            self.start_etcd(host)
        for host in HOSTS:
            self.start_patroni(host)
            # The first to come makes the cluster, the others copy it.
            self.wait_for_primary()
        wait_until(self.is_whole, "two standbys stream", self.said)
        self._make_database()

    def start_etcd(self, host: str) -> None:
        lines = self._for(host, (DEPLOY / "etcd" / "etcd.env").read_text())
        lines = lines.replace("/var/lib/etcd/tongban", str(self.folder / host / "etcd"))
        told = dict(line.split("=", 1) for line in lines.splitlines() if line and not line.startswith("#"))
        self._run(host, "etcd", ["etcd"], told)

    def start_patroni(self, host: str) -> None:
        config = self.folder / host / "patroni.yml"
        config.write_text(self._config(host))
        self._run(host, "patroni", ["patroni", str(config)], {})

    def _config(self, host: str) -> str:
        text = self._for(host, (DEPLOY / "patroni" / "patroni.yml").read_text())
        home = self.folder / host
        changes = {
            "/var/lib/postgresql/15/tongban": str(home / "data"),
            "/var/lib/postgresql/.pgpass_patroni": str(home / "pgpass"),
            "CHANGE-superuser": PASSWORDS["postgres"],
            "CHANGE-replicator": PASSWORDS["replicator"],
            "  pgpass:": f"  parameters:\n    unix_socket_directories: {home}\n  pgpass:",
            **QUICK,
            **SMALL,
        }
        for before, after in changes.items():
            assert before in text, before
            text = text.replace(before, after)
        return text

    def _for(self, host: str, text: str) -> str:
        """Return a file of deploy/, which is written for db1, for another host."""
        place = HOSTS.index(host) + 1
        changed = []
        for line in text.splitlines():
            every = "hosts:" in line or "INITIAL_CLUSTER=" in line
            changed.append(line if every else line.replace("10.0.0.11", f"10.0.0.1{place}").replace("db1", host))
        return "\n".join(changed) + "\n"

    def _run(self, host: str, name: str, command: list[str], more: dict[str, str]) -> None:
        clean = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "HOME": str(self.folder / host), **more}
        with (self.folder / host / f"{name}.log").open("ab") as log:
            started = subprocess.Popen(
                [*self.network.within(host, user=SERVICE), *command],
                cwd="/", env=clean, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.running.append(started)

    def members(self, among: Sequence[str] = HOSTS) -> dict[str, dict[str, Any]]:
        """Return what Patroni on the first of these hosts that answers says of all members, by name."""
        for host in among:
            with self.network.on(host):
                try:
                    with urllib.request.urlopen(f"http://{self.network.address(host)}:8008/cluster", timeout=2) as said:
                        return {each["name"]: each for each in json.load(said)["members"]}
                except (urllib.error.URLError, OSError, ValueError):
                    continue
        return {}

    def primary(self, among: Sequence[str] = HOSTS) -> str:
        """Return which of these hosts says of itself that it is primary and takes writes; none while there is none.

        A host that was cut off says so until its lease ends.
        """
        for host in among:
            with self.network.on(host):
                try:
                    with urllib.request.urlopen(f"http://{self.network.address(host)}:8008/primary", timeout=2):
                        return host
                except (urllib.error.URLError, OSError):
                    continue
        return ""

    def wait_for_primary(self, among: Sequence[str] = HOSTS) -> str:
        """Return which of these hosts is primary, as soon as one is."""
        found = ""

        def is_there() -> bool:
            nonlocal found
            found = self.primary(among)
            return found != ""

        wait_until(is_there, f"one of {', '.join(among)} is primary", self.said)
        return found

    def is_whole(self, among: Sequence[str] = HOSTS) -> bool:
        """Tell whether a primary has two running standbys, one of them synchronous, all on one timeline."""
        found = self.members(among)
        roles = sorted(each["role"] for each in found.values() if each.get("state") in ("running", "streaming"))
        return roles == ["leader", "replica", "sync_standby"] and len({e.get("timeline") for e in found.values()}) == 1

    def timeline(self) -> int:
        """Return how often the database has had another primary, counted from one."""
        return max((int(each.get("timeline") or 0) for each in self.members().values()), default=0)

    def superuser(self, host: str, database: str = "postgres") -> psycopg.Connection[tuple[Any, ...]]:
        """Connect to a host's server over the network, from that host."""
        with self.network.on(host):
            return psycopg.connect(
                host=self.network.address(host), port=5432, user="postgres", password=PASSWORDS["postgres"],
                dbname=database, autocommit=True, connect_timeout=5,
            )  # fmt: skip

    def said(self) -> str:
        """Return the last that each program of each host printed."""
        logs = sorted(self.folder.glob("*/*.log"))
        return "\n".join(f"== {log}\n{log.read_text(errors='replace')[-1500:]}" for log in logs)

    def remove(self) -> None:
        """Power off all hosts and take their folders away."""
        for host in HOSTS:
            self.network.power_off(host)
        for process in self.running:
            process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _make_database(self) -> None:
        with self.superuser(self.wait_for_primary()) as connection:
            connection.execute(f"CREATE ROLE tongban LOGIN PASSWORD '{PASSWORDS['tongban']}'")
            connection.execute("CREATE DATABASE tongban OWNER tongban")
