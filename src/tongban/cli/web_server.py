"""The supervised web server: granian with the WSGI application, as a module to run."""

import argparse
import os
import shutil
import sys

from django.conf import settings
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from tongban.cli.children import die_with_supervisor
from tongban.kernel.home import home_folder

# Beside the threads at work and those that wait: some to refuse with, and to tell how we are.
SPARE_THREADS = 8
# Connections that are open at once, most of them idle; who waits, waits in the queue of `tongban.web.admission`.
MOST_CONNECTIONS = 2048


def main(arguments: list[str]) -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, required=True)
    args = parser.parse_args(arguments)
    die_with_supervisor()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.settings")
    _share_figures()
    Granian(
        "tongban.cli.web_worker:application",
        address=args.host,
        port=args.port,
        interface=Interfaces.WSGI,
        workers=args.workers,
        blocking_threads=settings.WEB_AT_WORK + settings.WEB_WAITING + SPARE_THREADS,
        backlog=MOST_CONNECTIONS,
        backpressure=MOST_CONNECTIONS,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=8,
        log_level=LogLevels.warning,
    ).serve()


def _share_figures() -> None:
    """Give the worker processes a fresh folder for their figures, so that /metrics adds up all of them."""
    folder = home_folder() / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


if __name__ == "__main__":
    main(sys.argv[1:])
