"""`./tongban seed`: fill a home with the demo city, or with a whole city or a part of one."""

import argparse
import contextlib
import datetime as dt
import time
from collections.abc import Callable, Iterator
from typing import Any

from tongban.cli.arguments import HERE, day
from tongban.cli.city import DEMO_CITY, CityFolder, load_city
from tongban.cli.environment import CommandTrouble, opened

NAME = "seed"
HELP = "load the demo city, or with --size city fill a city: items, enterprises, licences, a year of cases"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--size", choices=("demo", "city"), default="demo", help="how much (default: demo)")
    parser.add_argument(
        "--part", type=int, choices=(1, 10, 100), help="percent of a city (with --size city; default 100)"
    )
    parser.add_argument("--seed", type=int, metavar="N", help="the same number gives the same city (default: 1)")
    parser.add_argument(
        "--until",
        type=day,
        metavar="DAY",
        help="last day that the city's cases know (default: yesterday)",
    )


def run(args: argparse.Namespace) -> int:
    """Load what is asked for, telling each step and how long it took; what is there stays as it is.

    A city whose filling was broken off is filled on from there.
    """
    if args.size != "city":
        for option in ("part", "seed", "until"):
            if getattr(args, option) is not None:
                raise CommandTrouble(f"--{option} goes with --size city")
    if args.until is not None and args.until >= dt.datetime.now(HERE).date():
        raise CommandTrouble(f"--until {args.until}: the last day that the cases know is yesterday or before")
    with opened(args):
        from tongban.cli.preparation import migrate

        migrate()
        refuse_another_city()
        if args.size == "demo":
            with told("演示城市"):
                load_city(DEMO_CITY, at=_now(), say=lambda what, report: None)
            return 0
        from tongban.cli.city_scale.filling import OtherCity, fill_city
        from tongban.cli.city_scale.progress import SomebodyFills

        began = time.monotonic()
        try:
            size = fill_city(
                part=args.part or 100, seed=1 if args.seed is None else args.seed, until=args.until, told=told
            )
        except (OtherCity, SomebodyFills) as error:
            raise CommandTrouble(str(error)) from error
        print(f"✓ {size.cases:,} 件办件的城市已就绪（{time.monotonic() - began:.1f} 秒）")
    return 0


def refuse_another_city() -> None:
    """Raise CommandTrouble where a city lives that is not the demo's: invented items have no place in it."""
    from tongban.parties.queries import city

    lives_here, demo = city(), CityFolder(DEMO_CITY).table("city.toml")
    if lives_here is not None and lives_here.site_title != demo["site_title"]:
        raise CommandTrouble(
            f"{lives_here.site_title} lives in this home: seed fills a demonstration only (--home DIR)"
        )


@contextlib.contextmanager
def told(what: str, count: int = 0) -> Iterator[Callable[[int], object]]:
    """Say what is being done, with a bar where it counts something, and how long it took."""
    from tqdm import tqdm

    if not count:
        print(f"  … {what}", end="", flush=True)
    began = time.monotonic()
    with tqdm(total=count or None, desc=what, leave=False, disable=None if count else True) as bar:
        yield bar.update
    print(f"\r  ✓ {what}（{time.monotonic() - began:.1f} 秒）", flush=True)


def _now() -> Any:
    from tongban.kernel.clock import now

    return now()
