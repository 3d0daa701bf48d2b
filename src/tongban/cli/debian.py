"""What tests need of Debian's packages, installed as root without starting or enabling any of their services."""

import contextlib
import os
import pathlib
import shutil
import subprocess
from collections.abc import Iterable, Iterator

from tongban.cli.environment import CommandTrouble
from tongban.cli.postgres_places import say

# Program that is looked for → package that brings it. Three of them live where only root's PATH leads.
MACHINES = {
    "/usr/lib/postgresql/15/bin/postgres": "postgresql-15",
    "patroni": "patroni",
    "etcd": "etcd-server",
    "haproxy": "haproxy",
    "nginx": "nginx-light",
    "ip": "iproute2",
}
# etcd3 of Patroni stands on the module that its older sister needs.
BESIDE = {"patroni": ("python3-etcd",)}
SYSTEM_PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
POLICY = pathlib.Path("/usr/sbin/policy-rc.d")
NEW_CLUSTERS = pathlib.Path("/etc/postgresql-common/createcluster.conf")


def find_program(name: str) -> str | None:
    """Return the full path of a program, also where only root's PATH leads; None where there is none."""
    return shutil.which(name, path=SYSTEM_PATH)


def lacking(programs: Iterable[str]) -> list[str]:
    """Return the packages that bring those of the programs of MACHINES that are not here."""
    return sorted({MACHINES[name] for name in programs if find_program(name) is None})


def install(packages: list[str], why: str) -> None:
    """Install Debian packages as root; nothing of them is started or enabled, and no database cluster is made.

    Raises CommandTrouble with the line that says what to install.
    """
    wanted = " ".join(packages)
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        raise CommandTrouble(f"{why}: install {wanted} (on Debian: apt-get install {wanted})")
    say(f"{why}: installing {wanted} with apt-get")
    subprocess.run([apt, "update", "-qq"], env=_quiet(), capture_output=True, check=False)
    with _no_service_started(), _no_cluster_made(apt, packages):
        more = [each for package in packages for each in BESIDE.get(package, ())]
        _apt_install(apt, [*packages, *more])
    _disable(packages)


def _apt_install(apt: str, packages: list[str]) -> None:
    answer = subprocess.run(
        [apt, "install", "-y", "-qq", "--no-install-recommends", "--no-upgrade", *packages],
        env=_quiet(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode:
        words = (answer.stderr.strip() or answer.stdout.strip() or "no message").splitlines()[-1]
        raise CommandTrouble(f"apt-get cannot install {' '.join(packages)}: {words}")


@contextlib.contextmanager
def _no_service_started() -> Iterator[None]:
    """Have Debian's own switch answer "not now" to whatever wants to start a service."""
    if POLICY.exists():  # the machine has its own rule
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()


@contextlib.contextmanager
def _no_cluster_made(apt: str, packages: list[str]) -> Iterator[None]:
    """Have the package of the server make no cluster `main` of its own."""
    if not any(package.startswith("postgresql-") for package in packages):
        yield
        return
    _apt_install(apt, ["postgresql-common"])
    before = NEW_CLUSTERS.read_text()
    NEW_CLUSTERS.write_text(f"{before}\ncreate_main_cluster = false\n")
    try:
        yield
    finally:
        NEW_CLUSTERS.write_text(before)


def _disable(packages: list[str]) -> None:
    """Keep systemd, where it runs, from starting at the next boot what was only needed for tests."""
    systemctl = shutil.which("systemctl")
    if systemctl is None or not pathlib.Path("/run/systemd/system").is_dir():
        return
    services = {"etcd-server": "etcd", "nginx-light": "nginx"}
    for package in packages:
        service = services.get(package, package)
        subprocess.run([systemctl, "disable", "--quiet", service], capture_output=True, check=False)


def _quiet() -> dict[str, str]:
    return {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
