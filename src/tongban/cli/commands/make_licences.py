"""`./tongban make-licences`: make the files of the licences that have none yet, with all processors."""

import argparse
import concurrent.futures
import multiprocessing
import os
import time

from tongban.cli.environment import CommandTrouble, opened, start_django

NAME = "make-licences"
HELP = "make the signed files of licences that have none yet"
NEEDS_CITY = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--most", type=int, default=0, help="stop after so many (default: all)")
    parser.add_argument(
        "--processes", type=int, default=os.cpu_count() or 1, help="how many work at once (default: all processors)"
    )


def run(args: argparse.Namespace) -> int:
    """Make them and show the progress; exit code 1 when some could not be made: the lines name them.

    Broken off, it goes on from there when it is run again.
    """
    if args.processes < 1 or args.most < 0:
        raise CommandTrouble("--processes is at least 1, and --most no less than 0")
    with opened(args):
        from tqdm import tqdm

        from tongban.licences.actions.make_pending import pending

        waiting = min(pending(), args.most) if args.most else pending()
        began = time.monotonic()
        refused: dict[str, str] = {}
        spawn = multiprocessing.get_context("spawn")
        pool = concurrent.futures.ProcessPoolExecutor(args.processes, mp_context=spawn, initializer=start_django)
        with pool, tqdm(total=waiting, unit=" licences", desc=NAME, disable=None) as bar:
            left = waiting
            running: set[concurrent.futures.Future[tuple[int, dict[str, str]]]] = set()
            while left > 0 or running:
                while left > 0 and len(running) < args.processes:
                    size = min(left, 200)
                    left -= size
                    running.add(pool.submit(_some, size))
                done, running = concurrent.futures.wait(running, return_when=concurrent.futures.FIRST_COMPLETED)
                for each in done:
                    made, cannot = each.result()
                    bar.update(made)
                    refused.update(cannot)
            made_in_all = bar.n
    took = time.monotonic() - began
    for identifier, why in refused.items():
        print(f"  ✗ {identifier}: {why}")
    print(f"✓ 制成 {made_in_all} 份，用时 {took:.1f} 秒，每秒 {made_in_all / max(took, 0.001):.1f} 份")
    return 1 if refused else 0


def _some(most: int) -> tuple[int, dict[str, str]]:
    """Make some in a process of its own, which keeps its compiler for the next."""
    from tongban.kernel.clock import now
    from tongban.licences.actions.make_pending import make_pending

    batch = make_pending(most=most, at=now())
    return batch.made, batch.refused
