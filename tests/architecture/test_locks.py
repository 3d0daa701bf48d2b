"""What is installed is named to the byte, and no file says from which address."""

import json
import re
import subprocess

import pytest

from tongban.cli.environment import REPOSITORY

LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-peers.lock", "requirements-node.lock"]
# Written in parts, so that this file does not hold what it looks for.
REGISTRIES = re.compile("|".join(["registry.npm" + "js", "pypi" + r"\.org", "python" + "hosted", "npm" + "mirror"]))


def _pins(name: str) -> dict[str, str]:
    text = (REPOSITORY / name).read_text()
    return dict(re.findall(r"^([a-z0-9.\-]+)(?:\[[a-z,]+\])?==(\S+)", text, re.MULTILINE))


class TestPythonLocks:
    @pytest.mark.parametrize("name", LOCKS)
    def test_give_every_package_a_hash_and_no_address(self, name: str) -> None:
        text = (REPOSITORY / name).read_text()

        entries = re.split(r"\n(?=[a-z])", text.strip())

        assert all("--hash=sha256:" in entry for entry in entries)
        assert "://" not in text
        assert "index-url" not in text

    def test_agree_with_each_other(self) -> None:
        runtime, dev, peers = (_pins(name) for name in LOCKS[:3])

        assert runtime.items() <= dev.items()
        assert dev.items() <= peers.items()


class TestNpmLock:
    def test_gives_every_package_an_integrity_and_no_address(self) -> None:
        lock = json.loads((REPOSITORY / "package-lock.json").read_text())

        packages = {path: entry for path, entry in lock["packages"].items() if path}

        assert packages
        assert all("integrity" in entry and "resolved" not in entry for entry in packages.values())


class TestRepository:
    def test_names_no_package_registry(self) -> None:
        listed = subprocess.run(
            ["git", "grep", "-lIE", REGISTRIES.pattern],
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            check=False,
        )

        assert listed.stdout.split() == []
        # 1 says that there is none; more, that nothing was looked through.
        assert listed.returncode == 1, listed.stderr
