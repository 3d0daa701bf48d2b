"""The files of deploy/ are taken by the programs that they are for, and name only what there is."""

from __future__ import annotations

import pathlib
import re
import shutil
import subprocess

import pytest

from tests.machines.postgres import free_port
from tests.machines.proxies import haproxy, nginx
from tongban.cli.environment import REPOSITORY
from tongban.kernel.database import address_parts

DEPLOY = REPOSITORY / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
WEB = ("127.0.0.1:9", "127.0.0.1:9")


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
        haproxy(tmp_path, free_port(), WEB).end()

    @pytest.mark.needs("nginx")
    def test_has_a_configuration_that_nginx_takes(self, tmp_path: pathlib.Path) -> None:
        nginx(tmp_path, free_port(), WEB).end()

    def test_names_databases_that_libpq_finds(self) -> None:
        text = (DEPLOY / "environment.example").read_text()
        addresses = re.findall(r'^DATABASE(?:_REPLICA)?_URL="(.+)"$', text, re.MULTILINE)

        assert [address_parts(address)["target_session_attrs"] for address in addresses] == [
            "read-write",
            "prefer-standby",
        ]

    def test_says_of_the_container_that_it_was_not_built(self) -> None:
        assert (DEPLOY / "container" / "Containerfile").read_text().startswith("# NOT BUILT HERE")
        assert (DEPLOY / "container" / "compose.yml").read_text().startswith("# NOT RUN HERE")
