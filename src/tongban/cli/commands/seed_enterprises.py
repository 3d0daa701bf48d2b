"""`./tongban seed-enterprises`: fill the register of legal persons of a demonstration with a city's enterprises."""

import argparse
import time

from tongban.cli.environment import CommandTrouble, opened

NAME = "seed-enterprises"
HELP = "fill the demo's register of legal persons with invented enterprises, 480,000 unless told otherwise"
NEEDS_CITY = True
CITY_COUNT = 480_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--count", type=int, default=CITY_COUNT, metavar="N", help=f"how many (default {CITY_COUNT:,})")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="the same number gives the same enterprises")


def run(args: argparse.Namespace) -> int:
    """Store them and say how long it took; a second run changes nothing."""
    from tongban.cli.city_scale.enterprises import MOST
    from tongban.cli.commands.seed import refuse_another_city

    if not 0 < args.count <= MOST:
        raise CommandTrouble(f"--count goes from 1 to {MOST}")
    with opened(args):
        refuse_another_city()
        print(fill(args.count, args.seed))
    return 0


def fill(count: int, seed: int) -> str:
    """Store the enterprises and return what was done, in a line; there must be districts of the city already."""
    from tqdm import tqdm

    from tongban.cli.city import DEMO_CITY, CityFolder
    from tongban.cli.city_scale.foundation import districts, import_enterprises
    from tongban.kernel.clock import now

    places = districts(CityFolder(DEMO_CITY))
    if not places:
        raise CommandTrouble("no city lives in this home yet: ./tongban seed")
    began = time.monotonic()
    with tqdm(total=count, desc="enterprises", unit=" rows", leave=False, disable=None) as bar:
        done = import_enterprises(places, count, seed=seed, at=now(), said=bar.update)
    took = time.monotonic() - began
    return f"✓ 企业：新增 {done.created:,}，变更 {done.changed:,}，未变 {done.unchanged:,}（{took:.1f} 秒）"
