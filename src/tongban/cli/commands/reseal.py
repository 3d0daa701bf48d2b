"""`./tongban reseal`: bring every sealed identifier to the newest key, in batches, while the site runs."""

import argparse

from tongban.cli.environment import opened
from tongban.cli.postgres_places import say

NAME = "reseal"
HELP = "bring every sealed identifier to the newest key, while the site runs; may be broken off and run again"
NEEDS_CITY = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take no arguments of its own."""


def run(args: argparse.Namespace) -> int:
    """Go through the columns one after the other, and say how far it is."""
    with opened(args):
        from tongban.kernel.actions.reseal import reseal
        from tongban.kernel.clock import now

        rows = reseal(at=now(), told=lambda place, done: say(f"{place}: {done:,} rows"))
    print(f"✓ 已改用新密钥加密 {rows:,} 行；现在可以运行 ./tongban rotate-keys --retire")
    return 0
