"""A house of its own for a benchmark whose big tables take minutes to fill: filled once, found again by every run."""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import os
import pathlib
import shutil
from collections.abc import Iterator

from tongban.cli.environment import House, start_django
from tongban.cli.postgres import EmbeddedPostgres
from tongban.cli.postgres_places import say
from tongban.kernel.home import home_folder

HERE = pathlib.Path(__file__).parent
FILLED = "filled"


@contextlib.contextmanager
def kept_house(bench: str, share: int, *, settings: str = "tongban.settings") -> Iterator[House]:
    """Open the benchmark's house under TONGBAN_HOME (or --home); once a process.

    Where no run has filled it yet, `bench.<bench>.seeding.fill(share)` does, with one part in `share` of the rows.
    What a seeding of other wording left, or one that was broken off, is removed first.
    """
    folder = _folder(bench, share)
    wording = hashlib.sha256((HERE / bench / "seeding.py").read_bytes()).hexdigest()
    if not (folder / FILLED).exists() or (folder / FILLED).read_text() != wording:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)  # the database may run as another user, who has to enter
    os.environ["TONGBAN_HOME"], os.environ["DJANGO_SETTINGS_MODULE"] = str(folder), settings
    with EmbeddedPostgres(folder) as database:
        os.environ["DATABASE_URL"] = database.url
        start_django()
        from django.db import connections

        from tongban.cli.preparation import migrate

        try:
            migrate()
            if not (folder / FILLED).exists():
                say(f"filling {folder}: once, later runs find it")
                importlib.import_module(f"bench.{bench}.seeding").fill(share)
                (folder / FILLED).write_text(wording)
            yield House(home=folder, url=database.url, database=database)
        finally:
            connections.close_all()


def _folder(bench: str, share: int) -> pathlib.Path:
    inside = os.environ.get("TONGBAN_BENCH_INSIDE")
    return (pathlib.Path(inside) if inside else home_folder()) / "bench" / f"{bench}-1-in-{share}"
