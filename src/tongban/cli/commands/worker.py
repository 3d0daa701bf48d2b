"""`./tongban worker`: work off the jobs of the queue."""

import argparse
import os

from tongban.cli.children import SUPERVISOR, die_with_supervisor, write_for_ourselves
from tongban.cli.environment import CommandTrouble, opened
from tongban.cli.held_keys import refuse_missing_keys
from tongban.cli.safety import refuse_dangers

NAME = "worker"
HELP = "work off the jobs of the queue (serve starts one by itself)"
NEEDS_CITY = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="end when no job is left")
    parser.add_argument(
        "--retry-failed", action="store_true", help="first take up again the jobs that were tried in vain and given up"
    )


def run(args: argparse.Namespace) -> int:
    """Run a worker until interrupted, or until the queue is empty; it outlives its database and a clock that is set."""
    die_with_supervisor()
    write_for_ourselves()
    with opened(args):
        if SUPERVISOR not in os.environ:  # who supervises has asked already, and a restart must be quick
            refuse_missing_keys()
            refuse_dangers()
        from tongban.worker.tasks import retry_failed
        from tongban.worker.working import QueueLeft, work

        if args.retry_failed:
            print(f"✓ {retry_failed()} 个任务将重新执行", flush=True)
        try:
            work(wait=not args.once)
        except QueueLeft:
            raise CommandTrouble("the worker ended of itself: the lines above say why") from None
    return 0
