"""A process loads what it has use for: what makes the start of a command, a worker and a web process quick."""

from __future__ import annotations

import os
import pathlib
import pkgutil
import subprocess
import sys

import pytest

from tongban.cli import commands
from tongban.cli.__main__ import find_commands

# What only one act needs is loaded when that act is done.
OF_ONE_ACT = {
    *("PIL", "aiohttp", "apprise", "asn1crypto", "httpx", "numpy", "openpyxl", "pyhanko", "pyhanko_certvalidator"),
    *("pypinyin", "rich", "rjieba", "segno", "typst"),
}
STARTED = "import django; django.setup(); "
PAGES = "from django.urls import get_resolver; get_resolver().url_patterns"
NO_CALL_IS_WORKED_OUT = (
    "from tongban.api.door import door; "
    "views = [view for router in door._get_bound_routers() for view in router.path_operations.values()]; "
    "assert views and not [each for view in views for each in view.operations if 'models' in vars(each)]"
)


def loaded(home: pathlib.Path, code: str) -> set[str]:
    """Return the names of all modules in a fresh process that has run the code."""
    tell = f"{code}; import sys; print(*sys.modules)"
    environment = {**os.environ, "TONGBAN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "tongban.settings"}
    answer = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", tell], capture_output=True, text=True, check=True, env=environment
    )
    return set(answer.stdout.split())


def packages(modules: set[str]) -> set[str]:
    return {module.partition(".")[0] for module in modules}


class TestCommand:
    def test_is_called_as_its_file_is(self) -> None:
        for found in pkgutil.iter_modules(commands.__path__):
            name = found.name.replace("_", "-")
            assert [each.NAME for each in find_commands(name)] == [name]

    def test_is_found_without_django(self, tmp_path: pathlib.Path) -> None:
        modules = loaded(tmp_path, "from tongban.cli.__main__ import build_parser; build_parser()")

        assert "django.conf" not in modules
        assert "tongban.cli.commands.serve" in modules

    def test_loads_no_other_and_no_driver_where_it_asks_no_database(self, tmp_path: pathlib.Path) -> None:
        modules = loaded(tmp_path, "from tongban.cli.__main__ import build_parser; build_parser('verify-proof')")

        assert "psycopg" not in modules
        found = {each for each in modules if each.startswith("tongban.cli.commands.")}
        assert found == {"tongban.cli.commands.verify_proof"}


class TestProcess:
    @pytest.fixture
    def home(self, tmp_path: pathlib.Path) -> pathlib.Path:
        (tmp_path / "static").mkdir()
        return tmp_path

    def test_that_serves_nobody_loads_no_pages(self, home: pathlib.Path) -> None:
        modules = loaded(home, f"{STARTED}from tongban.worker import sweeps, tasks, working")

        assert not modules & {"tongban.web.urls", "tongban.web.admin", "tongban.api.door", "ninja"}
        assert packages(modules) & OF_ONE_ACT == set()

    def test_that_watches_over_web_processes_loads_no_django(self, home: pathlib.Path) -> None:
        modules = loaded(home, "from tongban.cli import web_server")

        assert not packages(modules) & {"django", "psycopg", "pydantic"}
        assert "tongban.settings" not in modules

    def test_that_serves_pages_has_all_of_them_and_nothing_of_one_act(self, home: pathlib.Path) -> None:
        modules = loaded(home, f"{STARTED}{PAGES}; {NO_CALL_IS_WORKED_OUT}")

        assert {"tongban.web.urls", "tongban.web.admin", "tongban.api.door"} <= modules
        assert packages(modules) & OF_ONE_ACT == set()
