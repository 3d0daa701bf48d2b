"""`./tongban migrate`: bring the database to the shape that this code needs."""

import argparse
import operator

from tongban.cli.environment import opened

NAME = "migrate"
HELP = "bring the database to the shape that this version needs"
NEEDS_CITY = operator.attrgetter("plan")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--plan", action="store_true", help="only list what would be done")


def run(args: argparse.Namespace) -> int:
    """Apply the pending migrations; a second run finds none."""
    with opened(args):
        from tongban.cli.preparation import migrate, pending_migrations

        if args.plan:
            print("\n".join(pending_migrations()) or "✓ 没有待执行的迁移")
            return 0
        done = migrate()
        print(f"✓ 已执行 {done} 步迁移" if done else "✓ 没有待执行的迁移")
    return 0
