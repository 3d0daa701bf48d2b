"""The starts that are timed: the whole site, one web process of ours, one of bare Django."""

from __future__ import annotations

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from bench.serving import answers, environment, serving
from tests.ports import free_port
from tongban.cli.environment import REPOSITORY, House

PATIENCE_SECONDS = 60.0

_SETTINGS = """
SECRET_KEY = "bench"
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "bare_urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", {apps}]
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"]
"""
_URLS = """
from django.http import HttpResponse
from django.urls import path

urlpatterns = [path("", lambda request: HttpResponse("ready"))]
"""
_WSGI = """
from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
"""
_MODEL = """
from django.db import models


class Thing(models.Model):
    name = models.CharField(max_length=100)
"""
_DJANGO_APPS = 3


class Apps:
    """A folder with a bare Django site of so many apps, for as long as it is used."""

    def __init__(self, count: int) -> None:
        self._count = count
        self.folder = pathlib.Path()

    def __enter__(self) -> Apps:
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tongban-bench-"))
        names = [f"bare_{number}" for number in range(self._count - _DJANGO_APPS)]
        for name in names:
            (self.folder / name).mkdir()
            (self.folder / name / "__init__.py").touch()
            (self.folder / name / "models.py").write_text(_MODEL)
        listed = ", ".join(f'"{name}"' for name in names)
        for name, text in (("settings", _SETTINGS.format(apps=listed)), ("urls", _URLS), ("wsgi", _WSGI)):
            (self.folder / f"bare_{name}.py").write_text(text)
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def web_seconds(house: House, peer: Apps | None) -> float:
    """Return the seconds from the start of a web server to its first answer: ours, or the peer's."""
    started = time.perf_counter()
    if peer is None:
        with serving(house):
            return time.perf_counter() - started
    more = {"DJANGO_SETTINGS_MODULE": "bare_settings", "PYTHONPATH": str(peer.folder)}
    with serving(house, peer="bare_wsgi:application", ready="/", **more):
        return time.perf_counter() - started


def serve_seconds(house: House) -> float:
    """Return the seconds from the command to the first page of the site, with its database started too."""
    port = free_port()
    command = [sys.executable, "-m", "tongban.cli", "serve", "--home", str(house.home), "--port", str(port)]
    env = {name: value for name, value in environment(house, {}).items() if name != "DATABASE_URL"}
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=REPOSITORY, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        while not answers(port, "/healthz") or not answers(port, "/"):
            if process.poll() is not None or time.perf_counter() > started + PATIENCE_SECONDS:
                raise RuntimeError("the site does not start")
            time.sleep(0.05)
        return time.perf_counter() - started
    finally:
        os.kill(process.pid, signal.SIGINT)
        process.wait(30)
