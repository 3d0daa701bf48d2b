"""`./tongban migrate`: bring the database to the shape that this code needs."""

import argparse

from tongban.cli.environment import opened

NAME = "migrate"
HELP = "bring the database to the shape that this version needs"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--plan", action="store_true", help="only list what would be done")


def run(args: argparse.Namespace) -> int:
    """Apply the pending migrations; a second run finds nothing to do."""
    with opened(args):
        from tongban.cli.preparation import migrate, pending_migrations

        if args.plan:
            print("\n".join(pending_migrations()) or "nothing to do")
            return 0
        done = migrate()
        print(f"{done} migrations applied" if done else "nothing to do")
    return 0
