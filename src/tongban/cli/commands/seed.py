"""`./tongban seed`: fill a home with the demo city, or grow it to a city's size."""

import argparse
import contextlib
import pathlib
import time
from collections.abc import Iterator
from typing import Any

from tongban.cli.city import CityFolder, load_city
from tongban.cli.commands.seed_enterprises import CITY_COUNT, fill
from tongban.cli.environment import REPOSITORY, CommandTrouble, opened

NAME = "seed"
HELP = "load the demo city, and with --size city grow it to 365 authorities, 26,262 items and 480,000 enterprises"
DEMO_CITY = REPOSITORY / "demo" / "guiyang"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--size", choices=("demo", "city"), default="demo", help="how much (default: demo)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="the same number gives the same city")


def run(args: argparse.Namespace) -> int:
    """Load what is asked for, telling each step and how long it took; a second run changes nothing."""
    with opened(args):
        from django.core.management import call_command
        from django.db import transaction

        call_command("migrate", interactive=False, verbosity=0)
        refuse_another_city()
        with _told("演示城市"):
            load_city(DEMO_CITY, at=_now(), say=lambda what, report: None)
        if args.size == "city":
            with transaction.atomic():
                _grow(CityFolder(DEMO_CITY), args.seed)
            print(f"  {fill(CITY_COUNT, args.seed)}")
    return 0


def refuse_another_city() -> None:
    """Raise CommandTrouble where a city lives that is not the demo's: invented items have no place in it."""
    from tongban.parties.queries import city

    lives_here, demo = city(), CityFolder(DEMO_CITY).table("city.toml")
    if lives_here is not None and lives_here.site_title != demo["site_title"]:
        raise CommandTrouble(
            f"{lives_here.site_title} lives in this home: seed fills a demonstration only (--home DIR)"
        )


def _grow(city: CityFolder, seed: int) -> None:
    from tongban.catalogue.actions import import_items
    from tongban.cli.city_scale import city_items, offices
    from tongban.parties.actions import import_authorities, import_regions
    from tongban.parties.actions.import_regions import VILLAGES
    from tongban.parties.queries import regions_within
    from tongban.parties.rules.actor import SYSTEM

    prefix = str(city.table("city.toml")["divisions_prefix"])
    with _told("镇街和村居"):
        import_regions(folder=city.divisions, prefix=prefix, actor=SYSTEM, at=_now(), deepest=VILLAGES)
    divisions = [(each.code, each.name, each.level) for each in regions_within(prefix)]
    all_offices = offices(city.rows("authorities.toml", "authorities"), divisions)
    with _told(f"{len(all_offices)} 个实施主体"):
        import_authorities(rows=[office.row for office in all_offices], actor=SYSTEM, at=_now())
    contents = list(city_items(base_items(city.path), all_offices, seed=seed))
    with _told(f"{len(contents):,} 个事项"):
        import_items(contents, at=_now())


def base_items(folder: pathlib.Path) -> list[dict[str, Any]]:
    """Return the contents of a city folder's item files, those of its ex officio powers last."""
    files = [path for kind in ("items", "powers") for path in sorted((folder / kind).glob("*.toml"))]
    return [CityFolder(path.parent).table(path.name) for path in files]


@contextlib.contextmanager
def _told(what: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    print(f"  … {what}", end="", flush=True)
    began = time.monotonic()
    yield
    print(f"\r  ✓ {what}（{time.monotonic() - began:.1f} 秒）", flush=True)


def _now() -> Any:
    from tongban.kernel.clock import now

    return now()
