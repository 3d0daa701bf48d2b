"""`./tongban audit`: known vulnerabilities of what the locks name, and the list of it with licences."""

import argparse
import datetime as dt
import json
import pathlib

from tongban.cli import audit
from tongban.cli.environment import REPOSITORY, CommandTrouble

NAME = "audit"
HELP = "known vulnerabilities of what the locks name; --sbom writes the list of it (CycloneDX)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sbom", type=pathlib.Path, metavar="FILE", help="write the list of components and licences")


def run(args: argparse.Namespace) -> int:
    """Ask for each lock; exit code 1 for what is not ignored with a reason and a day, 0 also where nobody answers."""
    if args.sbom:
        if not args.sbom.resolve().parent.is_dir():
            raise CommandTrouble(f"there is no folder {args.sbom.resolve().parent}")
        listed = audit.sbom(REPOSITORY)
        args.sbom.write_text(json.dumps(listed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"wrote {len(listed['components'])} components to {args.sbom}")
        return 0
    ignoring = audit.ignored(REPOSITORY / "pyproject.toml")
    found: list[audit.Vulnerability] = []
    locks = (*audit.PYTHON_LOCKS, audit.NPM_LOCK)
    unchecked = 0
    for lock in locks:
        try:
            told = audit.vulnerabilities(REPOSITORY, lock)
        except audit.Unreachable:
            print(
                f"? {lock}: the service that knows of vulnerabilities cannot be reached from here, nothing was checked"
            )
            unchecked += 1
            continue
        print(f"✓ {lock}: {len(told)} known vulnerabilities")
        found += told
    bad, said = audit.judge(found, ignoring, dt.datetime.now(dt.UTC).date())
    for line in [*said, *(f"✗ {each}" for each in bad)]:
        print(line)
    if unchecked == len(locks):
        print("? NOTHING was checked: run it again where the services can be reached")
    elif unchecked:
        print(f"? {unchecked} of {len(locks)} locks were not checked")
    return 1 if bad else 0
