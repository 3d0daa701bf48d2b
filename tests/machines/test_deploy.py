"""The files of deploy/ are taken by the programs that they are for, and name only what there is."""

from __future__ import annotations

import pathlib
import re
import shutil
import subprocess

import httpx
import pytest

from tests.machines.proxies import Proxy, container_haproxy, haproxy, nginx
from tests.ports import free_port
from tongban.cli.environment import REPOSITORY
from tongban.kernel.database import address_parts

DEPLOY = REPOSITORY / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
WEB = ("127.0.0.1:9", "127.0.0.1:9")


def keeps_inside(proxy: Proxy, address: str = "") -> None:
    """Hold that a proxy passes on what is for people, however it is spelt, and nothing that is for watchers."""
    try:
        told = {
            path: httpx.get(f"{address or proxy.address}{path}", verify=False, timeout=60).status_code
            for path in ("/metrics", "/readyz", "/%6detrics", "/%72eadyz", "/readyz?now", "/healthz", "/")
        }
    finally:
        proxy.end()
    passed = {path for path, status in told.items() if status in (502, 503)}
    assert passed == {"/healthz", "/"}
    assert {status for path, status in told.items() if path not in passed} == {404}


class TestDeploy:
    @pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
    def test_has_units_that_systemd_takes(self, tmp_path: pathlib.Path) -> None:
        for unit in UNITS:
            text = unit.read_text().replace("/opt/tongban/tongban", str(REPOSITORY / "tongban"))
            (tmp_path / unit.name).write_text(re.sub(r"^(User|Group)=.*$", r"\1=root", text, flags=re.MULTILINE))

        names = [str(tmp_path / unit.name.replace("@.", "@1.")) for unit in UNITS]
        told = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", *names], capture_output=True, text=True, check=False
        )

        assert (told.returncode, told.stderr) == (0, "")

    def test_has_units_that_start_commands_of_ours(self) -> None:
        started = {
            match[1]
            for unit in UNITS
            for match in re.finditer(r"^ExecStart=/opt/tongban/tongban (\S+)", unit.read_text(), re.MULTILINE)
        }

        assert started == {"serve", "worker", "backup"}
        for command in started:
            assert (REPOSITORY / "src" / "tongban" / "cli" / "commands" / f"{command}.py").exists()

    @pytest.mark.needs("haproxy")
    def test_has_a_configuration_that_haproxy_takes(self, tmp_path: pathlib.Path) -> None:
        keeps_inside(haproxy(tmp_path, free_port(), WEB))

    @pytest.mark.needs("nginx")
    def test_has_a_configuration_that_nginx_takes(self, tmp_path: pathlib.Path) -> None:
        keeps_inside(nginx(tmp_path, free_port(), WEB))

    @pytest.mark.needs("haproxy")
    def test_has_a_configuration_for_containers_that_haproxy_takes(self, tmp_path: pathlib.Path) -> None:
        port = free_port()
        keeps_inside(container_haproxy(tmp_path, port), f"http://127.0.0.1:{port}")

    def test_lets_containers_believe_their_proxy_and_it_no_caller(self) -> None:
        compose = (DEPLOY / "container" / "compose.yml").read_text()
        network = re.search(r"subnet: ([0-9./]+)", compose)

        assert network is not None
        assert f"TONGBAN_PROXIES: {network[1]}\n" in compose
        for folder in ("haproxy", "container"):
            assert "http-request del-header X-Forwarded-For\n" in (DEPLOY / folder / "haproxy.cfg").read_text()

    def test_names_databases_that_libpq_finds(self) -> None:
        text = (DEPLOY / "environment.example").read_text()
        addresses = re.findall(r'^DATABASE(?:_REPLICA)?_URL="(.+)"$', text, re.MULTILINE)

        assert [address_parts(address)["target_session_attrs"] for address in addresses] == [
            "read-write",
            "prefer-standby",
        ]

    def test_lets_prometheus_ask_each_web_server_by_its_address(self) -> None:
        text = (DEPLOY / "environment.example").read_text()
        hosts = re.search(r"^TONGBAN_HOSTS=(.+)$", text, re.MULTILINE)
        targets = re.search(r"targets: \[(.+)\]\}", (REPOSITORY / "docs" / "howto" / "observe.md").read_text())

        assert hosts is not None
        assert targets is not None
        assert {target.split(":")[0] for target in re.findall(r'"(.+?)"', targets[1])} < set(hosts[1].split(","))

    def test_says_of_the_container_that_it_was_not_built(self) -> None:
        assert (DEPLOY / "container" / "Containerfile").read_text().startswith("# NOT BUILT HERE")
        assert (DEPLOY / "container" / "compose.yml").read_text().startswith("# NOT RUN HERE")
