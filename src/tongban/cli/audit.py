"""What the locks name: known vulnerabilities of it, by the registries' own tools, and a list of it with licences.

No address stands here: the tools ask where they install from. What does not answer has checked nothing, and is told.
"""

from __future__ import annotations

import base64
import datetime as dt
import importlib.metadata
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tongban.cli.environment import CommandTrouble
from tongban.kernel.rules.release import VERSION

PYTHON_LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-node.lock")
NPM_LOCK = "package-lock.json"
PATIENCE_SECONDS = 300
_PIN = re.compile(r"^([a-z0-9.\-]+)(?:\[[a-z,]+\])?==([^\s;\\]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Vulnerability:
    """A published weakness of a package that we install; `names` are its identifiers in all catalogues."""

    package: str
    version: str
    names: frozenset[str]
    mended_in: str

    def __str__(self) -> str:
        mended = f", mended in {self.mended_in}" if self.mended_in else ""
        return f"{self.package} {self.version}: {', '.join(sorted(self.names))}{mended}"


@dataclass(frozen=True, slots=True)
class Ignored:
    """A vulnerability that does not concern us: why, and until when that was looked at."""

    name: str
    reason: str
    until: dt.date


class Unreachable(Exception):
    """The service that knows of vulnerabilities does not answer here."""


def vulnerabilities(root: pathlib.Path, lock: str) -> list[Vulnerability]:
    """Ask about every package of a lock. Raises Unreachable."""
    return npm_vulnerabilities(root) if lock == NPM_LOCK else python_vulnerabilities(root, lock)


def python_vulnerabilities(root: pathlib.Path, lock: str) -> list[Vulnerability]:
    """Ask about every package of a Python lock. Raises Unreachable."""
    tool = pathlib.Path(sys.executable).with_name("pip-audit")
    if not tool.exists():
        raise CommandTrouble("pip-audit is missing: run `./tongban check` once, it brings the developers' tools")
    command = [str(tool), "--requirement", lock, "--disable-pip", "--require-hashes", "--format", "json"]
    answer = _asked([*command, "--progress-spinner", "off", "--timeout", "15"], root)
    return read_pip_audit(answer)


def read_pip_audit(answer: str) -> list[Vulnerability]:
    """Read the JSON of pip-audit. Raises Unreachable where it is none, or where no package at all was found."""
    try:
        packages = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        raise Unreachable from None
    if packages and all("skip_reason" in each for each in packages):
        raise Unreachable
    return [
        Vulnerability(
            package=each["name"],
            version=each["version"],
            names=frozenset({one["id"], *one.get("aliases", ())}),
            mended_in=", ".join(one.get("fix_versions", ())),
        )
        for each in packages
        for one in each.get("vulns", ())
    ]


def npm_vulnerabilities(root: pathlib.Path) -> list[Vulnerability]:
    """Ask about every package of package-lock.json. Raises Unreachable."""
    npm = shutil.which("npm") or str(pathlib.Path(sys.executable).with_name("npm"))
    if not pathlib.Path(npm).exists():
        raise Unreachable
    lock = json.loads((root / NPM_LOCK).read_text())["packages"]
    return read_npm_audit(_asked([npm, "audit", "--json", "--package-lock-only"], root), lock)


def read_npm_audit(answer: str, lock: Mapping[str, Any]) -> list[Vulnerability]:
    """Read the JSON of `npm audit`, beside the packages of the lock. Raises Unreachable where it is none."""
    try:
        told = json.loads(answer)["vulnerabilities"]
    except (ValueError, KeyError, TypeError):
        raise Unreachable from None
    return [
        Vulnerability(
            package=package,
            version=str(lock.get(f"node_modules/{package}", {}).get("version", each.get("range", ""))),
            names=frozenset({one["url"].rstrip("/").rpartition("/")[2]}),
            mended_in="",
        )
        for package, each in sorted(told.items())
        for one in each["via"]
        if isinstance(one, dict)
    ]


def ignored(pyproject: pathlib.Path) -> list[Ignored]:
    """Read what is ignored: `[[tool.tongban.audit.ignore]]` with `id`, `reason` and `until`. Raises CommandTrouble."""
    table = tomllib.loads(pyproject.read_text()).get("tool", {}).get("tongban", {}).get("audit", {})
    found = []
    for number, row in enumerate(table.get("ignore", []), 1):
        where = f"{pyproject.name}, tool.tongban.audit.ignore {number}"
        if unknown := set(row) - {"id", "reason", "until"}:
            raise CommandTrouble(f"{where}: no field {', '.join(sorted(unknown))}")
        if not str(row.get("id", "")).strip() or len(str(row.get("reason", "")).strip()) < 10:
            raise CommandTrouble(f"{where}: id and a reason that can be understood are needed")
        if not isinstance(row.get("until"), dt.date):
            raise CommandTrouble(f"{where}: until must be a day, like 2027-01-31")
        found.append(Ignored(row["id"], row["reason"], row["until"]))
    return found


def judge(
    found: Iterable[Vulnerability], ignoring: Sequence[Ignored], today: dt.date
) -> tuple[list[Vulnerability], list[str]]:
    """Return what has to be mended, and what else there is to say: what is ignored, and which of it has run out."""
    bad, said = [], []
    for each in sorted(set(found), key=str):
        reasons = [one for one in ignoring if one.name in each.names]
        if any(one.until >= today for one in reasons):
            one = next(one for one in reasons if one.until >= today)
            said.append(f"ignored until {one.until}: {each} ({one.reason})")
        else:
            bad.append(each)
            said.extend(f"no longer ignored since {one.until}: {one.name}" for one in reasons)
    return bad, said


def sbom(root: pathlib.Path) -> dict[str, Any]:
    """Return what runs here as CycloneDX 1.6: the packages of requirements.lock and package-lock.json with licences.

    The same locks give the same list, so that two of them can be compared.
    """
    python = [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{name}@{version}",
            "name": name,
            "version": version,
            "purl": f"pkg:pypi/{name}@{version}",
            **_licences(_python_licence(name)),
        }
        for name, version in sorted(pins(root / "requirements.lock").items())
    ]
    lock = json.loads((root / NPM_LOCK).read_text())["packages"]
    node = [_npm_component(path.rpartition("node_modules/")[2], entry) for path, entry in sorted(lock.items()) if path]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "tongban", "name": "tongban", "version": VERSION}},
        "components": [*python, *node],
    }


def pins(lock: pathlib.Path) -> dict[str, str]:
    """Return the versions that a Python lock names, by package."""
    return dict(_PIN.findall(lock.read_text()))


def _npm_component(name: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    purl = f"pkg:npm/{name.replace('@', '%40', 1)}@{entry['version']}"
    algorithm, _dash, digest = entry["integrity"].partition("-")
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": entry["version"],
        "purl": purl,
        "scope": "excluded" if entry.get("dev") else "required",
        "hashes": [{"alg": algorithm.replace("sha", "SHA-"), "content": base64.b64decode(digest).hex()}],
        **_licences(entry.get("license", "")),
    }


def _python_licence(name: str) -> str:
    try:
        told = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return ""  # a package of another system
    classes = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier", []) if line.startswith("License ::")]
    said = [*told.get_all("License-Expression", []), "; ".join(classes), *told.get_all("License", [])]
    return next((each.strip().partition("\n")[0] for each in said if each.strip()), "")


def _licences(said: str) -> dict[str, Any]:
    return {"licenses": [{"license": {"name": said}}]} if said else {}


def _asked(command: Sequence[str], root: pathlib.Path) -> str:
    try:
        answer = subprocess.run(
            command, cwd=root, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE_SECONDS,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Unreachable from None
    return answer.stdout
