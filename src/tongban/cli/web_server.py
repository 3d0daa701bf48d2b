"""The supervised web server: granian with the WSGI application, as a module to run."""

import argparse
import os
import shutil
import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from tongban.cli.children import die_with_supervisor
from tongban.kernel.home import home_folder

THREADS = 4  # for each worker process, each with a connection of its own


def main(arguments: list[str]) -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, required=True)
    args = parser.parse_args(arguments)
    die_with_supervisor()
    _share_figures()
    Granian(
        "tongban.cli.web_worker:application",
        address=args.host,
        port=args.port,
        interface=Interfaces.WSGI,
        workers=args.workers,
        blocking_threads=THREADS,
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
