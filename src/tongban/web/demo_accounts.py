"""The accounts that a demonstration offers to try; there are none anywhere else."""

import json
from dataclasses import dataclass

from django.conf import settings

FILE = "demo-accounts.json"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A sign-in of the demonstration, with whom it stands for."""

    username: str
    name: str
    role: str
    password: str


def demo_accounts() -> list[DemoAccount]:
    """Return the accounts that the demo wrote into its home: a list of objects with these four fields."""
    if not settings.DEMO:
        return []
    path = settings.HOME / FILE
    if not path.exists():
        return []
    return [DemoAccount(**row) for row in json.loads(path.read_text(encoding="utf-8"))]
